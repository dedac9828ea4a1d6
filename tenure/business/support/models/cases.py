"""Cases, the messages in them, and the dated events from which service levels are computed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.support.choices import Actor, CaseChannel, CaseEventType, CaseStatus, CaseType, Severity
from tenure.foundation.records.columns import colleague, flag, instant, link, long_text, part_of_own_kind, text
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Implied, Kind, Numbering, Section
from tenure.foundation.records.model import Record


class Case(Record):
    """A question or trouble of a customer, worked until it is resolved."""

    number = text(length=50, help_text="Left empty, the next one is given.")
    subject = text(length=300, required=True)
    account = link("accounts.Account")
    contact = link("accounts.Contact")
    product = link("billing.Product")
    project = link("delivery.Project")
    type = text(length=20, choices=CaseType, default=CaseType.QUESTION)
    topic = text(length=100)
    severity = text(length=1, choices=Severity, default=Severity.SEV3)
    status = text(length=30, choices=CaseStatus, default=CaseStatus.NEW)
    channel = text(length=20, choices=CaseChannel, default=CaseChannel.MANUAL)
    queue = link("support.SupportQueue")
    owner = colleague(label="Agent")
    tier = text(length=20, label="Support tier")
    description = long_text()
    resolution = long_text()
    root_cause = text()
    parent = part_of_own_kind(related_name="children")
    merged_into = link("self", related_name="merged", editable=False)
    opened_at = instant()
    first_response_at = instant()
    escalated_at = instant()
    resolved_at = instant()
    closed_at = instant()

    kind = Kind(
        key="case",
        prefix="cas",
        label="Case",
        plural="Cases",
        function=Function.SUPPORT,
        title="subject",
        columns=("subject", "account", "severity", "status", "queue", "owner", "product", "opened_at"),
        sections=(
            Section("Case", ("number", "subject", "type", "topic", "severity", "status", "channel", "description")),
            Section("Customer", ("account", "contact", "product", "project", "parent")),
            Section("Who works on it", ("owner", "queue", "tier")),
            Section("Times", ("opened_at", "first_response_at", "escalated_at", "resolved_at", "closed_at")),
            Section("Resolution", ("resolution", "root_cause")),
        ),
        born="opened_at",
        happened={
            "opened_at": (),
            "first_response_at": (),
            "escalated_at": (),
            "resolved_at": ("resolution", "root_cause"),
            "closed_at": (),
        },
        tree="parent",
        search=("number", "subject", "description", "resolution"),
        owner="owner",
        account="account",
        stage="status",
        asks=("account", "contact", "product", "owner"),
        personal=("subject", "description", "resolution"),
        icon="lifebuoy",
        numbering=Numbering(format="{number:05}"),
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("case_number", "number", filled="number")]
        indexes: ClassVar = [
            models.Index(fields=["status", "id"], name="case_status"),
            models.Index(fields=["opened_at"], name="case_opened_at"),
        ]


class CaseEvent(Record):
    """Something that happened to a case at a moment: a reply, a change of status, an escalation."""

    case = link("support.Case", required=True)
    type = text(length=20, choices=CaseEventType, required=True)
    actor = text(length=20, choices=Actor)
    agent = colleague()
    public = flag(label="Seen by the customer")
    status = text(length=30, choices=CaseStatus, label="Status afterwards")
    tier = text(length=20, label="Support tier afterwards")
    at = instant(required=True)

    kind = Kind(
        key="case_event",
        prefix="cev",
        label="Case event",
        plural="Case events",
        function=Function.SUPPORT,
        title="type",
        columns=("type", "case", "actor", "agent", "status", "public", "at"),
        sections=(
            Section("What", ("case", "type", "status", "tier", "at")),
            Section("Who", ("actor", "agent", "public")),
        ),
        born="at",
        happened={"at": ()},
        part_of="case",
        icon="timeline-event",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="case_event_case_at")]


class CaseMessage(Record):
    """A message in a case: from the customer, to the customer, or an internal note."""

    case = link("support.Case", required=True)
    subject = text(length=300)
    body = long_text(required=True)
    actor = text(length=20, choices=Actor, default=Actor.AGENT)
    author = colleague()
    contact = link("accounts.Contact")
    public = flag(label="Seen by the customer")
    sender = text(length=320)
    recipients = long_text()
    cc = long_text(label="Copies to")
    message_id = text(length=255, label="E-mail message ID")
    in_reply_to = text(length=255, label="Answers the e-mail")
    at = instant(required=True)

    kind = Kind(
        key="case_message",
        prefix="cms",
        label="Case message",
        plural="Case messages",
        function=Function.SUPPORT,
        title="body",
        columns=("body", "case", "actor", "author", "contact", "public", "at"),
        sections=(
            Section("Message", ("case", "subject", "body", "public", "at")),
            Section("From", ("actor", "author", "contact", "sender")),
            Section("To", ("recipients", "cc", "message_id", "in_reply_to")),
        ),
        born="at",
        happened={"at": ()},
        search=("subject", "body"),
        part_of="case",
        implied=(Implied(given="actor", equals=Actor.CUSTOMER.value, field="public", value=True),),
        personal=("subject", "body", "sender", "recipients", "cc"),
        icon="message",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("case_message_mail", "case", "message_id", filled="message_id"),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="case_message_case_at")]

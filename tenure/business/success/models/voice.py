"""What customers say: answers to surveys, and feedback from everywhere else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.success.choices import FeedbackSource, SurveyType
from tenure.foundation.records.columns import colleague, day, instant, link, long_text, text, whole_number
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class SurveyResponse(Record):
    """A survey sent to a person, and their answer once they gave it."""

    account = link("accounts.Account", required=True)
    contact = link("accounts.Contact")
    type = text(length=10, choices=SurveyType, required=True)
    score = whole_number()
    comment = long_text()
    case = link("support.Case")
    project = link("delivery.Project")
    sent_at = instant()
    responded_at = instant()
    closed_loop_at = instant(label="Followed up")
    follow_up = long_text(label="What we did about it")
    owner = colleague(label="Follows up")

    kind = Kind(
        key="survey_response",
        prefix="srv",
        label="Survey response",
        plural="Survey responses",
        function=Function.SUCCESS,
        title="type",
        columns=("account", "contact", "type", "score", "comment", "sent_at", "responded_at", "closed_loop_at"),
        sections=(
            Section("Survey", ("account", "contact", "type", "case", "project", "sent_at")),
            Section("Answer", ("responded_at", "score", "comment")),
            Section("Follow-up", ("owner", "closed_loop_at", "follow_up")),
        ),
        born="sent_at",
        happened={"sent_at": (), "responded_at": ("score", "comment"), "closed_loop_at": ("follow_up",)},
        search=("comment",),
        owner="owner",
        account="account",
        asks=("contact",),
        personal=("comment", "follow_up"),
        icon="mood-smile",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "responded_at"], name="survey_account_responded")]


class Feedback(Record):
    """Something a customer told us, tagged to the stage of their journey and a theme."""

    summary = text(length=300, required=True)
    account = link("accounts.Account")
    contact = link("accounts.Contact")
    source = text(length=20, choices=FeedbackSource)
    stage = text(length=100, label="Stage of the journey")
    theme = text(length=100)
    product = link("billing.Product")
    comment = long_text(label="In their words")
    given_on = day()
    owner = colleague(label="Noted by")

    kind = Kind(
        key="feedback",
        prefix="fbk",
        label="Feedback",
        plural="Feedback",
        function=Function.SUCCESS,
        title="summary",
        columns=("summary", "account", "theme", "stage", "source", "product", "given_on"),
        sections=(
            Section("Feedback", ("summary", "comment", "source", "given_on", "owner")),
            Section("About", ("account", "contact", "stage", "theme", "product")),
        ),
        born="given_on",
        happened={"given_on": ()},
        search=("summary", "comment", "theme"),
        owner="owner",
        account="account",
        asks=("account", "theme"),
        personal=("comment",),
        icon="message-report",
    )

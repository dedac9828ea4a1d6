"""The customer: accounts, the people in them, and every contact we had with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.accounts.choices import (
    AccountStatus,
    ActivityOutcome,
    ActivityType,
    ContactRole,
    Direction,
    TouchModel,
)
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    flag,
    instant,
    link,
    long_text,
    part_of_own_kind,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import not_negative
from tenure.foundation.records.kinds import Function, Kind, Likeness, Section
from tenure.foundation.records.model import Record

ACCOUNT = "accounts.Account"
CONTACT = "accounts.Contact"


class Account(Record):
    """A company that buys from us, may buy, or bought; possibly part of a larger one."""

    name = text(required=True)
    domain = text(label="Web domain", help_text="As in their e-mail addresses, such as example.com.")
    website = models.URLField(blank=True, default="")
    status = text(length=20, choices=AccountStatus, default=AccountStatus.PROSPECT)
    parent = part_of_own_kind(related_name="children")
    industry = text(length=100)
    region = text(length=100)
    segment = text(length=100)
    size = whole_number(label="Employees")
    tier = text(length=50)
    touch_model = text(length=20, choices=TouchModel)
    use_case = text()
    lead_source = text(length=100)
    owner = colleague()
    csm = colleague(label="CSM")
    currency = currency_code()
    phone = text(length=50)
    address = long_text(label="Postal address")
    billing_email = models.EmailField("Billing e-mail", blank=True, default="")
    tax_id = text(length=50, label="Tax ID")
    is_internal = flag(label="Internal or test", help_text="Left out of every number.")
    created_on = day()
    customer_since = day()
    description = long_text()
    merged_into = link("self", related_name="merged", editable=False)

    kind = Kind(
        key="account",
        prefix="acc",
        label="Account",
        plural="Accounts",
        function=Function.COMPANY,
        title="name",
        columns=("name", "status", "segment", "industry", "region", "owner", "csm", "customer_since"),
        sections=(
            Section("Company", ("name", "status", "domain", "website", "parent", "description")),
            Section("Profile", ("industry", "region", "size", "segment", "tier", "use_case", "lead_source")),
            Section("Who looks after it", ("owner", "csm", "touch_model", "created_on", "customer_since")),
            Section("Billing", ("currency", "billing_email", "tax_id", "phone", "address")),
            Section("Numbers", ("is_internal",)),
        ),
        born="created_on",
        happened={"created_on": (), "customer_since": ()},
        search=("name", "domain", "website", "description"),
        owner="owner",
        stage="status",
        tree="parent",
        identified_by={"domain": Likeness.DOMAIN, "name": Likeness.NAME},
        asks=("domain", "industry", "region", "owner"),
        nothing={"segment": "unsegmented"},
        icon="building",
    )

    class Meta:
        constraints: ClassVar = [not_negative("account", "size")]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="account_name"),
            models.Index(fields=["domain"], name="account_domain"),
        ]


class Contact(Record):
    """A person at an account, with what they mean to the relationship and what they agreed to receive."""

    account = link(ACCOUNT)
    name = text(required=True)
    email = models.EmailField("E-mail", blank=True, default="")
    phone = text(length=50)
    title = text(label="Job title")
    role = text(length=20, choices=ContactRole)
    department = text(length=100)
    language = text(length=20)
    time_zone = text(length=60)
    lead_source = text(length=100)
    owner = colleague()
    active_from = day()
    active_to = day()
    consent_marketing = flag(label="Agreed to marketing mail")
    consent_marketing_at = instant(label="Agreed on")
    consent_source = text(label="Where they agreed")
    unsubscribed_at = instant()
    consent_surveys = flag(default=True, label="May be surveyed")
    is_bounced = flag(label="E-mail bounces")
    notes = long_text()
    merged_into = link("self", related_name="merged", editable=False)

    kind = Kind(
        key="contact",
        prefix="con",
        label="Contact",
        plural="Contacts",
        function=Function.COMPANY,
        title="name",
        columns=("name", "account", "title", "role", "email", "phone", "owner", "active_to"),
        sections=(
            Section("Person", ("name", "account", "title", "department", "role", "active_from", "active_to")),
            Section("How to reach them", ("email", "phone", "language", "time_zone", "is_bounced")),
            Section("Relationship", ("owner", "lead_source", "notes")),
            Section(
                "Consent",
                (
                    "consent_marketing",
                    "consent_marketing_at",
                    "consent_source",
                    "unsubscribed_at",
                    "consent_surveys",
                ),
            ),
        ),
        born="active_from",
        happened={"active_from": (), "active_to": (), "consent_marketing_at": (), "unsubscribed_at": ()},
        search=("name", "email", "phone", "title"),
        identified_by={"email": Likeness.SAME},
        owner="owner",
        account="account",
        asks=("account", "email", "role"),
        personal=("name", "email", "phone", "title", "notes", "consent_source"),
        icon="address-book",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="contact_name"),
            models.Index(fields=["email"], name="contact_email"),
        ]


class Activity(Record):
    """A call, e-mail, message, meeting or demo with someone at an account."""

    type = text(length=20, choices=ActivityType, required=True)
    subject = text(required=True)
    rep = colleague(label="Our person")
    account = link(ACCOUNT)
    contact = link(CONTACT)
    opp = link("sales.Opportunity", label="Opportunity")
    lead = link("marketing.Lead")
    is_outbound = flag()
    direction = text(length=20, choices=Direction)
    outcome = text(length=20, choices=ActivityOutcome)
    at = instant()
    booked_at = instant()
    scheduled_at = instant()
    held_at = instant()
    duration_minutes = whole_number()
    is_automated = flag(label="Sent by a program", help_text="Left out of outbound activity.")
    notes = long_text()

    kind = Kind(
        key="activity",
        prefix="act",
        label="Activity",
        plural="Activities",
        function=Function.COMPANY,
        title="subject",
        columns=("subject", "type", "account", "contact", "rep", "at", "outcome"),
        sections=(
            Section("What", ("type", "subject", "direction", "is_outbound", "is_automated", "outcome")),
            Section("With whom", ("account", "contact", "opp", "lead", "rep")),
            Section("When", ("at", "booked_at", "scheduled_at", "held_at", "duration_minutes")),
            Section("Notes", ("notes",)),
        ),
        born="at",
        happened={"at": (), "booked_at": (), "held_at": ("outcome",)},
        planned=("scheduled_at",),
        search=("subject", "notes"),
        owner="rep",
        account="account",
        asks=("account", "contact", "at", "rep"),
        personal=("subject", "notes"),
        icon="phone-call",
    )

    class Meta:
        constraints: ClassVar = [not_negative("activity", "duration_minutes")]
        indexes: ClassVar = [models.Index(fields=["account", "at"], name="activity_account_at")]

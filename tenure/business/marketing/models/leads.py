"""Leads, and the taxonomy of where they come from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.marketing.choices import Channel, LeadStatus
from tenure.foundation.records.columns import (
    colleague,
    decimal_number,
    flag,
    instant,
    link,
    long_text,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Likeness, Section
from tenure.foundation.records.model import Record


class LeadSource(Record):
    """One entry of the taxonomy that leads, accounts and deals name in their `lead_source`."""

    name = text(length=100, required=True)
    channel = text(length=20, choices=Channel)
    is_inbound = flag(default=True, label="They came to us")
    is_paid = flag(label="Costs money")
    is_active = flag(default=True)
    description = long_text()
    position = whole_number()

    kind = Kind(
        key="lead_source",
        prefix="lsr",
        label="Lead source",
        plural="Lead sources",
        function=Function.MARKETING,
        title="name",
        columns=("name", "channel", "is_inbound", "is_paid", "is_active"),
        sections=(
            Section("Source", ("name", "channel", "description")),
            Section("Use", ("is_inbound", "is_paid", "is_active", "position")),
        ),
        search=("name",),
        icon="route",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("lead_source_name", "name")]


class Lead(Record):
    """A person who may become a customer, from first sight until they are a deal or are let go."""

    name = text(required=True)
    email = models.EmailField("E-mail", blank=True, default="")
    phone = text(length=50)
    title = text(label="Job title")
    company = text()
    domain = text(label="Web domain")
    industry = text(length=100)
    region = text(length=100)
    size = whole_number(label="Employees")
    status = text(length=20, choices=LeadStatus, default=LeadStatus.NEW)
    owner = colleague()
    contact = link("accounts.Contact")
    account = link("accounts.Account")
    campaign = link("marketing.Campaign")
    lead_source = text(length=100)
    source_detail = text(length=500, help_text="Form, page, search terms or who referred them.")
    score = decimal_number(digits=8, places=2)
    fit_grade = text(length=5)
    opp = link("sales.Opportunity", label="Opportunity")
    consent_marketing = flag(label="Agreed to marketing mail")
    consent_marketing_at = instant(label="Agreed on")
    unsubscribed_at = instant()
    created_at = instant()
    first_contacted_at = instant()
    mql_at = instant(label="MQL since")
    sql_at = instant(label="SQL since")
    converted_at = instant()
    disqualified_at = instant()
    disqualified_reason = text()
    notes = long_text()

    kind = Kind(
        key="lead",
        prefix="lea",
        label="Lead",
        plural="Leads",
        function=Function.MARKETING,
        title="name",
        columns=("name", "company", "status", "lead_source", "score", "owner", "created_at", "mql_at"),
        sections=(
            Section("Person", ("name", "email", "phone", "title", "notes")),
            Section("Company", ("company", "domain", "industry", "region", "size", "account", "contact")),
            Section("Work", ("status", "owner", "score", "fit_grade", "first_contacted_at")),
            Section("Where they came from", ("lead_source", "source_detail", "campaign", "created_at")),
            Section("Progress", ("mql_at", "sql_at", "converted_at", "opp", "disqualified_at", "disqualified_reason")),
            Section("Consent", ("consent_marketing", "consent_marketing_at", "unsubscribed_at")),
        ),
        born="created_at",
        happened={
            "created_at": (),
            "first_contacted_at": (),
            "mql_at": (),
            "sql_at": (),
            "converted_at": ("opp",),
            "disqualified_at": ("disqualified_reason",),
            "consent_marketing_at": (),
            "unsubscribed_at": (),
        },
        search=("name", "email", "company", "domain"),
        identified_by={"email": Likeness.SAME},
        owner="owner",
        account="account",
        stage="status",
        asks=("email", "company", "lead_source", "owner"),
        personal=("name", "email", "phone", "title", "notes", "source_detail"),
        icon="user-plus",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email"], name="lead_email"),
            models.Index(fields=["created_at"], name="lead_created_at"),
        ]

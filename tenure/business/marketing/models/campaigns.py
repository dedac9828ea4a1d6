"""Campaigns, whom they addressed, what they cost, and every touch between a person and our marketing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.marketing.choices import (
    Audience,
    CampaignStatus,
    Channel,
    MemberStatus,
    SpendCategory,
    TouchType,
)
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    instant,
    link,
    long_text,
    money,
    part_of_own_kind,
    text,
)
from tenure.foundation.records.constraints import amounts_have_currency
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

CAMPAIGN = "marketing.Campaign"


class Campaign(Record):
    """An effort to reach people: mail, event, webcast, advertisement or content."""

    name = text(required=True)
    channel = text(length=20, choices=Channel)
    lead_source = text(length=100)
    audience = text(length=20, choices=Audience, default=Audience.PROSPECT)
    status = text(length=20, choices=CampaignStatus, default=CampaignStatus.PLANNED)
    parent = part_of_own_kind(related_name="parts")
    owner = colleague()
    budget = money()
    currency = currency_code()
    expected_leads = models.IntegerField(null=True, blank=True)
    starts_on = day()
    ends_on = day()
    goal = long_text()
    url = models.URLField("Address", blank=True, default="")

    kind = Kind(
        key="campaign",
        prefix="cam",
        label="Campaign",
        plural="Campaigns",
        function=Function.MARKETING,
        title="name",
        columns=("name", "channel", "status", "audience", "budget", "currency", "starts_on", "owner"),
        sections=(
            Section("Campaign", ("name", "channel", "audience", "status", "parent", "owner", "goal", "url")),
            Section("Money and results", ("budget", "currency", "expected_leads", "lead_source")),
            Section("Dates", ("starts_on", "ends_on")),
        ),
        planned=("starts_on", "ends_on"),
        money={"budget": "currency"},
        tree="parent",
        search=("name", "goal"),
        owner="owner",
        stage="status",
        asks=("channel", "lead_source", "starts_on", "budget"),
        icon="speakerphone",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("campaign", "budget")]


class CampaignMember(Record):
    """A person whom a campaign addressed, and how far they went: invited, registered, attended."""

    campaign = link(CAMPAIGN, required=True)
    contact = link("accounts.Contact")
    lead = link("marketing.Lead")
    status = text(length=20, choices=MemberStatus, default=MemberStatus.TARGETED)
    invited_at = instant()
    registered_at = instant()
    attended_at = instant()
    responded_at = instant()

    kind = Kind(
        key="campaign_member",
        prefix="cmb",
        label="Campaign member",
        plural="Campaign members",
        function=Function.MARKETING,
        title="campaign",
        columns=("campaign", "contact", "lead", "status", "registered_at", "attended_at"),
        sections=(
            Section("Who", ("campaign", "contact", "lead", "status")),
            Section("When", ("invited_at", "registered_at", "attended_at", "responded_at")),
        ),
        happened={"invited_at": (), "registered_at": (), "attended_at": (), "responded_at": ()},
        part_of="campaign",
        stage="status",
        icon="user-check",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False) | models.Q(lead__isnull=False),
                name="campaign_member_is_someone",
                violation_error_message="Choose a contact or a lead.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "contact"],
                condition=models.Q(deleted_at__isnull=True, contact__isnull=False),
                name="campaign_member_contact_unique",
                violation_error_message="This contact is already a member of the campaign.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "lead"],
                condition=models.Q(deleted_at__isnull=True, lead__isnull=False),
                name="campaign_member_lead_unique",
                violation_error_message="This lead is already a member of the campaign.",
            ),
        ]


class Spend(Record):
    """Marketing money spent on a day, for a campaign or a lead source."""

    description = text(required=True)
    campaign = link(CAMPAIGN)
    lead_source = text(length=100)
    amount = money()
    currency = currency_code()
    category = text(length=20, choices=SpendCategory)
    spent_on = day()

    kind = Kind(
        key="spend",
        prefix="spe",
        label="Marketing spend",
        plural="Marketing spend",
        function=Function.MARKETING,
        title="description",
        columns=("description", "campaign", "lead_source", "category", "amount", "currency", "spent_on"),
        sections=(
            Section("For what", ("description", "campaign", "lead_source", "category")),
            Section("Amount", ("amount", "currency", "spent_on")),
        ),
        born="spent_on",
        happened={"spent_on": ()},
        money={"amount": "currency"},
        search=("description",),
        asks=("amount", "spent_on", "lead_source"),
        icon="coin",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("spend", "amount")]
        indexes: ClassVar = [models.Index(fields=["spent_on"], name="spend_spent_on")]


class Touch(Record):
    """One moment in which a person met our marketing: saw, opened, clicked, visited, attended, replied."""

    contact = link("accounts.Contact")
    account = link("accounts.Account")
    lead = link("marketing.Lead")
    campaign = link(CAMPAIGN)
    content = link("marketing.ContentItem")
    channel = text(length=20, choices=Channel, required=True)
    type = text(length=20, choices=TouchType, required=True)
    detail = text(length=500, label="Page, mail or event")
    at = instant(required=True)

    kind = Kind(
        key="touch",
        prefix="tch",
        label="Touch",
        plural="Touches",
        function=Function.MARKETING,
        title="type",
        columns=("type", "channel", "contact", "account", "campaign", "detail", "at"),
        sections=(
            Section("What", ("type", "channel", "campaign", "content", "detail", "at")),
            Section("Who", ("contact", "account", "lead")),
        ),
        born="at",
        happened={"at": ()},
        search=("detail",),
        account="account",
        asks=("contact", "campaign"),
        personal=("detail",),
        icon="pointer",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "at"], name="touch_account_at"),
            models.Index(fields=["contact", "at"], name="touch_contact_at"),
        ]

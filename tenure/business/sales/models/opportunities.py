"""Deals, the products in them, the people who decide, and who gets the credit."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from tenure.business.sales.choices import (
    BuyingRole,
    ForecastCategory,
    OpportunityOutcome,
    OpportunityType,
    PartnerRole,
)
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    flag,
    instant,
    link,
    long_text,
    money,
    share,
    text,
)
from tenure.foundation.records.constraints import (
    amounts_have_currency,
    not_negative,
    share_of_one,
    unique_while_live,
)
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

OPPORTUNITY = "sales.Opportunity"


class Opportunity(Record):
    """A possible sale to an account: a first one, more, a renewal or services.

    `stage` is free text, because the company's sales process decides which stages there are; the stages a deal went
    through are read from its versions.
    """

    name = text(required=True)
    account = link("accounts.Account")
    contact = link("accounts.Contact", label="Main contact")
    type = text(length=20, choices=OpportunityType, default=OpportunityType.NEW)
    stage = text(length=100)
    owner = colleague()
    lead_source = text(length=100)
    campaign = link("marketing.Campaign")
    arr = money(label="ARR")
    one_time = money(label="One-time amount")
    tcv = money(label="Total contract value")
    currency = currency_code()
    probability = share(help_text="The owner's own.")
    forecast_category = text(length=20, choices=ForecastCategory, default=ForecastCategory.PIPELINE)
    close_date = day(label="Expected close")
    next_step = text(length=500)
    next_step_on = day()
    partner = link("sales.Partner")
    partner_role = text(length=20, choices=PartnerRole)
    competitor = link("sales.Competitor", label="Main competitor")
    poc = flag(label="Proof of concept")
    price_book = link("billing.PriceBook")
    renews = link("billing.Contract", related_name="renewal_opportunities", label="Renews the contract")
    created_at = instant()
    qualified_at = instant()
    closed_at = instant()
    outcome = text(length=10, choices=OpportunityOutcome)
    lost_reason = text(length=100)
    lost_note = long_text(label="What happened")
    description = long_text()

    kind = Kind(
        key="opportunity",
        prefix="opp",
        label="Opportunity",
        plural="Opportunities",
        function=Function.SALES,
        title="name",
        columns=("name", "account", "stage", "arr", "currency", "close_date", "forecast_category", "owner"),
        sections=(
            Section("Deal", ("name", "account", "contact", "type", "stage", "owner", "description")),
            Section("Amount", ("arr", "one_time", "tcv", "currency", "price_book", "renews")),
            Section("Forecast", ("close_date", "forecast_category", "probability", "next_step", "next_step_on")),
            Section("Where it came from", ("lead_source", "campaign", "partner", "partner_role")),
            Section("Competition and proof", ("competitor", "poc")),
            Section("Dates", ("created_at", "qualified_at")),
            Section("How it ended", ("closed_at", "outcome", "lost_reason", "lost_note")),
        ),
        born="created_at",
        happened={
            "created_at": (),
            "qualified_at": (),
            "closed_at": ("outcome", "lost_reason", "lost_note"),
        },
        planned=("close_date", "next_step_on"),
        money={"arr": "currency", "one_time": "currency", "tcv": "currency"},
        search=("name", "next_step", "description"),
        owner="owner",
        account="account",
        stage="stage",
        stages=("Discovery", "Demo", "Proposal", "Negotiation", "Closed"),
        asks=("account", "arr", "close_date", "owner", "lead_source", "next_step"),
        icon="target-arrow",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("opportunity", "arr", "one_time", "tcv"),
            share_of_one("opportunity", "probability"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stage", "id"], name="opportunity_stage"),
            models.Index(fields=["close_date"], name="opportunity_close_date"),
        ]


class OpportunityLine(Record):
    """One product in a deal and the ARR it would bring."""

    opp = link(OPPORTUNITY, required=True, label="Opportunity")
    product = link("billing.Product", required=True)
    plan = link("billing.Plan")
    qty = decimal_number(default=Decimal(1), label="Quantity")
    arr = money(label="ARR")
    one_time = money(label="One-time amount")
    currency = currency_code()

    kind = Kind(
        key="opp_line",
        prefix="opl",
        label="Opportunity line",
        plural="Opportunity lines",
        function=Function.SALES,
        title="product",
        columns=("product", "plan", "qty", "arr", "one_time", "currency"),
        sections=(
            Section("What", ("opp", "product", "plan", "qty")),
            Section("Amount", ("arr", "one_time", "currency")),
        ),
        money={"arr": "currency", "one_time": "currency"},
        part_of="opp",
        asks=("arr",),
        icon="list-details",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("opp_line", "arr", "one_time"),
            not_negative("opp_line", "qty"),
        ]


class OpportunityContact(Record):
    """A person at the customer and what they mean to one deal."""

    opp = link(OPPORTUNITY, required=True, label="Opportunity")
    contact = link("accounts.Contact", required=True)
    role = text(length=20, choices=BuyingRole)
    notes = long_text()

    kind = Kind(
        key="opp_contact",
        prefix="opc",
        label="Buying role",
        plural="Buying roles",
        function=Function.SALES,
        title="contact",
        columns=("contact", "role", "opp", "notes"),
        sections=(Section("Who", ("opp", "contact", "role", "notes")),),
        part_of="opp",
        asks=("role",),
        personal=("notes",),
        icon="users",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("opp_contact_role", "opp", "contact", "role")]


class OpportunitySplit(Record):
    """The share of a deal that counts for one person. The shares of a deal should add up to one."""

    opp = link(OPPORTUNITY, required=True, label="Opportunity")
    rep = colleague(required=True, label="Seller")
    split_pct = share(default=Decimal(1), label="Share")

    kind = Kind(
        key="opp_split",
        prefix="osp",
        label="Split",
        plural="Splits",
        function=Function.SALES,
        title="rep",
        columns=("rep", "split_pct", "opp"),
        sections=(Section("Split", ("opp", "rep", "split_pct")),),
        owner="rep",
        part_of="opp",
        icon="arrows-split",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("opp_split_rep", "opp", "rep"),
            share_of_one("opp_split", "split_pct"),
        ]

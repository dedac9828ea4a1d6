"""Whom we sell with, against and where: partners, competitors and territories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.sales.choices import PartnerType
from tenure.foundation.records.columns import colleague, day, flag, link, long_text, part_of_own_kind, share, text
from tenure.foundation.records.constraints import interval, share_of_one, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class Partner(Record):
    """A company that brings us deals, helps with them or resells our products."""

    name = text(required=True)
    account = link("accounts.Account", label="As an account")
    type = text(length=20, choices=PartnerType)
    region = text(length=100)
    tier = text(length=50)
    owner = colleague(label="Looked after by")
    commission_pct = share(label="Commission")
    since_on = day(label="Partner since")
    ended_on = day()
    is_active = flag(default=True)
    notes = long_text()

    kind = Kind(
        key="partner",
        prefix="par",
        label="Partner",
        plural="Partners",
        function=Function.SALES,
        title="name",
        columns=("name", "type", "region", "tier", "owner", "is_active"),
        sections=(
            Section("Partner", ("name", "type", "account", "region", "tier", "owner", "is_active")),
            Section("Agreement", ("commission_pct", "since_on", "ended_on")),
            Section("Notes", ("notes",)),
        ),
        born="since_on",
        happened={"since_on": (), "ended_on": ()},
        search=("name", "notes"),
        owner="owner",
        account="account",
        sensitive=("commission_pct",),
        icon="heart-handshake",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("partner_name", "name"),
            share_of_one("partner", "commission_pct"),
        ]


class Competitor(Record):
    """A company that our customers could buy from instead."""

    name = text(required=True)
    website = models.URLField(blank=True, default="")
    strengths = long_text()
    weaknesses = long_text()
    how_we_win = long_text()
    is_active = flag(default=True)

    kind = Kind(
        key="competitor",
        prefix="cmp",
        label="Competitor",
        plural="Competitors",
        function=Function.SALES,
        title="name",
        columns=("name", "website", "strengths", "weaknesses", "is_active"),
        sections=(
            Section("Competitor", ("name", "website", "is_active")),
            Section("How we compare", ("strengths", "weaknesses", "how_we_win")),
        ),
        search=("name", "strengths", "weaknesses"),
        icon="swords",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("competitor_name", "name")]


class Territory(Record):
    """A part of the market that one seller covers, for a time."""

    name = text(required=True)
    parent = part_of_own_kind(related_name="parts")
    owner = colleague()
    region = text(length=100)
    industry = text(length=100)
    segment = text(length=100)
    description = long_text()
    from_on = day(label="First day")
    to_on = day(label="Last day")

    kind = Kind(
        key="territory",
        prefix="ter",
        label="Territory",
        plural="Territories",
        function=Function.SALES,
        title="name",
        columns=("name", "parent", "owner", "region", "industry", "segment", "from_on", "to_on"),
        sections=(
            Section("Territory", ("name", "parent", "owner", "description")),
            Section("What it covers", ("region", "industry", "segment", "from_on", "to_on")),
        ),
        planned=("from_on", "to_on"),
        tree="parent",
        search=("name", "description"),
        owner="owner",
        icon="map",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("territory_name", "name"),
            interval("territory", "from_on", "to_on"),
        ]

"""What sellers are to reach and what they expect to reach: quotas and the log of forecasts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.sales.choices import ForecastCategory, QuotaMeasure
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    instant,
    link,
    long_text,
    money,
    text,
)
from tenure.foundation.records.constraints import amounts_have_currency, interval, not_negative
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class Quota(Record):
    """What a seller is to reach between two days (both counted), in money or as a number of things."""

    rep = colleague(required=True, label="Seller")
    measure = text(length=20, choices=QuotaMeasure, default=QuotaMeasure.ARR)
    amount = money(help_text="For measures in money.")
    currency = currency_code()
    quantity = decimal_number(help_text="For measures that count things.")
    territory = link("sales.Territory")
    from_on = day(required=True, label="First day")
    to_on = day(required=True, label="Last day")

    kind = Kind(
        key="quota",
        prefix="quo",
        label="Quota",
        plural="Quotas",
        function=Function.SALES,
        title="rep",
        columns=("rep", "measure", "amount", "currency", "quantity", "from_on", "to_on"),
        sections=(
            Section("For whom", ("rep", "territory", "from_on", "to_on")),
            Section("Target", ("measure", "amount", "currency", "quantity")),
        ),
        planned=("from_on", "to_on"),
        money={"amount": "currency"},
        owner="rep",
        icon="target",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("quota", "amount"),
            not_negative("quota", "amount", "quantity"),
            interval("quota", "from_on", "to_on"),
            models.UniqueConstraint(
                fields=["rep", "measure", "from_on"],
                condition=models.Q(deleted_at__isnull=True, territory__isnull=True),
                name="quota_start_unique",
                violation_error_message="This seller already has a quota for this measure from this day.",
            ),
        ]


class ForecastEntry(Record):
    """One line of the forecast log: what a person expected, at a moment, to close between two days."""

    rep = colleague(required=True, label="Forecast by")
    team = text(length=100)
    category = text(length=20, choices=ForecastCategory, default=ForecastCategory.COMMIT)
    amount = money()
    currency = currency_code()
    period_from = day(required=True, label="First day of the period")
    period_to = day(required=True, label="Last day of the period")
    submitted_at = instant(required=True)
    comment = long_text()

    kind = Kind(
        key="forecast_entry",
        prefix="fce",
        label="Forecast entry",
        plural="Forecast entries",
        function=Function.SALES,
        title="rep",
        columns=("rep", "team", "category", "amount", "currency", "period_from", "period_to", "submitted_at"),
        sections=(
            Section("Forecast", ("rep", "team", "category", "amount", "currency")),
            Section("For when", ("period_from", "period_to", "submitted_at", "comment")),
        ),
        born="submitted_at",
        happened={"submitted_at": ()},
        planned=("period_from", "period_to"),
        money={"amount": "currency"},
        search=("comment",),
        owner="rep",
        asks=("amount",),
        icon="crystal-ball",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("forecast_entry", "amount"),
            interval("forecast_entry", "period_from", "period_to"),
        ]

"""How soon customers get value, and whether they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.engine.metrics.declaring import (
    Better,
    Estimate,
    Flow,
    Measure,
    Metric,
    Quantile,
    Ratio,
    Series,
    Total,
    Unit,
)
from tenure.engine.relations.days import days_between
from tenure.engine.statistics.survival import survival

SIGNED = Flow("signed_on")
VALUE_DAYS = 90
IMPACT_DAYS = 180
SIGNED_FOR_IMPACT = Flow("signed_on", matures_after_days=IMPACT_DAYS)
NOT_HALF = "less than half of those who signed have reached value so far, or first values are not recorded"


def is_counted(t: Any) -> Any:
    """First contracts of customers, where first values are recorded."""
    return t.is_first & t.has_values


def median_days(rows: Sequence[tuple[Any, ...]]) -> float | None:
    """When half have reached value: rows of days, whether it was reached, and how many."""
    return survival(rows).median


def value_in_time(rows: Sequence[tuple[Any, ...]]) -> float | None:
    """The share that has reached value after 90 days; nothing while nobody was watched for so long."""
    left = survival(rows).at(VALUE_DAYS)
    return None if left is None else 1 - left


def _median(key: str, days: str, title: str = "", *, is_first: bool = True) -> Series:
    def where(t: Any) -> Any:
        return (t.is_first if is_first else ~t.is_first) & t.has_values & (t[days] >= 0)

    return Estimate(
        key,
        Unit.DAYS,
        Measure("first_values", SIGNED, where=where, columns=(days, "reached")),
        median_days,
        NOT_HALF,
        title=title,
    )


time_to_value = Metric(
    key="time_to_value",
    title="Time to value",
    function="success",
    journey=("onboard", "impact"),
    maturity="apply",
    definition="How many days after the signature half of the new customers have had a first result that they confirm.",
    formula="median of the days from signature to the first confirmed value, over all who signed in the period "
    "(Kaplan–Meier)",
    included="Who has not reached value yet counts as waiting up to today, who left before it up to that day.",
    excluded="Renewals; expansions have their own clock.",
    better=Better.LOWER,
    series=(
        _median("time_to_value", "days"),
        _median("time_to_value_from_kickoff", "days_from_kickoff", "From kickoff"),
        _median("time_to_value_from_start", "days_from_start", "From the first day of service"),
        _median("time_to_value_expansion", "days", "Of expansions", is_first=False),
        Estimate(
            "value_by_90",
            Unit.RATIO,
            Measure("first_values", SIGNED, where=is_counted, columns=("days", "reached")),
            value_in_time,
            "nobody who signed has been watched for 90 days, or first values are not recorded",
            title="Reached value in 90 days",
        ),
        Total(
            "never_reached_value",
            Unit.COUNT,
            Measure("first_values", SIGNED, where=lambda t: is_counted(t) & ~t.reached & t.left_on.notnull()),
            title="Left before value",
        ),
    ),
    dimensions=("product", "segment", "csm", "touch_model", "manager", "cohort"),
    default_grain="quarter",
)


def _within(t: Any, column: str) -> Any:
    return t.is_first & (days_between(t[column], t.signed_on) <= IMPACT_DAYS).fill_null(False)


FIRST = Measure("first_values", SIGNED_FOR_IMPACT, where=lambda t: t.is_first)

first_business_impact = Metric(
    key="first_business_impact",
    title="First business impact",
    function="success",
    journey=("impact",),
    maturity="elevate",
    definition="The share of new customers who confirmed a first result within half a year of signing.",
    formula="customers with a confirmed outcome by day 180 ÷ customers who signed in the period",
    included="All first contracts of customers, also of those who left since.",
    excluded="Outcomes that the customer has not confirmed; they are shown apart.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "first_business_impact",
            Unit.RATIO,
            Measure("first_values", SIGNED_FOR_IMPACT, where=lambda t: _within(t, "impact_on")),
            FIRST,
            "no first contract signed in the period",
        ),
        Ratio(
            "first_business_impact_unverified",
            Unit.RATIO,
            Measure("first_values", SIGNED_FOR_IMPACT, where=lambda t: _within(t, "unconfirmed_on")),
            FIRST,
            "no first contract signed in the period",
            title="Confirmed or not",
        ),
        Quantile(
            "first_impact_attainment",
            Unit.RATIO,
            Measure(
                "first_values",
                SIGNED_FOR_IMPACT,
                value=lambda t: t.attained,
                where=lambda t: _within(t, "impact_on") & t.attained.notnull(),
            ),
            "no first outcome with a target and a value",
            title="Of the target, for the one in the middle",
        ),
    ),
    dimensions=("product", "segment", "csm", "use_case"),
    default_grain="quarter",
)

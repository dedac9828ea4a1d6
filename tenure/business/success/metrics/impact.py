"""Whether what customers reach with us holds and grows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from tenure.engine.metrics.declaring import AsOf, Better, Estimate, Measure, Metric, Ratio, Unit
from tenure.engine.relations.days import days_between

FRESH_DAYS = 120
STANDING = AsOf()


def is_fresh(t: Any) -> Any:
    """Read in the last 120 days, against a target."""
    return t.is_reached.notnull() & (days_between(t.window_close, t.on) < FRESH_DAYS)


def of_accounts(rows: Sequence[tuple[Any, ...]]) -> float | None:
    """The growth of the account in the middle, each by the mean of its outcomes: rows of account, growth, how many."""
    found: dict[Any, list[float]] = {}
    for account, growth, times in rows:
        found.setdefault(account, []).extend([growth] * times)
    return median(mean(one) for one in found.values()) if found else None


FRESH = Measure("impact_readings", STANDING, where=is_fresh)
TRACKED = Measure("impact_readings", STANDING, where=lambda t: t.is_reached.notnull())

ongoing_business_impact = Metric(
    key="ongoing_business_impact",
    title="Ongoing business impact and its growth",
    function="success",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="Of the results that customers measure with us, the share that is at its target, and how they grow.",
    formula="outcomes at or beyond their target at the latest reading ÷ outcomes read in the last 120 days",
    included="Outcomes for which less is better, the other way round. Growth compares the gain over the baseline with "
    "that of a year before, for the account in the middle.",
    excluded="Readings older than 120 days: they lower the coverage instead. Customers who left.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "ongoing_business_impact",
            Unit.RATIO,
            Measure("impact_readings", STANDING, where=lambda t: is_fresh(t) & t.is_reached),
            FRESH,
            "no outcome with a target was read in the 120 days before",
            title="At target",
        ),
        Estimate(
            "impact_growth",
            Unit.RATIO,
            Measure(
                "impact_readings",
                STANDING,
                where=lambda t: is_fresh(t) & t.growth.notnull(),
                columns=("account_id", "growth"),
            ),
            of_accounts,
            "no outcome was read both lately and a year before",
            title="Growth over a year",
        ),
        Ratio(
            "impact_coverage",
            Unit.RATIO,
            FRESH,
            TRACKED,
            "no outcome with a target is tracked",
            title="Read in the last 120 days",
        ),
    ),
    dimensions=("product", "segment", "csm", "outcome"),
    default_grain="quarter",
)

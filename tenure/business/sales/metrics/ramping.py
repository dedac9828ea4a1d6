"""How long new sellers need until they bring what they are to bring."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from tenure.engine.metrics.declaring import Better, Estimate, Flow, Measure, Metric, Outcome, Ratio, Total, Unit
from tenure.engine.statistics.survival import survival


def _months(since: date, until: date) -> float:
    """Months from one day to another, parts of a month by its days."""

    def place(day: date) -> float:
        return day.year * 12 + day.month + (day.day - 1) / monthrange(day.year, day.month)[1]

    return place(until) - place(since)


def _ramp(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    cases = []
    for hired, ramped, watched, times in rows:
        until = ramped or watched
        cases.append((max(_months(hired, until), 0.0), ramped is not None, times))
    median = survival(cases).median
    return Outcome(median, None if median is not None else "fewer than half of them have ramped up so far")


HIRED = Flow("hired_on")
NONE_HIRED = "nobody with a quota was hired in the period"

rep_ramp_time = Metric(
    key="rep_ramp_time",
    title="Time to quota attainment (ramp)",
    function="sales",
    journey=("select", "buy"),
    maturity="elevate",
    definition="How many months new sellers need until they bring what they are to bring.",
    formula="median months from the day of hiring to the end of the first month that, with the two before it, brought "
    "three months of the full quota",
    included="Everyone with a quota in ARR who was hired in the period. Who has not come so far, or left before, "
    "counts for as long as they were there (Kaplan and Meier's estimate).",
    excluded="Lower quotas of the first months: the full one counts.",
    better=Better.LOWER,
    benchmark=("a median of about 5 months for account executives in 2024", "Bridge Group, as told by PulseRevOps"),
    series=(
        Estimate("rep_ramp_time", Unit.MONTHS,
                 Measure("hired_sellers", HIRED, columns=("hired_on", "ramped_by", "watched_until")), _ramp,
                 NONE_HIRED),
        Ratio("rep_ramped_share", Unit.RATIO, Measure("hired_sellers", HIRED, where=lambda t: t.ramped_by.notnull()),
              Measure("hired_sellers", HIRED), NONE_HIRED, title="Ramped up so far"),
        Total("hired_sellers", Unit.COUNT, Measure("hired_sellers", HIRED), title="Hired"),
    ),
    dimensions=("role", "team", "segment", "hire_cohort", "manager"),
    default_grain="year",
)  # fmt: skip

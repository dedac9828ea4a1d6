"""How long projects take to go live, and how many do so when it was planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.engine.metrics.declaring import (
    Better,
    During,
    Estimate,
    Flow,
    Measure,
    Metric,
    Outcome,
    Quantile,
    Ratio,
    Unit,
)
from tenure.engine.relations.days import days_between
from tenure.engine.statistics.survival import survival

# Above this share of projects that are still on their way, the median of the others says too little.
CENSORED_SHARE = 0.2
FEW_WAIT = "at most a fifth is still on the way: the plain median tells enough"
NONE_SIGNED = "no project with a signed contract was on its way"
ONCE = Flow("on", latest_by=("id",))


def days_to_live(t: Any) -> Any:
    """Calendar days from signature to going live."""
    return days_between(t.went_live_on, t.signed_on)


def has_signed_live(t: Any) -> Any:
    """A project of which both days are known."""
    return t.signed_on.notnull()


def median_with_waiting(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    """The day by which half are live, those that still wait counted: rows of days of signature, going live and end,
    the closing day, and how many are so."""
    watched = []
    for signed, live, over, close, times in rows:
        happened = live is not None and live <= close
        last = live if happened else min(over or close, close)
        watched.append((max((last - signed).days, 0), happened, times))
    waiting = sum(times for _, happened, times in watched if not happened)
    if waiting <= CENSORED_SHARE * sum(times for *_, times in watched):
        return Outcome(None, FEW_WAIT)
    median = survival(watched).median
    return Outcome(median, None if median is not None else "less than half have gone live so far")


time_to_live = Metric(
    key="time_to_live",
    title="Time to go-live",
    function="delivery",
    journey=("onboard",),
    maturity="elevate",
    definition="How many days projects take from the signature until the customer is live, and how many go live by the "
    "day that was planned first.",
    formula="median of the days from signature to going live, of projects live in the period; on time: live by the day "
    "of the first plan ÷ projects due or live in the period",
    included="On time counts what was due and is still open. Waiting of the customer is part of it: cut by customer "
    "delay to tell those apart.",
    excluded="Projects without a signed contract have no such time, those without a planned day are neither on time "
    "nor late, and those that were over before they were due do not count.",
    better=Better.LOWER,
    benchmark=("75.7 % of projects of services firms were on time in 2024", "SPI 2024"),
    series=(
        Quantile(
            "time_to_live",
            Unit.DAYS,
            Measure("projects", Flow("went_live_on"), value=days_to_live, where=has_signed_live),
            "no project with a signed contract went live in the period",
        ),
        Estimate(
            "time_to_live_estimated",
            Unit.DAYS,
            Measure("going_live", During(), columns=("signed_on", "went_live_on", "over_on", "window_close")),
            median_with_waiting,
            NONE_SIGNED,
            title="With those still on the way",
        ),
        Ratio(
            "on_time_go_live",
            Unit.RATIO,
            Measure("planned_go_lives", ONCE, where=lambda t: t.in_time),
            Measure("planned_go_lives", ONCE),
            "no project was due or went live in the period",
            title="On time",
        ),
    ),
    dimensions=("product", "segment", "manager", "region"),
    default_grain="quarter",
)

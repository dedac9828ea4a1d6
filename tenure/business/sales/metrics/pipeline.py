"""What comes into the pipeline, what is in it, and how its close dates move."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    During,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Period, previous

COUNTED_TYPES = ("new", "expansion")
QUALIFIED, OPEN, MOVED = Flow("qualified_on"), AsOf(), Flow("since")
NONE_EXPECTED = "no deal was expected to close in the period when it began"


def is_business(t: Any) -> Any:
    """New business and expansion."""
    return t.type.isin(COUNTED_TYPES)


def _created(amount: str) -> Measure:
    return Measure("qualified_deals", QUALIFIED, value=lambda t: t[amount], where=is_business, unit=Unit.MONEY)


def _arr(where: Any = None) -> Measure:
    return Measure("pipeline", OPEN, value=lambda t: t.arr, where=where, unit=Unit.MONEY)


def _is_overdue(t: Any) -> Any:
    return t.close_date < t.window_close


def _is_due(t: Any) -> Any:
    return is_business(t) & (t.close_date >= t.window_start) & (t.close_date < t.window_end)


pipeline_created = Metric(
    key="pipeline_created",
    title="Created pipeline",
    function="sales",
    journey=("select",),
    maturity="apply",
    definition="What the deals that qualified in a period were worth on that day, and how many they were.",
    formula="sum of ARR on the day of qualification, by that day",
    included="New business and expansion. A deal without an amount on that day counts with the first that it gets "
    "within 14 days, else with nothing, and is listed.",
    excluded="Renewals and services; later changes of the amount, which are a series of their own; deals opened again.",
    better=Better.HIGHER,
    series=(
        Total("pipeline_created", Unit.MONEY, _created("arr")),
        Total("pipeline_created_count", Unit.COUNT, Measure("qualified_deals", QUALIFIED, where=is_business),
              title="Number"),
        Total("pipeline_created_tcv", Unit.MONEY, _created("tcv"), title="By total contract value"),
        Total("pipeline_created_without_amount", Unit.COUNT,
              Measure("qualified_deals", QUALIFIED, where=lambda t: is_business(t) & t.lacks_amount),
              title="Without an amount"),
        Total("pipeline_amount_change", Unit.MONEY,
              Measure("amount_changes", MOVED, value=lambda t: t.change, where=is_business, unit=Unit.MONEY),
              title="Changed later"),
    ),
    dimensions=("lead_source", "type", "rep", "segment", "product", "region", "partner"),
)  # fmt: skip

open_pipeline = Metric(
    key="open_pipeline",
    title="Open pipeline",
    function="sales",
    journey=("select",),
    maturity="apply",
    definition="What the qualified deals that were open on a day were worth then.",
    formula="sum of the ARR, as it was on the day, of qualified deals open at its end",
    included="Deals of every type; those whose close date has passed too, which are also listed apart.",
    excluded="Deals that have not qualified. Today's amounts never change the past.",
    better=Better.HIGHER,
    series=(
        Total("open_pipeline", Unit.MONEY, _arr()),
        Total("open_pipeline_count", Unit.COUNT, Measure("pipeline", OPEN), title="Number"),
        Total("open_pipeline_business", Unit.MONEY, _arr(is_business), title="New business and expansion"),
        Total("overdue_close", Unit.MONEY, _arr(_is_overdue), title="Close date has passed"),
        Total("overdue_close_count", Unit.COUNT, Measure("pipeline", OPEN, where=_is_overdue),
              title="Number with a passed close date"),
    ),
    dimensions=("stage", "type", "rep", "segment", "product", "lead_source", "expected_close"),
)  # fmt: skip


def _growth(now: Any, then: Any) -> Outcome:
    if not then:
        return Outcome(None, "nothing was created in the period before")
    return Outcome(float(Decimal(now) / Decimal(then)) - 1)


def _moving(now: Any, one: Any, two: Any, three: Any) -> Outcome:
    return _growth(now + one + two, one + two + three)


def two_before(period: Period) -> Period:
    """The period before the one before."""
    return previous(previous(period))


def three_before(period: Period) -> Period:
    """The third period before."""
    return previous(two_before(period))


def _before(key: str) -> dict[str, Input]:
    return {"now": Input(key), "then": Input(key, window=previous)}


def _last_four(key: str) -> dict[str, Input]:
    return {
        "now": Input(key), "one": Input(key, window=previous), "two": Input(key, window=two_before),
        "three": Input(key, window=three_before),
    }  # fmt: skip


funnel_growth_rate = Metric(
    key="funnel_growth_rate",
    title="Funnel growth",
    function="sales",
    journey=("select",),
    maturity="apply",
    definition="How much more pipeline was created in a period than in the one before it.",
    formula="created pipeline of the period ÷ that of the period before − 1",
    included="New business and expansion, by value and by number; the trend compares the last three periods with the "
    "three that began one earlier. A running period is compared with as many days of the one before.",
    excluded="Periods that follow one without any: unknown.",
    better=Better.HIGHER,
    series=(
        Derived("funnel_growth_rate", Unit.RATIO, _before("pipeline_created"), _growth),
        Derived("funnel_growth_rate_count", Unit.RATIO, _before("pipeline_created_count"), _growth, title="By number"),
        Derived("funnel_growth_trend", Unit.RATIO, _last_four("pipeline_created"), _moving, title="Trend"),
        Derived("funnel_growth_trend_count", Unit.RATIO, _last_four("pipeline_created_count"), _moving,
                title="Trend by number"),
    ),
    dimensions=("lead_source", "segment", "product", "team"),
)  # fmt: skip


def _was_due(t: Any) -> Any:
    return (
        (t.since < t.window_start)
        & (t.until >= t.window_start)
        & (t.close_date >= t.window_start)
        & (t.close_date < t.window_end)
    )


def _slipped(t: Any) -> Any:
    return (
        (t.was_since < t.window_start)
        & (t.was_until >= t.window_start)
        & (t.was_due >= t.window_start)
        & (t.was_due < t.window_end)
        & (t.close_date >= t.window_end)
    )


close_date_push_count = Metric(
    key="close_date_push_count",
    title="Close-date changes",
    function="sales",
    journey=("select",),
    maturity="elevate",
    definition="How often the expected close of open deals was put off to a later month, and how much of what was "
    "expected in a period slipped out of it.",
    formula="moves of the expected close to a later month; slippage: open deals expected in the period that are now "
    "expected after it ÷ deals expected in it when it began",
    included="Qualified open deals; several edits of one day are one. Any move is counted beside the pushes.",
    excluded="For pushes, moves to an earlier date or within a month.",
    better=Better.LOWER,
    series=(
        Total("close_date_push_count", Unit.COUNT, Measure("pipeline", MOVED, where=lambda t: t.is_push)),
        Total("close_date_changes", Unit.COUNT, Measure("pipeline", MOVED, where=lambda t: t.is_moved),
              title="Any change"),
        Total("open_close_date_pushes", Unit.COUNT, Measure("pipeline", OPEN, value=lambda t: t.pushes),
              title="Pushes so far of deals now open"),
        Ratio("slippage_rate", Unit.RATIO, Measure("slips", OPEN, where=_slipped),
              Measure("pipeline", During("since", "until_after"), where=_was_due), NONE_EXPECTED, title="Slippage"),
    ),
    dimensions=("rep", "stage", "segment"),
)  # fmt: skip

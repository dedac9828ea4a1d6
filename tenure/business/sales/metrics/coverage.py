"""Whether there is enough in the pipeline to reach the target of a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.business.sales.metrics.pipeline import is_business
from tenure.business.sales.metrics.winning import CLOSED, is_won
from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    During,
    Input,
    Measure,
    Metric,
    Outcome,
    Total,
    Unit,
)
from tenure.engine.relations.days import days_between
from tenure.engine.relations.rounding import converted_share


def _is_due(t: Any) -> Any:
    return is_business(t) & (t.close_date >= t.window_start) & (t.close_date < t.window_end)


def _share(t: Any) -> Any:
    """The part of a quota that falls to the days of the period, whole days of both."""
    since = (t.since >= t.window_start).ifelse(t.since, t.window_start)
    until = (t.until <= t.window_end).ifelse(t.until, t.window_end)
    return converted_share(t.amount, times=days_between(until, since), divided=t.term_days)


def _coverage(due: Decimal, target: Decimal, won: Decimal) -> Outcome:
    if not target:
        return Outcome(None, "no target in ARR is set for the period")
    if target <= won:
        return Outcome(None, "the target is met")
    return Outcome(float(due / (target - won)))


pipeline_coverage = Metric(
    key="pipeline_coverage",
    title="Pipeline coverage",
    function="sales",
    journey=("select",),
    maturity="elevate",
    definition="How many times what is still missing to the target of a period is open and expected in it.",
    formula="open ARR with a close date in the period ÷ (target of the period − ARR already won in it)",
    included="New business and expansion that qualified; quotas in ARR, by the days of the period that they cover.",
    excluded="Deals expected outside the period. Once the target is met there is nothing to cover.",
    better=Better.TARGET,
    series=(
        Derived(
            "pipeline_coverage",
            Unit.SCORE,
            {"due": Input("pipeline_due"), "target": Input("pipeline_target"), "won": Input("pipeline_won")},
            _coverage,
        ),
        Total(
            "pipeline_due",
            Unit.MONEY,
            Measure("pipeline", AsOf(), value=lambda t: t.arr, where=_is_due, unit=Unit.MONEY),
            title="Expected in the period",
        ),
        Total(
            "pipeline_target",
            Unit.MONEY,
            Measure("quota_days", During(), value=_share, unit=Unit.MONEY),
            title="Target",
        ),
        Total(
            "pipeline_won",
            Unit.MONEY,
            Measure("opportunities", CLOSED, value=lambda t: t.arr, where=is_won, unit=Unit.MONEY),
            title="Already won",
        ),
    ),
    dimensions=("rep", "team", "segment"),
    benchmark=("3 to 4", "a rule of thumb of sales management"),
    default_grain="quarter",
)

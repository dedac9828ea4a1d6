"""What is renewed of what is due, and whether in time."""

from __future__ import annotations

from typing import Any

import ibis

from tenure.business.success.relations.renewals import RENEWED
from tenure.engine.metrics.declaring import Ahead, Better, Flow, Measure, Metric, Ratio, Total, Unit
from tenure.engine.relations.days import days_between

CUTS = ("csm", "segment", "product", "region", "plan", "touch_model")
DUE_IN_PERIOD = Flow("due_on")
NOTHING_DUE = "no contract ran out in the period"
CALM_DAYS = 7
COVERED_DAYS = 180


def is_renewed(t: Any) -> Any:
    """Renewed, in time or late."""
    return t.outcome == RENEWED


def is_on_time(t: Any) -> Any:
    """Renewed by the last day of the term."""
    return is_renewed(t) & (t.closed_on <= t.due_on)


def is_calm(t: Any) -> Any:
    """Renewed a week before the last day of the term, or earlier."""
    return is_renewed(t) & (days_between(t.due_on, t.closed_on) >= CALM_DAYS)


def _count(where: Any = None) -> Measure:
    return Measure("renewals", DUE_IN_PERIOD, where=where)


def _arr(value: Any, where: Any = None) -> Measure:
    return Measure("renewals", DUE_IN_PERIOD, value=value, where=where, unit=Unit.MONEY)


DUE, RENEWED_COUNT = _count(), _count(is_renewed)
ARR_DUE = _arr(lambda t: t.arr_due)
ARR_RENEWED = _arr(lambda t: t.arr_renewed)

renewal_rate = Metric(
    key="renewal_rate",
    title="Renewal rate (logo, gross, net)",
    function="success",
    journey=("impact", "scale"),
    maturity="elevate",
    definition="Of the contracts that ran out in a period, how many customers, and how much of their ARR, went on.",
    formula="renewed ÷ due; gross: the smaller of renewed and due ARR ÷ due ARR; net: renewed ARR ÷ due ARR",
    included="Every term that ends in the period, whenever it was renewed; lines and contracts of an account that end "
    "together are one renewal. Past due and still open counts as not renewed so far.",
    excluded="Contracts from month to month, and contracts that were ended before their term was over.",
    better=Better.HIGHER,
    benchmark=("gross above 0.85 is healthy, the best reach 0.90", "Domestique"),
    series=(
        Ratio("renewal_rate", Unit.RATIO, RENEWED_COUNT, DUE, NOTHING_DUE, title="Logo"),
        Ratio(
            "renewal_rate_gross",
            Unit.RATIO,
            _arr(lambda t: ibis.least(t.arr_renewed, t.arr_due)),
            ARR_DUE,
            NOTHING_DUE,
            title="Gross",
        ),
        Ratio("renewal_rate_net", Unit.RATIO, ARR_RENEWED, ARR_DUE, NOTHING_DUE, title="Net"),
        Total("renewals_due", Unit.COUNT, DUE, title="Due"),
        Total("renewals_open_past_due", Unit.COUNT, _count(lambda t: t.outcome == "open"), title="Due and still open"),
        Total("renewal_arr_due", Unit.MONEY, ARR_DUE, title="ARR due"),
        Total("renewal_arr_renewed", Unit.MONEY, ARR_RENEWED, title="ARR renewed"),
    ),
    dimensions=CUTS,
)

on_time_renewal_rate = Metric(
    key="on_time_renewal_rate",
    title="On-time renewal rate",
    function="success",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="Of the contracts that ran out in a period, the share that was renewed by their last day.",
    formula="renewed by the last day of the term ÷ all that were due in the period",
    included="Due are also those that left, came late or are still open. What renews by itself without notice counts "
    "on the last day for notice; an early renewal counts in the period in which it was due.",
    excluded="Contracts from month to month, and contracts that were ended before their term was over.",
    better=Better.HIGHER,
    benchmark=("0.85 to 0.95 is ideal", "KPI Depot"),
    series=(
        Ratio("on_time_renewal_rate", Unit.RATIO, _count(is_on_time), DUE, NOTHING_DUE),
        Ratio(
            "on_time_renewal_rate_arr",
            Unit.RATIO,
            _arr(lambda t: t.arr_due, is_on_time),
            ARR_DUE,
            NOTHING_DUE,
            title="By ARR due",
        ),
        Ratio(
            "on_time_of_renewed",
            Unit.RATIO,
            _count(is_on_time),
            RENEWED_COUNT,
            "nothing that was due in the period is renewed",
            title="Of those renewed",
        ),
        Ratio("calm_renewal_rate", Unit.RATIO, _count(is_calm), DUE, NOTHING_DUE, title="A week ahead"),
        Total("renewals_auto", Unit.COUNT, _count(lambda t: t.how == "auto"), title="Renewed by themselves"),
    ),
    dimensions=CUTS,
)

SOON = Ahead("due_on", days=COVERED_DAYS)
DUE_SOON = Measure("renewals", SOON)

renewal_opportunity_coverage = Metric(
    key="renewal_opportunity_coverage",
    title="Renewal opportunities ahead of time",
    function="success",
    journey=("impact",),
    maturity="elevate",
    definition="Of the contracts that run out within the next half year, the share that has a renewal opportunity.",
    formula="renewals due in the next 180 days with an opportunity ÷ renewals due in the next 180 days",
    included="Customers who gave notice too: their opportunity is closed as lost. One opportunity is enough for all "
    "contracts of an account that end on the same day.",
    excluded="Contracts from month to month.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "renewal_opportunity_coverage",
            Unit.RATIO,
            Measure("renewals", SOON, where=lambda t: t.first_deal_on <= t.window_close),
            DUE_SOON,
            "no contract runs out in the 180 days after",
        ),
        Total("renewals_due_soon", Unit.COUNT, DUE_SOON, title="Due in 180 days"),
    ),
    dimensions=("segment", "csm"),
)

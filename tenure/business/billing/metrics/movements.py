"""Movements of MRR, and the retention of a cohort of customers between two days."""

from __future__ import annotations

from typing import Any

import ibis

from tenure.engine.metrics.declaring import (
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Pair,
    Ratio,
    Series,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import trailing

CUTS = ("segment", "product", "plan", "region", "csm", "lead_source", "reason")
TYPES = {
    "new": ("new_mrr", "New"),
    "expansion": ("expansion_mrr", "Expansion"),
    "reactivation": ("reactivation_mrr", "Reactivation"),
    "contraction": ("contraction_mrr", "Contraction"),
    "churn": ("churned_mrr", "Churn"),
    "fx": ("fx_mrr", "Exchange rates"),
}


def _of(kind: str) -> Measure:
    return Measure(
        "mrr_movements", Flow("on"), value=lambda t: t.amount, where=lambda t: t.type == kind, unit=Unit.MONEY
    )


def _net(new: Any, expansion: Any, reactivation: Any, contraction: Any, churn: Any, fx: Any) -> Any:
    return new + expansion + reactivation - contraction - churn + fx


mrr_movements = Metric(
    key="mrr_movements",
    title="MRR movements",
    function="billing",
    journey=("buy", "scale", "offboard"),
    maturity="elevate",
    definition="Why MRR at the end of a period differs from that at its beginning.",
    formula="per account and day the change of its MRR, called by what it was before and after",
    included="Every change of what an account pays per month, on the day it takes effect; amounts are positive.",
    excluded="Refunds, one-time fees and changes within a day that cancel out.",
    better=Better.HIGHER,
    benchmark=("the five movements are the usual taxonomy", "ChartMogul"),
    series=(
        *(Total(key, Unit.MONEY, _of(kind), title=title) for kind, (key, title) in TYPES.items()),
        Derived(
            "net_new_mrr",
            Unit.MONEY,
            {kind: Input(key) for kind, (key, _) in TYPES.items()},
            _net,
            title="Net new",
        ),
    ),
    dimensions=CUTS,
)

OVER_A_YEAR = trailing(months=12)
COHORT = Pair("mrr", held="mrr_fx", window=OVER_A_YEAR)
NO_CUSTOMERS = "no customers at the opening"


def _is_in_cohort(t: Any) -> Any:
    return t.opening > 0


def _opening(pair: Pair) -> Measure:
    return Measure("recurring_lines", pair, value=lambda t: t.opening, where=_is_in_cohort, unit=Unit.MONEY)


def _kept(pair: Pair) -> Measure:
    return Measure(
        "recurring_lines",
        pair,
        value=lambda t: ibis.least(t.opening, t.closing),
        where=_is_in_cohort,
        unit=Unit.MONEY,
    )


def gross(key: str, pair: Pair, title: str = "") -> Series:
    """Gross retention over a window."""
    return Ratio(key, Unit.RATIO, _kept(pair), _opening(pair), NO_CUSTOMERS, title=title)


gross_revenue_retention = Metric(
    key="gross_revenue_retention",
    title="Gross revenue retention (GRR)",
    function="billing",
    journey=("impact", "offboard"),
    maturity="elevate",
    definition="How much of what customers paid a year ago they still pay, not counting what any of them pays more.",
    formula="sum over the opening customers of the smaller of opening and closing MRR ÷ their opening MRR",
    included="All customers at the opening; a loss that was won back within the window is none.",
    excluded="Customers who came later, growth, and changes of exchange rates.",
    better=Better.HIGHER,
    benchmark=("lower quarter 82 %, median 91 %, upper quarter 95 %", "KBCM 2024"),
    series=(gross("gross_revenue_retention", COHORT),),
    dimensions=("segment", "product", "region", "csm", "touch_model", "plan"),
)

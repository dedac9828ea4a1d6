"""Movements of MRR between two days, by their sort."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tenure.business.billing.metrics.recurring import MRR_LINES
from tenure.engine.metrics.declaring import AsOf, Better, Derived, Flow, Input, Measure, Metric, Total, Unit
from tenure.engine.metrics.periods import before

CUTS = ("segment", "product", "plan", "region", "csm", "lead_source", "reason")
TYPES = {
    "new": ("new_mrr", "New"),
    "expansion": ("expansion_mrr", "Expansion"),
    "reactivation": ("reactivation_mrr", "Reactivation"),
    "contraction": ("contraction_mrr", "Contraction"),
    "churn": ("churned_mrr", "Churn"),
    "fx": ("fx_mrr", "Exchange rates"),
}


# The day before the period, whose end opens it.
MRR_AT_OPENING = replace(MRR_LINES, time=AsOf(window=before))


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
        Total("opening_mrr", Unit.MONEY, MRR_AT_OPENING, title="Opening"),
        Total("closing_mrr", Unit.MONEY, MRR_LINES, title="Closing"),
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

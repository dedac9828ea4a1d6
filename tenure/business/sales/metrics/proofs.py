"""How often a proof of concept leads to a deal, and how long it takes."""

from __future__ import annotations

from typing import Any

from tenure.business.sales.metrics.winning import CLOSED, COUNTED_TYPES
from tenure.engine.metrics.declaring import Better, Measure, Metric, Quantile, Ratio, Total, Unit


def _is_decided(t: Any) -> Any:
    return t.type.isin(COUNTED_TYPES) & t.outcome.isin(["won", "lost"])


def _is_won(t: Any) -> Any:
    return t.type.isin(COUNTED_TYPES) & (t.outcome == "won") & t.is_completed


NONE = "no opportunity with a proof of concept closed in the period"

poc_win_rate = Metric(
    key="poc_win_rate",
    title="Proof-of-concept win rate",
    function="sales",
    journey=("select",),
    maturity="elevate",
    definition="Of the decided deals in which the customer tried the product first, the share that was won.",
    formula="won with a completed proof of concept ÷ closed with one begun, by the day of closing",
    included="Deals that are marked so, or that were in a stage called so (poc_stages). One that was given up counts "
    "as lost, even if the deal was won.",
    excluded="Open deals, renewals and services.",
    better=Better.HIGHER,
    series=(
        Ratio("poc_win_rate", Unit.RATIO, Measure("proofs_of_concept", CLOSED, where=_is_won),
              Measure("proofs_of_concept", CLOSED, where=_is_decided), NONE),
        Quantile("poc_duration", Unit.DAYS,
                 Measure("proofs_of_concept", CLOSED, value=lambda t: t.proof_days, where=_is_decided),
                 "no such opportunity closed in the period of which the beginning is known",
                 title="Days until the decision"),
        Total("poc_decided", Unit.COUNT, Measure("proofs_of_concept", CLOSED, where=_is_decided), title="Decided"),
    ),
    dimensions=("product", "segment", "rep"),
)  # fmt: skip

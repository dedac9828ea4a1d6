"""Movements of MRR between two days, by their sort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tenure.business.billing.metrics.recurring import MRR_LINES
from tenure.engine.metrics.declaring import AsOf, Better, Derived, Flow, Input, Measure, Metric, Pair, Total, Unit
from tenure.engine.metrics.periods import before

CUTS = ("type", "segment", "product", "plan", "region", "csm", "lead_source", "reason")
TYPES = {
    "new": ("new_mrr", "New"),
    "expansion": ("expansion_mrr", "Expansion"),
    "reactivation": ("reactivation_mrr", "Reactivation"),
    "contraction": ("contraction_mrr", "Contraction"),
    "churn": ("churned_mrr", "Churn"),
    "fx": ("fx_mrr", "Exchange rates"),
}
AGREED = tuple(kind for kind in TYPES if kind != "fx")
MONTHS_A_YEAR = 12

# The day before the period, whose end opens it.
MRR_AT_OPENING = replace(MRR_LINES, time=AsOf(window=before))
BALANCES = Pair("mrr", by=("account_id", "first_on"), held="mrr_fx")


def _moved(where: Callable[[Any], Any], value: Any) -> Measure:
    """Movements that fit, and all of which nobody can say whether they do."""
    return Measure("mrr_movements", Flow("on"), value=value, where=lambda t: where(t) | t.lacks_rate, unit=Unit.MONEY)


def _of(kind: str) -> Measure:
    return _moved(lambda t: t.type == kind, lambda t: t.amount)


def _net(new: Any, expansion: Any, reactivation: Any, contraction: Any, churn: Any) -> Any:
    return new + expansion + reactivation - contraction - churn


def _transferred(opening: Any, closing: Any, fx: Any, arrived: Any, left: Any, **moved: Any) -> Any:
    return closing - opening - _net(**moved) - fx - arrived + left


def _in_a_year(monthly: Decimal) -> Any:
    return monthly * MONTHS_A_YEAR


def _is_come(t: Any) -> Any:
    return (t.whole_opening == 0) & (t.whole_closing > 0)


def _is_kept(t: Any) -> Any:
    return (t.whole_opening > 0) & (t.whole_closing > 0)


# What the period was to an account as a whole, and whether its amount is told as a loss.
NET_TYPES: dict[str, tuple[Callable[[Any], Any], int]] = {
    "new": (lambda t: _is_come(t) & (t.first_on >= t.window_start), 1),
    "expansion": (lambda t: _is_kept(t) & (t.whole_closing > t.whole_opening), 1),
    "reactivation": (lambda t: _is_come(t) & (t.first_on < t.window_start), 1),
    "contraction": (lambda t: _is_kept(t) & (t.whole_closing < t.whole_opening), -1),
    "churn": (lambda t: (t.whole_opening > 0) & (t.whole_closing == 0), -1),
}


def _over_period(kind: str) -> Total:
    key, title = TYPES[kind]
    where, sign = NET_TYPES[kind]
    of = Measure(
        "recurring_lines",
        BALANCES,
        value=lambda t: (t.closing - t.opening) * sign,
        where=where,
        unit=Unit.MONEY,
    )
    return Total(f"{key}_net", Unit.MONEY, of, title=f"{title}, one per account and period")


YEARLY = {
    **dict(TYPES.values()),
    "net_new_mrr": "Net new",
    "opening_mrr": "Opening",
    "closing_mrr": "Closing",
}

mrr_movements = Metric(
    key="mrr_movements",
    title="MRR movements",
    function="billing",
    journey=("buy", "scale", "offboard"),
    maturity="elevate",
    definition="Why MRR at the end of a period differs from that at its beginning.",
    formula="per account and day the change of its MRR, called by what it was before and after; "
    "net new = new + expansion + reactivation − contraction − churn = closing − opening − exchange rates",
    included="Every change of what an account pays per month, on the day it takes effect; amounts are positive. "
    "Cut by product, a swap at equal MRR leaves one and arrives at the other; cut by segment, accounts that change "
    "theirs are told as transfers.",
    excluded="Refunds, one-time fees and changes within a day that cancel out.",
    better=Better.HIGHER,
    benchmark=("the five movements are the usual taxonomy", "ChartMogul"),
    series=(
        *(Total(key, Unit.MONEY, _of(kind), title=title) for kind, (key, title) in TYPES.items()),
        Total("opening_mrr", Unit.MONEY, MRR_AT_OPENING, title="Opening"),
        Total("closing_mrr", Unit.MONEY, MRR_LINES, title="Closing"),
        Derived("net_new_mrr", Unit.MONEY, {kind: Input(TYPES[kind][0]) for kind in AGREED}, _net, title="Net new"),
        Total(
            "migration_in",
            Unit.MONEY,
            _moved(lambda t: (t.type == "migration") & (t.amount > 0), lambda t: t.amount),
            title="Swapped in from other products",
        ),
        Total(
            "migration_out",
            Unit.MONEY,
            _moved(lambda t: (t.type == "migration") & (t.amount < 0), lambda t: -t.amount),
            title="Swapped out to other products",
        ),
        Derived(
            "transferred_mrr",
            Unit.MONEY,
            {
                "opening": Input("opening_mrr"),
                "closing": Input("closing_mrr"),
                **{kind: Input(key) for kind, (key, _) in TYPES.items()},
                "arrived": Input("migration_in"),
                "left": Input("migration_out"),
            },
            _transferred,
            title="Transferred between groups",
        ),
        *(_over_period(kind) for kind in AGREED),
        *(
            Derived(
                key.replace("_mrr", "_arr"),
                Unit.MONEY,
                {"monthly": Input(key)},
                _in_a_year,
                title=f"{title}, ARR",
            )
            for key, title in YEARLY.items()
        ),
    ),
    dimensions=CUTS,
)

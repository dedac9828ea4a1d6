"""How much of what a cohort of customers paid stays: at its end points, whatever happens in between."""

from __future__ import annotations

from functools import cache
from typing import Any

import ibis

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Pair,
    Ratio,
    Series,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Window, own, trailing

YEAR, QUARTER = trailing(months=12), trailing(months=3)
MONTHS_A_YEAR = 12
NO_CUSTOMERS = "no customers at the opening"
CUTS = ("segment", "product", "region", "csm", "touch_model", "plan", "cohort")
# Key, window and words of each window that retention is told over.
WINDOWS: tuple[tuple[str, Window, str], ...] = (
    ("", YEAR, ""),
    ("_quarterly", QUARTER, "Over three months"),
    ("_monthly", trailing(months=1), "Over a month"),
    ("_in_period", own, "Over the period itself"),
)


def balances(window: Window) -> Pair:
    """Each account's MRR at both ends of a window, exchange rates held."""
    return Pair("mrr", held="mrr_fx", window=window)


def is_in_cohort(t: Any) -> Any:
    """A customer at the opening."""
    return t.opening > 0


@cache
def opening(window: Window) -> Measure:
    """What the cohort paid at the opening."""
    return Measure("recurring_lines", balances(window), value=lambda t: t.opening, where=is_in_cohort, unit=Unit.MONEY)


@cache
def kept(window: Window) -> Measure:
    """What of it each still pays at the closing, growth left out."""
    return Measure(
        "recurring_lines",
        balances(window),
        value=lambda t: ibis.least(t.opening, t.closing),
        where=is_in_cohort,
        unit=Unit.MONEY,
    )


@cache
def closing(window: Window) -> Measure:
    """What the cohort pays at the closing, growth included."""
    return Measure("recurring_lines", balances(window), value=lambda t: t.closing, where=is_in_cohort, unit=Unit.MONEY)


def retained(key: str, top: Any) -> tuple[Series, ...]:
    """A rate of retention over each window."""
    return tuple(
        Ratio(key + tail, Unit.RATIO, top(window), opening(window), NO_CUSTOMERS, title=title)
        for tail, window, title in WINDOWS
    )


def _loss(kept_share: float) -> float:
    return 1 - kept_share


def lost(key: str, of: str) -> tuple[Series, ...]:
    """One less a rate of retention, over each window."""
    return tuple(
        Derived(key + tail, Unit.RATIO, {"kept_share": Input(of + tail)}, _loss, title=title)
        for tail, _, title in WINDOWS
    )


def _over_opening(moved: Any, opened: Any) -> Any:
    return Outcome(float(moved / opened), None, moved, opened) if opened else Outcome(None, NO_CUSTOMERS)


def _ledger_kept(contraction: Any, churn: Any, opened: Any) -> Any:
    return Outcome(1 - float((contraction + churn) / opened)) if opened else Outcome(None, NO_CUSTOMERS)


def _ledger_lost(contraction: Any, churn: Any, opened: Any) -> Any:
    return _over_opening(contraction + churn, opened)


def _ledger_net(contraction: Any, churn: Any, expansion: Any, reactivation: Any, opened: Any) -> Any:
    return _over_opening(contraction + churn - expansion - reactivation, opened)


OPENED = Input("opening_mrr", window=YEAR)
LOSSES = {"contraction": Input("contraction_mrr", window=YEAR), "churn": Input("churned_mrr", window=YEAR)}
GAINS = {"expansion": Input("expansion_mrr", window=YEAR), "reactivation": Input("reactivation_mrr", window=YEAR)}

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
    series=(
        *retained("gross_revenue_retention", kept),
        Derived("grr_ledger", Unit.RATIO, {**LOSSES, "opened": OPENED}, _ledger_kept, title="By movements"),
    ),
    dimensions=CUTS,
    aliases={"grr": "gross_revenue_retention", "revenue_customer_retention": "gross_revenue_retention"},
)

net_revenue_retention = Metric(
    key="net_revenue_retention",
    title="Net revenue retention (NRR)",
    function="billing",
    journey=("impact", "scale", "offboard"),
    maturity="optimize",
    definition="What customers of a year ago pay today, of what they paid then.",
    formula="closing MRR of the opening customers ÷ their opening MRR",
    included="Expansion, price changes, contraction and churn of the opening customers.",
    excluded="Customers who came or came back later, and changes of exchange rates.",
    better=Better.HIGHER,
    benchmark=("median 101 % in 2024", "Benchmarkit 2025"),
    series=retained("net_revenue_retention", closing),
    dimensions=CUTS,
    aliases={"nrr": "net_revenue_retention"},
)


def _annual(monthly: float) -> float:
    return 1 - (1 - monthly) ** MONTHS_A_YEAR


gross_churn_rate = Metric(
    key="gross_churn_rate",
    title="Gross churn of revenue",
    function="billing",
    journey=("offboard",),
    maturity="elevate",
    definition="Which part of what customers paid a year ago is gone, whether they left or pay less.",
    formula="1 − gross revenue retention of the same window",
    included="Contraction of customers who stay.",
    excluded="As for gross revenue retention.",
    better=Better.LOWER,
    series=(
        *lost("gross_churn_rate", "gross_revenue_retention"),
        Derived(
            "gross_churn_rate_ledger", Unit.RATIO, {**LOSSES, "opened": OPENED}, _ledger_lost, title="By movements"
        ),
        Ratio(
            "churned_mrr_rate",
            Unit.RATIO,
            Measure(
                "recurring_lines",
                balances(YEAR),
                value=lambda t: t.opening,
                where=lambda t: is_in_cohort(t) & (t.closing == 0),
                unit=Unit.MONEY,
            ),
            opening(YEAR),
            NO_CUSTOMERS,
            title="Of those who left",
        ),
        Derived(
            "gross_churn_rate_annualised",
            Unit.RATIO,
            {"monthly": Input("gross_churn_rate_monthly")},
            _annual,
            title="A year at the month's rate",
        ),
    ),
    dimensions=CUTS,
)

net_churn_rate = Metric(
    key="net_churn_rate",
    title="Net churn of revenue",
    function="billing",
    journey=("offboard", "scale"),
    maturity="elevate",
    definition="Which part of what customers paid a year ago is gone after counting what the others pay more.",
    formula="1 − net revenue retention of the same window; negative where they pay more than before",
    included="As for net revenue retention.",
    excluded="As for net revenue retention.",
    better=Better.LOWER,
    series=(
        *lost("net_churn_rate", "net_revenue_retention"),
        Derived(
            "net_churn_rate_ledger",
            Unit.RATIO,
            {**LOSSES, **GAINS, "opened": OPENED},
            _ledger_net,
            title="By movements",
        ),
    ),
    dimensions=CUTS,
)


@cache
def members(window: Window, *, who_stay: bool) -> Measure:
    """How many the cohort had, or has left."""
    if who_stay:
        return Measure("recurring_lines", balances(window), where=lambda t: is_in_cohort(t) & (t.closing > 0))
    return Measure("recurring_lines", balances(window), where=is_in_cohort)


logo_retention_rate = Metric(
    key="logo_retention_rate",
    title="Retention of customers",
    function="billing",
    journey=("impact", "offboard"),
    maturity="elevate",
    definition="Of the customers of a year ago, the share that still pays anything.",
    formula="opening customers with MRR above zero at the closing ÷ opening customers",
    included="Customers who pay less than before.",
    excluded="Customers who came later.",
    better=Better.HIGHER,
    series=tuple(
        Ratio(
            "logo_retention_rate" + tail,
            Unit.RATIO,
            members(window, who_stay=True),
            members(window, who_stay=False),
            NO_CUSTOMERS,
            title=title,
        )
        for tail, window, title in WINDOWS
    ),
    dimensions=CUTS,
)


def _came_and_went(kind: str) -> Measure:
    def where(t: Any) -> Any:
        return t.type == kind

    return Measure("customer_moves", Flow("on"), where=where)


def _events_over_opening(gone: int, opened: int) -> Any:
    return Outcome(gone / opened, None, gone, opened) if opened else Outcome(None, NO_CUSTOMERS)


logo_churn_rate = Metric(
    key="logo_churn_rate",
    title="Churn of customers",
    function="billing",
    journey=("buy", "offboard"),
    maturity="elevate",
    definition="Of the customers of a year ago, the share that pays nothing any more; and how the count moved.",
    formula="1 − retention of customers; opening + new + returned − churned = closing",
    included="Customers whose service ended, on the day after its last.",
    excluded="Customers who gave notice and are still served; a cancellation taken back the same day.",
    better=Better.LOWER,
    benchmark=("a year: lower quarter 5 %, median 13 %, upper quarter 20 %", "KBCM 2024"),
    series=(
        *lost("logo_churn_rate", "logo_retention_rate"),
        Derived(
            "logo_churn_rate_ledger",
            Unit.RATIO,
            {"gone": Input("churned_customers", window=YEAR), "opened": Input("opening_customers", window=YEAR)},
            _events_over_opening,
            title="By departures",
        ),
        Total("new_customers", Unit.COUNT, _came_and_went("new"), title="New"),
        Total("reactivated_customers", Unit.COUNT, _came_and_went("reactivation"), title="Returned"),
        Total("churned_customers", Unit.COUNT, _came_and_went("churn"), title="Churned"),
        Total(
            "churn_notice_mrr",
            Unit.MONEY,
            Measure("contracted_lines", AsOf(since="in_service_from"), value=lambda t: t.mrr, unit=Unit.MONEY),
            title="MRR of those who gave notice and are still served",
        ),
    ),
    dimensions=CUTS,
    aliases={"churn_rate": "logo_churn_rate"},
)

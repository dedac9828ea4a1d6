"""What growth costs: cash per new ARR, and sales and marketing per new customer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.business.finance.metrics.settings import NEW_BUSINESS_SHARE
from tenure.engine.metrics.declaring import Better, Derived, Flow, Input, Measure, Metric, Outcome, Total, Unit
from tenure.engine.metrics.periods import trailing
from tenure.engine.relations.viewpoint import Viewpoint

YEAR = trailing(months=12)
SHRINKING, GENERATING = "shrinking", "generating"
NO_COST = "no cost of sales or marketing is recorded in the period"
# What part of sales and marketing is for new business: the company says; quotas do not tell it apart.
BLENDED = "blended: what part is for new customers is not recorded, so all cost counts"


def _multiple(burnt: Decimal, won: Decimal) -> Any:
    if burnt <= 0:
        return Outcome(0.0, GENERATING, burnt, won)
    if won <= 0:
        return Outcome(None, SHRINKING, burnt, won)
    return Outcome(float(burnt / won), None, burnt, won)


burn_multiple = Metric(
    key="burn_multiple",
    title="Burn multiple",
    function="company",
    journey=("scale",),
    maturity="apply",
    definition="How much cash is burnt for each unit of ARR that is added.",
    formula="net burn of the period ÷ net new ARR of the period",
    included="Told over the period and over twelve months; where cash is generated, 0.",
    excluded="What financing brings or takes; exchange rates at renewal.",
    better=Better.LOWER,
    benchmark=("below 1 amazing, to 1.5 great, to 2 good, to 3 suspect, above bad", "David Sacks"),
    series=(
        Derived("burn_multiple", Unit.MULTIPLE, {"burnt": Input("net_burn"), "won": Input("net_new_arr")}, _multiple),
        Derived(
            "burn_multiple_trailing",
            Unit.MULTIPLE,
            {"burnt": Input("net_burn", window=YEAR), "won": Input("net_new_arr", window=YEAR)},
            _multiple,
            title="Over twelve months",
        ),
    ),
    default_grain="quarter",
)


def _share(view: Viewpoint) -> tuple[Decimal, str | None]:
    """What part of the cost is for new customers, and what to bear in mind of it."""
    held = view.setting(NEW_BUSINESS_SHARE)
    return (Decimal(1), BLENDED) if held is None else (Decimal(str(held)), None)


def _new_part(cost: Decimal, entries: int, view: Viewpoint) -> Any:
    if not entries:
        return Outcome(None, NO_COST)
    share, reason = _share(view)
    return Outcome(cost * share, reason)


def _per_customer(cost: Decimal, customers: int) -> Any:
    if not customers:
        return Outcome(None, "no new customer in the period", cost, customers)
    return Outcome(cost / customers, None, cost, customers)


def _cac(cost: Decimal, entries: int, customers: int, view: Viewpoint) -> Any:
    if not entries:
        return Outcome(None, NO_COST)
    share, reason = _share(view)
    found = _per_customer(cost * share, customers)
    return Outcome(found.value, found.reason or reason, found.numerator, found.denominator)


def _cac_blended(cost: Decimal, entries: int, customers: int) -> Any:
    return _per_customer(cost, customers) if entries else Outcome(None, NO_COST)


COST, ENTRIES, CUSTOMERS = Input("selling_cost"), Input("selling_cost_entries"), Input("new_customers")
OVER_A_YEAR = {
    "cost": Input("selling_cost", window=YEAR),
    "entries": Input("selling_cost_entries", window=YEAR),
    "customers": Input("new_customers", window=YEAR),
}

cac = Metric(
    key="cac",
    title="Customer acquisition cost (CAC)",
    function="company",
    journey=("buy",),
    maturity="elevate",
    definition="What sales and marketing cost for each customer won.",
    formula="cost of sales and marketing for new customers ÷ accounts that pay for the first time ever",
    included="Salaries, commissions, programs and tools of sales and marketing, as the ledger has them.",
    excluded="Customer success, onboarding, and customers who came back.",
    better=Better.LOWER,
    series=(
        Derived("cac", Unit.MONEY, {"cost": COST, "entries": ENTRIES, "customers": CUSTOMERS}, _cac),
        Derived(
            "cac_blended",
            Unit.MONEY,
            {"cost": COST, "entries": ENTRIES, "customers": CUSTOMERS},
            _cac_blended,
            title="Blended: all cost",
        ),
        Derived("cac_trailing", Unit.MONEY, OVER_A_YEAR, _cac, title="Over twelve months"),
        Derived(
            "new_selling_cost", Unit.MONEY, {"cost": COST, "entries": ENTRIES}, _new_part, title="For new business"
        ),
        Total(
            "selling_cost",
            Unit.MONEY,
            Measure("selling_costs", Flow("on"), value=lambda t: t.amount, unit=Unit.MONEY),
            title="Sales and marketing",
        ),
        Total("selling_cost_entries", Unit.COUNT, Measure("selling_costs", Flow("on")), title="Entries of the ledger"),
    ),
    default_grain="quarter",
)


def _over_arr(cost: Decimal, arr: Decimal, reason: str | None) -> Any:
    if arr <= 0:
        return Outcome(None, "no ARR was won in the period", cost, arr)
    return Outcome(float(cost / arr), reason, cost, arr)


def _new_ratio(cost: Decimal, entries: int, won: Decimal, view: Viewpoint) -> Any:
    if not entries:
        return Outcome(None, NO_COST)
    share, reason = _share(view)
    return _over_arr(cost * share, won, reason)


def _blended_ratio(cost: Decimal, entries: int, won: Decimal, grown: Decimal) -> Any:
    return _over_arr(cost, won + grown, None) if entries else Outcome(None, NO_COST)


new_cac_ratio = Metric(
    key="new_cac_ratio",
    title="CAC ratio",
    function="company",
    journey=("buy", "scale"),
    maturity="elevate",
    definition="What sales and marketing cost for each unit of ARR won.",
    formula="cost for new customers ÷ ARR of new customers; blended: all cost ÷ (new ARR + expansion ARR)",
    included="Sales and marketing as the ledger has them.",
    excluded="Customer success, and ARR of customers who came back.",
    better=Better.LOWER,
    benchmark=("new: median 2.00 in 2024", "Benchmarkit 2025"),
    series=(
        Derived(
            "new_cac_ratio",
            Unit.MULTIPLE,
            {"cost": COST, "entries": ENTRIES, "won": Input("new_arr")},
            _new_ratio,
        ),
        Derived(
            "new_cac_ratio_blended",
            Unit.MULTIPLE,
            {"cost": COST, "entries": ENTRIES, "won": Input("new_arr"), "grown": Input("expansion_arr")},
            _blended_ratio,
            title="Blended",
        ),
    ),
    default_grain="quarter",
)

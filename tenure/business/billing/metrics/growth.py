"""How recurring revenue grows, and of which customers and products it is made."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import Better, Derived, Input, Metric, Outcome, Spread, Unit
from tenure.engine.metrics.periods import trailing, whose_opening_closes

MONTHS_A_YEAR, MONTHS_A_QUARTER = 12, 3
BEFORE = "there was no ARR to grow from"


def _growth(now: Decimal, then: Decimal) -> Any:
    return Outcome(float(now / then) - 1, None, now, then) if then > 0 else Outcome(None, BEFORE)


def _monthly(now: Decimal, then: Decimal) -> Any:
    if then <= 0 or now <= 0:
        return Outcome(None, BEFORE)
    return (float(now) / float(then)) ** (1 / MONTHS_A_YEAR) - 1


YEAR_AGO = Input("arr", window=whose_opening_closes(trailing(months=MONTHS_A_YEAR)))
QUARTER_AGO = Input("arr", window=whose_opening_closes(trailing(months=MONTHS_A_QUARTER)))

arr_growth = Metric(
    key="arr_growth",
    title="ARR growth",
    function="billing",
    journey=("scale",),
    maturity="apply",
    definition="By how much the yearly run rate grew within a year.",
    formula="ARR ÷ ARR twelve months before − 1; by the month: its twelfth root",
    included="All that moves ARR, exchange rates of renewals too.",
    better=Better.HIGHER,
    benchmark=("median 26 % in 2024", "Benchmarkit 2025"),
    series=(
        Derived("arr_growth", Unit.RATIO, {"now": Input("arr"), "then": YEAR_AGO}, _growth),
        Derived(
            "arr_growth_quarterly",
            Unit.RATIO,
            {"now": Input("arr"), "then": QUARTER_AGO},
            _growth,
            title="Within a quarter",
        ),
        Derived("cmgr", Unit.RATIO, {"now": Input("arr"), "then": YEAR_AGO}, _monthly, title="By the month (CMGR)"),
    ),
    dimensions=("segment", "product", "region"),
)


NO_ARR = "there is no ARR to have a share of"


def shares(numbers: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Each number's share of all."""
    whole = sum(numbers.values())
    return {cut: float(one / whole) if whole else Outcome(None, NO_ARR) for cut, one in numbers.items()}


def shares_so_far(numbers: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """The share of all numbers from the largest down to each: the long tail."""
    found: dict[Any, Any] = {}
    whole, running = sum(numbers.values()), Decimal(0)
    for cut in sorted(numbers, key=lambda one: (-numbers[one], str(one))):
        running += numbers[cut]
        found[cut] = float(running / whole) if whole else Outcome(None, NO_ARR)
    return found


arr_by_segment = Metric(
    key="arr_by_segment",
    title="ARR by customer segment",
    function="billing",
    journey=("impact", "scale"),
    maturity="elevate",
    definition="Which customers the yearly run rate comes from.",
    formula="ARR by the segment of the day, each one's share, and the shares added up from the largest down",
    included="Customers without a segment, as unsegmented.",
    better=Better.NONE,
    series=(
        Derived("arr_by_segment", Unit.MONEY, {"monthly": Input("mrr")}, lambda monthly: monthly * 12),
        Spread("arr_share", Unit.RATIO, Input("arr"), shares, title="Share"),
        Spread("arr_share_so_far", Unit.RATIO, Input("arr"), shares_so_far, title="Shares added up"),
    ),
    dimensions=("segment", "tier", "industry", "region", "account"),
)


def _attached(with_it: int, customers: int) -> Any:
    return Outcome(with_it / customers, None, with_it, customers) if customers else Outcome(None, "no customers")


arr_by_product = Metric(
    key="arr_by_product",
    title="ARR by product",
    function="billing",
    journey=("impact", "scale"),
    maturity="elevate",
    definition="Which products the yearly run rate comes from, and how many customers have each.",
    formula="ARR by the product of the contract line; attach rate: customers with the product ÷ all customers",
    included="Products of a bundle at the amounts agreed for their lines.",
    excluded="Customers do not add up: one with two products counts under both.",
    better=Better.NONE,
    series=(
        Derived("arr_by_product", Unit.MONEY, {"monthly": Input("mrr")}, lambda monthly: monthly * 12),
        Derived(
            "attach_rate",
            Unit.RATIO,
            {"with_it": Input("customers"), "customers": Input("customers", is_overall=True)},
            _attached,
            title="Customers who have it",
        ),
    ),
    dimensions=("product", "plan", "segment"),
)

"""How much customers buy on top of what they have."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import ibis

from tenure.engine.metrics.declaring import (
    Aggregate,
    Better,
    Derived,
    Estimate,
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

BY_PRODUCT = Pair("mrr", by=("account_id", "product_id"), held="mrr_fx")
BY_ACCOUNT = Pair("mrr", held="mrr_fx")
NO_CUSTOMERS = "no customers at the opening"


def grown(rows: Sequence[tuple[Any, ...]]) -> dict[Any, tuple[bool, bool]]:
    """For each account with MRR at the opening, whether it pays more for what it had and whether it has something new:
    from rows of account, opening and closing MRR of one product, and how many are so. Products swapped at equal MRR
    are neither."""
    held: dict[Any, list[tuple[int, int]]] = {}
    for account, opening, closing, times in rows:
        held.setdefault(account, []).extend([(opening, closing)] * times)
    found: dict[Any, tuple[bool, bool]] = {}
    for account, products in held.items():
        before, after = sum(one for one, _ in products), sum(one for _, one in products)
        if before <= 0:
            continue
        is_swap = before == after
        more = any(0 < opening < closing for opening, closing in products)
        new = any(opening <= 0 < closing for opening, closing in products)
        found[account] = (more and not is_swap, new and not is_swap)
    return found


def _share(wanted: Any) -> Any:
    def share(rows: Sequence[tuple[Any, ...]]) -> Outcome | None:
        accounts = grown(rows).values()
        if not accounts:
            return None
        count = sum(1 for one in accounts if wanted(one))
        return Outcome(count / len(accounts), None, count, len(accounts))

    return share


def _rate(key: str, title: str, wanted: Any) -> Series:
    measure = Measure("recurring_lines", BY_PRODUCT, columns=("account_id", "opening", "closing"))
    return Estimate(key, Unit.RATIO, measure, _share(wanted), NO_CUSTOMERS, title=title)


def _in_cohort(t: Any) -> Any:
    return t.opening > 0


upsell_cross_sell_rate = Metric(
    key="upsell_cross_sell_rate",
    title="Upsell and cross-sell rate",
    function="success",
    journey=("scale",),
    maturity="elevate",
    definition="Of the customers at the beginning of a period, the share that bought more: of what they had (upsell), "
    "or something else (cross-sell).",
    formula="customers with more MRR on a product they had, or with MRR on one they had not, at the end ÷ customers at "
    "the beginning",
    included="A customer may be both, and counts once where both are asked. Higher prices are upsell; how many grew by "
    "price is told apart.",
    excluded="New customers, products swapped at equal MRR, changes of exchange rates.",
    better=Better.HIGHER,
    series=(
        _rate("upsell_cross_sell_rate", "Either", any),
        _rate("upsell_rate", "Upsell", lambda one: one[0]),
        _rate("cross_sell_rate", "Cross-sell", lambda one: one[1]),
        Ratio(
            "expansion_rate",
            Unit.RATIO,
            Measure(
                "recurring_lines",
                BY_ACCOUNT,
                value=lambda t: ibis.greatest(t.closing - t.opening, 0),
                where=_in_cohort,
                unit=Unit.MONEY,
            ),
            Measure("recurring_lines", BY_ACCOUNT, value=lambda t: t.opening, where=_in_cohort, unit=Unit.MONEY),
            NO_CUSTOMERS,
            title="Expansion of opening MRR",
        ),
        Total(
            "grown_by_price",
            Unit.COUNT,
            Measure(
                "mrr_movements",
                Flow("on"),
                value=lambda t: t.account_id,
                where=lambda t: (t.type == "expansion") & (t.reason == "price"),
                aggregate=Aggregate.DISTINCT,
            ),
            title="Customers that grew by price",
        ),
    ),
    dimensions=("product", "segment", "csm", "rep", "plan"),
    default_grain="quarter",
)


def _of_growth(new: Decimal, expansion: Decimal, reactivation: Decimal) -> Any:
    gross = new + expansion + reactivation
    return Outcome(float(expansion / gross), None, expansion, gross) if gross else Outcome(None, "nothing was added")


def _of_net(expansion: Decimal, net: Decimal) -> Any:
    if net <= 0:
        return Outcome(None, "MRR did not grow")
    return Outcome(float(expansion / net), None, expansion, net)


def _without_price(new: Decimal, expansion: Decimal, reactivation: Decimal, by_price: Decimal) -> Any:
    return _of_growth(new, expansion - by_price, reactivation)


ADDED = {"new": Input("new_mrr"), "expansion": Input("expansion_mrr"), "reactivation": Input("reactivation_mrr")}

expansion_share_of_growth = Metric(
    key="expansion_share_of_growth",
    title="Expansion share of growth",
    function="success",
    journey=("scale",),
    maturity="elevate",
    definition="How much of what is added to ARR in a period comes from customers we have.",
    formula="expansion ARR ÷ (new + expansion + reactivation ARR)",
    included="More seats, more products, higher prices.",
    excluded="What was lost, except where net growth is asked for.",
    better=Better.TARGET,
    benchmark=("40 % of new ARR in the middle, above half beyond $50M of ARR", "Benchmarkit 2025"),
    series=(
        Derived("expansion_share_of_growth", Unit.RATIO, ADDED, _of_growth),
        Derived(
            "expansion_share_of_net_growth",
            Unit.RATIO,
            {"expansion": Input("expansion_mrr"), "net": Input("net_new_mrr")},
            _of_net,
            title="Of net growth",
        ),
        Derived(
            "expansion_share_of_growth_ex_price",
            Unit.RATIO,
            {**ADDED, "by_price": Input("expansion_mrr_by_price")},
            _without_price,
            title="Without higher prices",
        ),
        Total(
            "expansion_mrr_by_price",
            Unit.MONEY,
            Measure(
                "mrr_movements",
                Flow("on"),
                value=lambda t: t.amount,
                where=lambda t: (t.type == "expansion") & (t.reason == "price"),
                unit=Unit.MONEY,
            ),
            title="MRR by higher prices",
        ),
    ),
    dimensions=("segment", "product", "region"),
    default_grain="quarter",
)

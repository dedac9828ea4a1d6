"""How large deals are and how long they take."""

from __future__ import annotations

from typing import Any

from tenure.business.sales.metrics.winning import CLOSED, NONE_WON, is_lost, is_won
from tenure.engine.metrics.declaring import Better, Measure, Metric, Quantile, Ratio, Unit


def _taken(column: str, where: Any) -> Measure:
    return Measure("opportunities", CLOSED, value=lambda t: t[column], where=where)


def _known(column: str, where: Any) -> Measure:
    return Measure("opportunities", CLOSED, where=lambda t: where(t) & t[column].notnull())


sales_cycle_length = Metric(
    key="sales_cycle_length",
    title="Sales cycle length",
    function="sales",
    journey=("learn", "select", "buy"),
    maturity="apply",
    definition="How many days it takes from qualification until a deal is won, for the one in the middle.",
    formula="median days from qualification to closing of the deals won in the period",
    included="Won deals of new business and expansion; the same day counts as 0.",
    excluded="Lost deals, whose length is a series of its own.",
    better=Better.LOWER,
    series=(
        Quantile("sales_cycle_length", Unit.DAYS, _taken("cycle_days", is_won), NONE_WON),
        Ratio("sales_cycle_length_mean", Unit.DAYS, _taken("cycle_days", is_won), _known("cycle_days", is_won),
              NONE_WON, title="Mean", needs_ten=False),
        Quantile("sales_cycle_length_from_creation", Unit.DAYS, _taken("whole_days", is_won), NONE_WON,
                 title="From creation"),
        Quantile("lost_cycle_length", Unit.DAYS, _taken("cycle_days", is_lost), "no opportunity lost in the period",
                 title="Until lost"),
    ),
    dimensions=("rep", "segment", "product", "lead_source"),
)  # fmt: skip


def _of_type(kind: str) -> Any:
    return lambda t: is_won(t) & (t.type == kind)


def _average(key: str, amount: str, where: Any = is_won, title: str = "") -> Ratio:
    """Deals without any such amount, like those of services only, are in neither sum."""

    def is_sized(t: Any) -> Any:
        return where(t) & (t[amount] != 0)

    summed = Measure("opportunities", CLOSED, value=lambda t: t[amount], where=is_sized, unit=Unit.MONEY)
    counted = Measure("opportunities", CLOSED, where=is_sized)
    return Ratio(key, Unit.MONEY, summed, counted, "no opportunity with an amount was won in the period", title=title,
                 needs_ten=False)  # fmt: skip


average_deal_size = Metric(
    key="average_deal_size",
    title="Average deal size",
    function="sales",
    journey=("select", "buy"),
    maturity="initiate",
    definition="How much ARR a won deal brings on average.",
    formula="ARR of the deals won in the period ÷ their number",
    included="New business and expansion, also each apart. A company that records no ARR at all has its deals counted "
    "by their total contract value, else by their one-time amount.",
    excluded="Won deals without any ARR (services only, free): they are in neither the sum nor the number.",
    better=Better.HIGHER,
    benchmark=("a median ACV of about 62,000 US dollars in 2024", "KBCM and Sapphire, survey of private SaaS"),
    series=(
        _average("average_deal_size", "size"),
        _average("average_deal_size_new", "size", _of_type("new"), "New customers"),
        _average("average_deal_size_expansion", "size", _of_type("expansion"), "Expansion"),
        _average("average_deal_size_acv", "acv", title="First year, with one-time amounts"),
        _average("average_deal_size_tcv", "tcv", title="Total contract value"),
    ),
    dimensions=("rep", "segment", "product", "lead_source", "type"),
)

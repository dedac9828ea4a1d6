"""How many customers, and how much of what is paid every year, are live."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import (
    Aggregate,
    AsOf,
    Better,
    Derived,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Series,
    Total,
    Unit,
)
from tenure.engine.relations.days import days_between

NOT_RECORDED = "no day of going live is recorded, neither of a contract line nor of a project"
AGES = ((0, 30), (30, 90), (90, 180), (180, None))
UNTOLD = Input("lines_without_live_days", is_overall=True)


def is_live(t: Any) -> Any:
    """A line that is live at the end of the day."""
    return t.live_from <= t.day


def yearly(t: Any) -> Any:
    """What the line is worth a year."""
    return t.mrr * 12


def age_days(t: Any) -> Any:
    """Days since the service began."""
    return days_between(t.day, t.service_start)


def if_known(untold: int, number: Any) -> Any:
    """The number, where any day of going live is recorded at all."""
    return Outcome(None, NOT_RECORDED) if untold else number


def share_if_known(untold: int, live: int, everyone: int) -> Any:
    """Live customers of all customers."""
    if untold:
        return Outcome(None, NOT_RECORDED)
    if not everyone:
        return Outcome(None, "no customers at the end of the period")
    return Outcome(live / everyone, None, live, everyone)


live_customers = Metric(
    key="live_customers",
    title="Customers live",
    function="delivery",
    journey=("onboard", "impact"),
    maturity="apply",
    definition="How many customers have gone live with something they pay for, and which share of all customers that "
    "is.",
    formula="customers at the end of the day of whom a paid line has gone live; share: ÷ all customers",
    included="Once live, a customer stays so until they leave. A line without a day of its own goes live with its "
    "project, or follows the live line that it renews.",
    excluded="Customers who have left. By product, a customer with two counts under both.",
    better=Better.HIGHER,
    series=(
        Derived(
            "live_customers",
            Unit.COUNT,
            {"untold": UNTOLD, "number": Input("customers_gone_live")},
            if_known,
        ),
        Derived(
            "live_share",
            Unit.RATIO,
            {"untold": UNTOLD, "live": Input("customers_gone_live"), "everyone": Input("customers")},
            share_if_known,
            title="Share of customers",
            needs_ten=True,
        ),
        Total(
            "customers_gone_live",
            Unit.COUNT,
            Measure("live_customer_spans", AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT),
            title="Known to be live",
        ),
    ),
    dimensions=("segment", "product", "region", "csm", "cohort"),
)


def _waiting(low: int, high: int | None) -> Any:
    def where(t: Any) -> Any:
        old = age_days(t) >= low
        return ~is_live(t) & (old if high is None else old & (age_days(t) < high))

    return where


def _aged(low: int, high: int | None) -> Series:
    return Total(
        f"non_live_arr_{low}_to_{high}_days" if high else f"non_live_arr_{low}_days_or_more",
        Unit.MONEY,
        Measure("live_lines", AsOf(), value=yearly, where=_waiting(low, high), unit=Unit.MONEY),
        title=f"Not live for {low} to {high} days" if high else f"Not live for {low} days or more",
    )


NON_LIVE = Measure("live_lines", AsOf(), value=yearly, where=lambda t: ~is_live(t), unit=Unit.MONEY)

live_arr = Metric(
    key="live_arr",
    title="Live ARR and ARR not live",
    function="delivery",
    journey=("onboard", "impact"),
    maturity="apply",
    definition="How much of the recurring revenue of a year is for what customers already use, and how much is paid "
    "but not live: revenue at risk.",
    formula="12 × MRR of the lines in service that are live by the end of the day; not live: the rest of ARR; age: "
    "days since the start of service, weighted by ARR",
    included="Line by line: an added product that is not live yet is not, although its customer is.",
    excluded="What is signed and not started: that is in contracted ARR.",
    better=Better.HIGHER,
    series=(
        Derived("live_arr", Unit.MONEY, {"untold": UNTOLD, "number": Input("arr_gone_live")}, if_known),
        Derived(
            "non_live_arr",
            Unit.MONEY,
            {"untold": UNTOLD, "number": Input("arr_not_gone_live")},
            if_known,
            title="Not live",
        ),
        Ratio(
            "non_live_age",
            Unit.DAYS,
            Measure(
                "live_lines",
                AsOf(),
                value=lambda t: yearly(t) * age_days(t),
                where=lambda t: ~is_live(t) & t.has_live_days,
                unit=Unit.MONEY,
            ),
            Measure("live_lines", AsOf(), value=yearly, where=lambda t: ~is_live(t) & t.has_live_days, unit=Unit.MONEY),
            "nothing is paid that is not live, or no day of going live is recorded",
            title="Mean age of what is not live",
            needs_ten=False,
        ),
        *(_aged(low, high) for low, high in AGES),
        Total(
            "arr_gone_live",
            Unit.MONEY,
            Measure("live_lines", AsOf(), value=yearly, where=is_live, unit=Unit.MONEY),
            title="Known to be live",
        ),
        Total("arr_not_gone_live", Unit.MONEY, NON_LIVE, title="Not known to be live"),
        Total(
            "lines_without_live_days",
            Unit.COUNT,
            Measure("live_lines", AsOf(), where=lambda t: ~t.has_live_days),
            title="Lines, where no days of going live are recorded",
        ),
    ),
    dimensions=("segment", "product", "manager", "csm"),
)

"""How often deals are won, how large they are and how long they take."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Quantile, Ratio, Total, Unit

CUTS = ("rep", "team", "segment", "product", "lead_source", "competitor", "type", "region")
CLOSED = Flow("closed_on")
NONE_CLOSED = "no opportunity closed in the period"
NONE_WON = "no opportunity won in the period"
COUNTED_TYPES = ("new", "expansion")


def is_counted(t: Any) -> Any:
    """New business and expansion that reached the qualified stage; renewals and services have their own numbers."""
    return t.type.isin(COUNTED_TYPES) & t.qualified_on.notnull()


def is_won(t: Any) -> Any:
    """Won deals that count."""
    return is_counted(t) & (t.outcome == "won")


def is_decided(t: Any) -> Any:
    """Won and lost deals that count."""
    return is_counted(t) & t.outcome.isin(["won", "lost"])


WON = Measure("opportunities", CLOSED, where=is_won)
DECIDED = Measure("opportunities", CLOSED, where=is_decided)
WON_ARR = Measure("opportunities", CLOSED, value=lambda t: t.arr, where=is_won, unit=Unit.MONEY)
DECIDED_ARR = Measure("opportunities", CLOSED, value=lambda t: t.arr, where=is_decided, unit=Unit.MONEY)

win_rate = Metric(
    key="win_rate",
    title="Win rate",
    function="sales",
    journey=("select", "buy"),
    maturity="initiate",
    definition="Of the deals that were decided in a period, the share that was won.",
    formula="won ÷ (won + lost), by the day of closing",
    included="New business and expansion that reached the qualified stage; “no decision” counts as lost.",
    excluded="Renewals and services, open deals, deals that never qualified.",
    better=Better.HIGHER,
    series=(
        Ratio("win_rate", Unit.RATIO, WON, DECIDED, NONE_CLOSED),
        Ratio("win_rate_value", Unit.RATIO, WON_ARR, DECIDED_ARR, NONE_CLOSED, title="By value"),
        Total("won_opportunities", Unit.COUNT, WON, title="Won"),
    ),
    dimensions=CUTS,
)

sales_cycle_length = Metric(
    key="sales_cycle_length",
    title="Sales cycle length",
    function="sales",
    journey=("select", "buy"),
    maturity="apply",
    definition="How many days it takes from qualification until a deal is won, for the one in the middle.",
    formula="median days from qualification to closing of the deals won in the period",
    included="Won deals of new business and expansion; the same day counts as 0.",
    excluded="Lost deals.",
    better=Better.LOWER,
    series=(
        Quantile(
            "sales_cycle_length",
            Unit.DAYS,
            Measure("opportunities", CLOSED, value=lambda t: t.cycle_days, where=is_won),
            NONE_WON,
        ),
    ),
    dimensions=("rep", "segment", "product", "lead_source"),
)

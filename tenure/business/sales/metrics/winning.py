"""How often deals are won, and how often with each product in them."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

CUTS = ("rep", "team", "segment", "product", "lead_source", "competitor", "type", "region")
CLOSED = Flow("closed_on")
NONE_CLOSED = "no opportunity closed in the period"
NONE_WON = "no opportunity won in the period"
COUNTED_TYPES = ("new", "expansion")
# How long a qualified deal may take until the rate of those that qualified with it no longer counts as young.
COHORT_DAYS = 180
QUALIFIED = Flow("qualified_on", matures_after_days=COHORT_DAYS)


def is_counted(t: Any) -> Any:
    """New business and expansion that reached the qualified stage; renewals and services have their own numbers."""
    return t.type.isin(COUNTED_TYPES) & t.qualified_on.notnull()


def is_won(t: Any) -> Any:
    """Won deals that count."""
    return is_counted(t) & (t.outcome == "won")


def is_lost(t: Any) -> Any:
    """Lost deals that count."""
    return is_counted(t) & (t.outcome == "lost")


def is_decided(t: Any) -> Any:
    """Won and lost deals that count."""
    return is_counted(t) & t.outcome.isin(["won", "lost"])


WON = Measure("opportunities", CLOSED, where=is_won)
DECIDED = Measure("opportunities", CLOSED, where=is_decided)
LOST = Measure("opportunities", CLOSED, where=is_lost)
WON_ARR = Measure("opportunities", CLOSED, value=lambda t: t["size"], where=is_won, unit=Unit.MONEY)
DECIDED_ARR = Measure("opportunities", CLOSED, value=lambda t: t["size"], where=is_decided, unit=Unit.MONEY)

win_rate = Metric(
    key="win_rate",
    title="Win rate",
    function="sales",
    journey=("select", "buy"),
    maturity="initiate",
    definition="Of the deals that were decided in a period, the share that was won.",
    formula="won ÷ (won + lost), by the day of closing; for the cohort: won so far ÷ all that qualified in the period",
    included="New business and expansion that reached the qualified stage; “no decision” counts as lost.",
    excluded="Renewals and services, open deals, deals that never qualified.",
    better=Better.HIGHER,
    series=(
        Ratio("win_rate", Unit.RATIO, WON, DECIDED, NONE_CLOSED),
        Ratio("win_rate_value", Unit.RATIO, WON_ARR, DECIDED_ARR, NONE_CLOSED, title="By value"),
        Ratio(
            "win_rate_cohort",
            Unit.RATIO,
            Measure("opportunities", QUALIFIED, where=is_won),
            Measure("opportunities", QUALIFIED, where=is_counted),
            "no opportunity qualified in the period",
            title="Of those that qualified in the period",
        ),
        Total("won_opportunities", Unit.COUNT, WON, title="Won"),
        Total("lost_opportunities", Unit.COUNT, LOST, title="Lost"),
    ),
    dimensions=CUTS,
    aliases={"opportunity_to_close_rate": "win_rate_cohort"},
)


def _is_of_business(t: Any) -> Any:
    return t.type.isin(COUNTED_TYPES) & t.outcome.isin(["won", "lost"])


def _is_won_with(t: Any) -> Any:
    return _is_of_business(t) & (t.outcome == "won") & t.is_kept


def _with_product(where: Any, value: Any = None, unit: Unit = Unit.COUNT) -> Measure:
    return Measure("deal_products", CLOSED, value=value, where=where, unit=unit)


def _size(t: Any) -> Any:
    return t["size"]


NONE_WITH_PRODUCT = "no opportunity with a product closed in the period"

win_rate_by_product = Metric(
    key="win_rate_by_product",
    title="Win rate by product",
    function="sales",
    journey=("select", "buy"),
    maturity="elevate",
    definition="Of the decided deals that a product was part of, the share that was won with it.",
    formula="deals won with the product still in them ÷ closed deals that held it on or after the day they qualified",
    included="A product that was dropped before a win counts as lost for it. A deal with several products counts once "
    "under each, so the products do not add up to the deals.",
    excluded="Renewals and services; products that were dropped before the deal qualified or came in after its close.",
    better=Better.HIGHER,
    series=(
        Ratio("win_rate_by_product", Unit.RATIO, _with_product(_is_won_with), _with_product(_is_of_business),
              NONE_WITH_PRODUCT),
        Ratio("win_rate_by_product_value", Unit.RATIO, _with_product(_is_won_with, _size, Unit.MONEY),
              _with_product(_is_of_business, _size, Unit.MONEY), NONE_WITH_PRODUCT, title="By ARR"),
        Total("won_with_product", Unit.COUNT, _with_product(_is_won_with), title="Won with it"),
    ),
    dimensions=("product", "segment", "rep", "competitor"),
)  # fmt: skip

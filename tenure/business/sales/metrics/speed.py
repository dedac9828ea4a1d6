"""How much a day the pipeline brings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.business.sales.metrics.pipeline import is_business
from tenure.business.sales.metrics.winning import NONE_CLOSED, NONE_WON, is_decided, is_won
from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import trailing

# Four quarters up to the closing day: the wins and losses that chances, sizes and lengths are taken from.
LAST_YEAR = Flow("closed_on", window=trailing(months=12))


def _closed(where: Any, value: Any = None, unit: Unit = Unit.COUNT) -> Measure:
    return Measure("opportunities", LAST_YEAR, value=value, where=where, unit=unit)


def _velocity(deals: int, chance: float, size: Decimal, days: float) -> Outcome:
    if not days:
        return Outcome(None, "deals were won on the day that they qualified")
    return Outcome(Decimal(deals) * Decimal(str(chance)) * size / Decimal(str(days)))


sales_velocity = Metric(
    key="sales_velocity",
    title="Sales velocity",
    function="sales",
    journey=("select", "buy"),
    maturity="apply",
    definition="How much ARR a day the open deals bring if they are won as often, as large and as fast as in the last "
    "four quarters.",
    formula="open qualified deals × win rate × average ARR of won deals ÷ average days from qualification to close",
    included="New business and expansion that qualified, in all four; a year up to the closing day for the last three.",
    excluded="Velocities of segments do not add up to that of the whole: it is computed for each on its own.",
    better=Better.HIGHER,
    series=(
        Derived(
            "sales_velocity",
            Unit.MONEY_PER_DAY,
            {
                "deals": Input("sales_velocity_deals"),
                "chance": Input("sales_velocity_win_rate"),
                "size": Input("sales_velocity_deal_size"),
                "days": Input("sales_velocity_cycle_days"),
            },
            _velocity,
        ),
        Total("sales_velocity_deals", Unit.COUNT, Measure("pipeline", AsOf(), where=is_business), title="Open deals"),
        Ratio(
            "sales_velocity_win_rate", Unit.RATIO, _closed(is_won), _closed(is_decided), NONE_CLOSED, title="Win rate"
        ),
        Ratio(
            "sales_velocity_deal_size",
            Unit.MONEY,
            _closed(is_won, lambda t: t.arr, Unit.MONEY),
            _closed(lambda t: is_won(t) & t.arr.notnull()),
            NONE_WON,
            title="Average deal",
            needs_ten=False,
        ),
        Ratio(
            "sales_velocity_cycle_days",
            Unit.DAYS,
            _closed(is_won, lambda t: t.cycle_days),
            _closed(is_won),
            NONE_WON,
            title="Average days to win",
            needs_ten=False,
        ),
    ),
    dimensions=("rep", "team", "segment", "product", "lead_source"),
)

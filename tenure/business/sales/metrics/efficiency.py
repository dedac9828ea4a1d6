"""What sales and marketing bring for what they cost, and how many qualified leads become deals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.business.sales.relations.settings import LAG_QUARTERS
from tenure.engine.metrics.declaring import (
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Unit,
)
from tenure.engine.metrics.periods import Window, earlier, trailing
from tenure.engine.relations.days import days_between
from tenure.engine.relations.viewpoint import Viewpoint

# The most quarters by which cost may be taken earlier.
MOST_QUARTERS = 4
# By how many quarters it is, unless the company says otherwise.
YEAR = trailing(months=12)


def _window(quarters: int, then: Window | None = None) -> Window:
    shift = earlier(months=3 * quarters)

    def window(period: Any) -> Any:
        shifted = shift(period) if quarters else period
        return then(shifted) if then else shifted

    return window


def _inputs(won: dict[str, str], then: Window | None = None) -> dict[str, Input]:
    inputs = {name: Input(series, window=_window(0, then)) for name, series in won.items()}
    for quarters in range(MOST_QUARTERS + 1):
        inputs[f"cost_{quarters}"] = Input("selling_cost", window=_window(quarters, then))
    return inputs


def _over_cost(won: Decimal, costs: dict[str, Decimal], view: Viewpoint) -> Outcome:
    quarters = min(max(int(view.setting(LAG_QUARTERS)), 0), MOST_QUARTERS)
    cost = costs[f"cost_{quarters}"]
    if not cost:
        return Outcome(None, "no cost of sales or marketing is recorded in the period", won, cost)
    return Outcome(float(won / cost), None, won, cost)


def _net(
    won: Decimal, cost_0: Decimal, cost_1: Decimal, cost_2: Decimal, cost_3: Decimal, cost_4: Decimal, view: Viewpoint
) -> Outcome:
    costs = {"cost_0": cost_0, "cost_1": cost_1, "cost_2": cost_2, "cost_3": cost_3, "cost_4": cost_4}
    return _over_cost(won, costs, view)


def _gross(
    new: Decimal, expansion: Decimal, reactivation: Decimal, cost_0: Decimal, cost_1: Decimal, cost_2: Decimal,
    cost_3: Decimal, cost_4: Decimal, view: Viewpoint,
) -> Outcome:  # fmt: skip
    costs = {"cost_0": cost_0, "cost_1": cost_1, "cost_2": cost_2, "cost_3": cost_3, "cost_4": cost_4}
    return _over_cost(new + expansion + reactivation, costs, view)


NET = {"won": "net_new_arr"}
GROSS = {"new": "new_arr", "expansion": "expansion_arr", "reactivation": "reactivation_arr"}

sales_efficiency = Metric(
    key="sales_efficiency",
    title="Sales efficiency",
    function="sales",
    journey=("buy", "scale"),
    maturity="apply",
    definition="How much ARR a year comes of each unit that sales and marketing cost.",
    formula="net new ARR ÷ cost of sales and marketing; gross: (new + expansion + reactivation ARR) ÷ cost",
    included="People, commissions, programs and tools of sales and marketing, as the ledger has them, of the same "
    "period or of some quarters earlier if the company says so (lag_quarters, up to 4). Told over the period and over "
    "twelve months; a month says little.",
    excluded="Customer success.",
    better=Better.HIGHER,
    benchmark=("a median of about 0.7", "KBCM and Sapphire, survey of private SaaS in 2024"),
    series=(
        Derived("sales_efficiency", Unit.MULTIPLE, _inputs(NET), _net),
        Derived("sales_efficiency_gross", Unit.MULTIPLE, _inputs(GROSS), _gross, title="Gross"),
        Derived("sales_efficiency_trailing", Unit.MULTIPLE, _inputs(NET, YEAR), _net, title="Net, over twelve months"),
        Derived("sales_efficiency_gross_trailing", Unit.MULTIPLE, _inputs(GROSS, YEAR), _gross,
                title="Gross, over twelve months"),
    ),
    default_grain="quarter",
)  # fmt: skip

TO_DEAL_DAYS = 90
QUALIFIED = Flow("sql_on", matures_after_days=TO_DEAL_DAYS)


def _became_deal(t: Any) -> Any:
    is_soon = days_between(t.converted_on, t.sql_on) <= TO_DEAL_DAYS
    # The same day counts, whatever the hours say.
    return t.converted_recorded & is_soon & (t.converted_on >= t.sql_on)


sql_to_opportunity_rate = Metric(
    key="sql_to_opportunity_rate",
    title="SQL to opportunity rate",
    function="sales",
    journey=("learn",),
    maturity="apply",
    definition="Of the leads that sales accepted in a period, the share that became a deal soon.",
    formula="leads that became an SQL in the period and a deal within 90 days ÷ leads that became an SQL in it",
    included="Deals opened on the same day. Leads of the last 90 days may still become one: the number is then marked "
    "as immature.",
    excluded="Leads that became a deal without ever being an SQL.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "sql_to_opportunity_rate",
            Unit.RATIO,
            Measure("leads", QUALIFIED, where=_became_deal),
            Measure("leads", QUALIFIED, where=lambda t: t.converted_recorded),
            "no lead became an SQL in the period, or none was ever converted",
        ),
    ),
    dimensions=("lead_source", "rep", "segment", "region"),
)

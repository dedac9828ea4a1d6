"""From lead to customer: one cohort through all steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

CREATED = Flow("created_on")
NO_LEADS = "no lead was created in the period"


def _leads(column: str | None = None) -> Measure:
    return Measure("lead_outcomes", CREATED, where=_is(column) if column else None)


def _is(column: str) -> Callable[[Any], Any]:
    return lambda t: t[column]


LEADS, MQL, SQL = _leads(), _leads("became_mql"), _leads("became_sql")
DEALS, CUSTOMERS = _leads("became_deal"), _leads("became_customer")

funnel_conversion = Metric(
    key="funnel_conversion",
    title="Funnel conversion",
    function="sales",
    journey=("discover", "learn", "select", "buy"),
    maturity="elevate",
    definition="Of the leads created in a period, the share that became customers, step by step.",
    formula="MQL ÷ leads × SQL ÷ MQL × deals ÷ SQL × won ÷ deals, of the leads created in the period",
    included="One cohort in every step, as far as it has come by now; whoever got further has passed the steps before.",
    excluded="Deals of new business that no lead became: they are counted apart.",
    better=Better.HIGHER,
    series=(
        Ratio("funnel_conversion", Unit.RATIO, CUSTOMERS, LEADS, NO_LEADS),
        Ratio("leads_per_customer", Unit.SCORE, LEADS, CUSTOMERS, "no lead of the period is a customer yet",
              title="Leads for each customer", needs_ten=False),
        Ratio("funnel_lead_to_mql", Unit.RATIO, MQL, LEADS, NO_LEADS, title="Lead to MQL"),
        Ratio("funnel_mql_to_sql", Unit.RATIO, SQL, MQL, "no lead of the period became an MQL", title="MQL to SQL"),
        Ratio("funnel_sql_to_deal", Unit.RATIO, DEALS, SQL, "no lead of the period became an SQL",
              title="SQL to deal"),
        Ratio("funnel_deal_to_won", Unit.RATIO, CUSTOMERS, DEALS, "no lead of the period became a deal",
              title="Deal to customer"),
        Total("funnel_leads", Unit.COUNT, LEADS, title="Leads"),
        Total("funnel_mql", Unit.COUNT, MQL, title="MQL"),
        Total("funnel_sql", Unit.COUNT, SQL, title="SQL"),
        Total("funnel_deals", Unit.COUNT, DEALS, title="Deals"),
        Total("funnel_customers", Unit.COUNT, CUSTOMERS, title="Customers"),
        Total("direct_deals", Unit.COUNT, Measure("direct_deals", CREATED), title="Deals without a lead"),
        Total("direct_customers", Unit.COUNT,
              Measure("direct_deals", CREATED, where=lambda t: t.outcome == "won"), title="Customers without a lead"),
    ),
    dimensions=("lead_source", "segment", "product", "region"),
)  # fmt: skip

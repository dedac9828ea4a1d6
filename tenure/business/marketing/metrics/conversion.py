"""How far leads come: to MQL, to SQL, to a deal; by when they started, so that each is followed to its end."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit
from tenure.engine.relations.days import days_between

TO_MQL_DAYS = 90
TO_SQL_DAYS = 90
TO_DEAL_DAYS = 180
CREATED = Flow("created_on", matures_after_days=TO_MQL_DAYS)
QUALIFIED = Flow("mql_on", matures_after_days=TO_SQL_DAYS)
QUALIFIED_FOR_DEAL = Flow("mql_on", matures_after_days=TO_DEAL_DAYS)


def _within(t: Any, reached: str, started: str, days: int) -> Any:
    """Reached no earlier than started, and no more than some days later."""
    is_soon = days_between(t[f"{reached}_on"], t[f"{started}_on"]) <= days
    return is_soon & (t[f"{reached}_at"] >= t[f"{started}_at"])


def _records_mql(t: Any) -> Any:
    return t.mql_recorded


def _became_mql(t: Any) -> Any:
    return t.mql_recorded & _within(t, "mql", "created", TO_MQL_DAYS)


def _records_sql(t: Any) -> Any:
    return t.sql_recorded


def _became_sql(t: Any) -> Any:
    return t.sql_recorded & _within(t, "sql", "mql", TO_SQL_DAYS)


def _records_conversion(t: Any) -> Any:
    return t.converted_recorded


def _became_deal(t: Any) -> Any:
    return t.converted_recorded & _within(t, "converted", "mql", TO_DEAL_DAYS)


def _is_direct(t: Any) -> Any:
    return t.mql_on.isnull()


SQLS = Measure("leads", Flow("sql_on"))

lead_to_mql_rate = Metric(
    key="lead_to_mql_rate",
    title="Lead to MQL rate",
    function="marketing",
    journey=("discover",),
    maturity="apply",
    definition="Of the leads that came in during a period, the share that marketing found worth a seller's time soon.",
    formula="leads created in the period that became an MQL within 90 days ÷ leads created in the period",
    included="Leads of the last 90 days, which may still become one: the number is then marked as immature.",
    excluded="MQLs after more than 90 days, and before the lead was created (an error that the data quality page "
    "lists): both stay in what is divided by.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "lead_to_mql_rate",
            Unit.RATIO,
            Measure("leads", CREATED, where=_became_mql),
            Measure("leads", CREATED, where=_records_mql),
            "no lead was created in the period, or none was ever marked as MQL",
        ),
    ),
    dimensions=("lead_source", "campaign", "segment"),
)

mql_to_sql_rate = Metric(
    key="mql_to_sql_rate",
    title="MQL to SQL rate",
    function="marketing",
    journey=("discover", "learn"),
    maturity="apply",
    definition="Of the leads that became an MQL in a period, the share that sales accepted soon after.",
    formula="MQLs of the period that became an SQL within 90 days ÷ MQLs of the period",
    included="MQLs that were turned away, as not accepted; those of the last 90 days, marked as immature.",
    excluded="SQLs that never were an MQL, which are counted apart as direct. A lead with an SQL before its MQL counts "
    "as not accepted until its dates are mended; the data quality page lists it.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "mql_to_sql_rate",
            Unit.RATIO,
            Measure("leads", QUALIFIED, where=_became_sql),
            Measure("leads", QUALIFIED, where=_records_sql),
            "no lead became an MQL in the period, or none was ever marked as SQL",
        ),
        Ratio(
            "mql_to_sql_rate_snapshot",
            Unit.RATIO,
            SQLS,
            Measure("leads", Flow("mql_on")),
            "no lead became an MQL in the period",
            title="SQLs of the period over its MQLs",
        ),
        Total("sql_count", Unit.COUNT, SQLS, title="SQLs"),
        Total(
            "direct_sql_count",
            Unit.COUNT,
            Measure("leads", Flow("sql_on"), where=_is_direct),
            title="SQLs that never were an MQL",
        ),
    ),
    dimensions=("lead_source", "campaign", "segment", "region", "rep"),
)

mql_to_opportunity_rate = Metric(
    key="mql_to_opportunity_rate",
    title="MQL to opportunity rate",
    function="marketing",
    journey=("discover", "select"),
    maturity="apply",
    definition="Of the leads that became an MQL in a period, the share that became a deal within half a year.",
    formula="MQLs of the period that were converted within 180 days ÷ MQLs of the period",
    included="Every lead of several that became one deal together; MQLs of the last 180 days, marked as immature.",
    excluded="Conversions after more than 180 days, and before the MQL.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "mql_to_opportunity_rate",
            Unit.RATIO,
            Measure("leads", QUALIFIED_FOR_DEAL, where=_became_deal),
            Measure("leads", QUALIFIED_FOR_DEAL, where=_records_conversion),
            "no lead became an MQL in the period, or none was ever converted",
        ),
    ),
    dimensions=("lead_source", "campaign", "segment"),
)

"""What the company plans its numbers to be."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.finance.relations.settings import TARGET_VERSION
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

WHOLE = ""


@relation(
    title="Targets",
    kind="plan_figure",
    reads=("plan_figure",),
    links={"plan_figure": "id"},
    account=None,
)
def targets(records: Records) -> ir.Table:
    """What each series is to be in a span of days (`starts` to before `ends`), for the company as a whole: `value`, or
    `amount` in its currency at the rate of the first day (of today, where that is still to come)."""
    figures = records.now("plan_figure")
    figures = figures.filter(
        figures.version == records.view.setting(TARGET_VERSION), figures.cut == WHOLE, figures.period.notnull()
    )
    dated = figures.mutate(rated_on=ibis.least(figures.period, records.today))
    rated = records.in_company_currency(dated, amount="amount", currency="currency", day="rated_on")
    last: Any = rated.period_to.fill_null(rated.period)
    return rated.select(
        "id",
        "metric",
        "value",
        "amount",
        starts=rated.period,
        ends=(last + ibis.interval(days=1)).cast("date"),
    )

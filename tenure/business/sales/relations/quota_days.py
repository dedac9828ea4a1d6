"""What sellers are to win, by day."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import widened


@relation(
    title="Quotas in ARR",
    kind="quota",
    reads=("quota",),
    links={"quota": "id", "person": "rep_id", "territory": "territory_id"},
    dimensions={
        "rep": "quota.rep",
        "team": "quota.rep.team",
        "office": "quota.rep.region",
        "segment": "territory.segment",
        "region": "territory.region",
    },
    account=None,
)
def quota_days(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) of quotas in ARR: `amount` is for all `term_days` of the quota,
    however much of it the stretch holds, so that an amount that was changed on the way counts from its own day."""
    states = widened(records.states("quota"))
    money = states.filter(states.measure == "arr", states.amount.notnull())
    ended = (money.to_on + ibis.interval(days=1)).cast("date")
    placed = money.mutate(
        since=ibis.greatest(money.day_from, money.from_on),
        until=ibis.least(money.day_to, ended),
        term_days=days_between(ended, money.from_on),
        rated_on=ibis.least(money.from_on, records.today),
    )
    placed = placed.filter(placed.since < placed.until)
    return records.in_company_currency(placed, amount="amount", currency="currency", day="rated_on")

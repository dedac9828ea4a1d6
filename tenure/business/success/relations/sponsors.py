"""Strategic customers, and those among them whose executives and ours know and speak with each other."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.settings import STRATEGIC_TIERS
from tenure.business.success.relations.stretches import customers_while
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import widened
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

SPOKEN_DAYS = 90
LINKS = {"account": "account_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
}


@relation(
    title="Strategic customers",
    kind="account",
    reads=("account",),
    uses=("customer_spans",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def strategic_customers(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a customer is in one of the tiers that the company calls
    strategic (setting `strategic_tiers`)."""
    tiers = [str(one).lower() for one in records.view.setting(STRATEGIC_TIERS)]
    held = widened(records.states("account"))
    strategic = held.filter(held["tier"].lower().isin(tiers))
    spans = strategic.select(account_id=strategic["id"], since=strategic["day_from"], until=strategic["day_to"])
    return customers_while(spans, records).select("id", "account_id", "since", "until")


@relation(
    title="Strategic customers with executives in touch",
    kind="account",
    reads=("executive_sponsor", "activity", "contact"),
    uses=("strategic_customers",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def sponsored_customers(records: Records) -> ir.Table:
    """Strategic customers on days on which they have an executive sponsor on both sides, and an executive of theirs
    was in touch, both ways, in the 90 days before. The same days may come several times."""
    strategic = records.relation("strategic_customers")
    pairs = _met(strategic, _sponsors(records))
    return _met(pairs, _contacts(records))


def _met(rows: ir.Table, others: ir.Table) -> ir.Table:
    """The days of rows that are also days of others of the same account."""
    joined = rows.inner_join(
        others,
        [
            rows["account_id"] == others["other_id"],
            rows["since"] < others["other_to"],
            rows["until"] > others["other_from"],
        ],
    )
    return joined.select(
        "id", "account_id",
        since=ibis.greatest(joined["since"], joined["other_from"]),
        until=ibis.least(joined["until"], joined["other_to"]),
    ).distinct()  # fmt: skip


def _executives(records: Records) -> ir.Table:
    """People at customers who are executive sponsors, by their role or because they are named as one."""
    people = records.now("contact")
    named = records.now("executive_sponsor")
    named = named.filter(named["contact_id"].notnull())
    by_role = people.filter(people["role"] == "exec_sponsor").select("id")
    every = by_role.union(named.select(id=named["contact_id"])).distinct()
    known = people.semi_join(every, people["id"] == every["id"])
    return known.select(
        executive_id=known["id"],
        works_from=known["active_from"].fill_null(ibis.literal(ALWAYS)),
        works_to=known["active_to"].fill_null(ibis.literal(FOREVER)),
    )


def _sponsors(records: Records) -> ir.Table:
    """Days on which an account has a sponsor of ours and an executive of its own: the one named, who has not left."""
    found = records.now("executive_sponsor")
    people = _executives(records).view()
    paired = found.inner_join(people, found["contact_id"] == people["executive_id"])
    after: Any = paired["to_on"] + ibis.interval(days=1)
    begun = paired["from_on"].fill_null(ibis.literal(ALWAYS))
    over = ibis.ifelse(
        paired["is_active"].fill_null(True) | paired["to_on"].notnull(), after.fill_null(ibis.literal(FOREVER)), begun
    )
    return paired.select(
        other_id=paired["account_id"],
        other_from=ibis.greatest(begun, paired["works_from"]),
        other_to=ibis.least(over, paired["works_to"]),
    )


def _contacts(records: Records) -> ir.Table:
    """The 90 days after each talk, answered call or reply of an executive."""
    done = records.now("activity")
    people = _executives(records).view()
    is_two_way = ((done["type"].isin(["meeting", "demo"])) & (done["outcome"] == "held")) | done["outcome"].isin(
        ["answered", "replied"]
    )
    kept = done.filter(is_two_way)
    spoken = kept.inner_join(people, kept["contact_id"] == people["executive_id"])
    day: Any = records.day(ibis.coalesce(spoken["held_at"], spoken["at"]))
    dated = spoken.mutate(on=day).filter(lambda t: t["on"].notnull())
    return dated.select(
        other_id=dated["account_id"], other_from=dated["on"], other_to=dated["on"] + ibis.interval(days=SPOKEN_DAYS)
    )

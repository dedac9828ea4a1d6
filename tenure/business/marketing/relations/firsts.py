"""How people first met us, and what became of it."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.marketing.relations.touches import DIMENSIONS, LINKS, SEEN_ONLY
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records


@relation(
    title="First touches",
    kind="touch",
    reads=("touch",),
    uses=("touches", "leads"),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def first_touches(records: Records) -> ir.Table:
    """The first touch `on` a day of everyone of whom we know who they are, those before we knew it too; what was only
    shown or delivered is none. `days_to_lead` and `days_to_deal`: until the first lead of theirs was created, and the
    first that was converted, from that day on; null if none."""
    met = records.relation("touches")
    known = met.filter(~met.type.isin(SEEN_ONLY), met.contact_id.notnull() | met.lead_id.notnull())
    order = ibis.window(group_by="person", order_by=["at", "id"])
    first = known.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0).drop("place")
    found = records.relation("leads")
    dated = found.select(who=found.person, created=found.created_on, converted=found.converted_on)
    joined = first.inner_join(dated, first.person == dated.who)
    after = joined.group_by("id").aggregate(
        lead_on=joined.created.min(where=joined.created >= joined.on),
        deal_on=joined.converted.min(where=joined.converted >= joined.on),
    )
    after = after.select(touched=after.id, lead_on=after.lead_on, deal_on=after.deal_on)
    told = first.left_join(after, first.id == after.touched)
    return told.mutate(
        days_to_lead=days_between(told.lead_on, told.on), days_to_deal=days_between(told.deal_on, told.on)
    ).drop("touched")

"""What projects keep an eye on: risks, actions, issues and decisions while they are open."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER


@relation(
    title="Watch-list items while they are open",
    kind="raid_item",
    reads=("raid_item", "project"),
    links={"raid_item": "id", "project": "project_id", "account": "account_id", "person": "owner_id"},
    dimensions={
        "project": "project.title",
        "kind": "raid_item.type",
        "severity": "raid_item.severity",
        "owner": "person.title",
        "manager": "project.manager",
        "segment": "account.segment",
    },
    unknown={"owner": "nobody", "manager": "nobody"},
)
def open_raid_items(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which an item is open: one, and one more for each time that it
    was opened again. `first_opened_on` stays whatever happens later; where no day of opening is recorded, it is that
    on which the item was written down. `due_on` and `owner_id` are as of today."""
    turned = _turned(records)
    first = turned.group_by("id").aggregate(
        first_opened_on=lambda t: ibis.coalesce(t["opened_on"].min(), t["day_from"].min())
    )
    first = first.select(item=first["id"], first_opened_on=first["first_opened_on"])
    order = ibis.window(group_by=["id", "turn"], order_by=[ibis.desc("day_from")])
    last = turned.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    joined = last.inner_join(first, last["id"] == first["item"]).drop("item")
    found = joined.mutate(
        since=ibis.ifelse(joined["turn"] == 0, joined["first_opened_on"], joined["turn_from"]),
        until=joined["closed_on"].fill_null(ibis.literal(FOREVER)),
    )
    return _described(found.filter(found["since"] < found["until"]), records)


def _turned(records: Records) -> ir.Table:
    """The states of items with `turn`, how often each had been opened again by then, and `turn_from`, since when."""
    states = records.states("raid_item")
    order = ibis.window(group_by="id", order_by="day_from")
    marked = states.mutate(was_closed=states["closed_on"].lag().over(order))
    opened_again = marked["was_closed"].notnull() & marked["closed_on"].isnull()
    marked = marked.mutate(again=ibis.ifelse(opened_again, 1, 0))
    so_far = ibis.window(group_by="id", order_by="day_from", preceding=None, following=0)
    turned = marked.mutate(turn=marked["again"].sum().over(so_far))
    return turned.mutate(turn_from=turned["day_from"].min().over(ibis.window(group_by=["id", "turn"])))


def _described(found: ir.Table, records: Records) -> ir.Table:
    """With what the item and its project say today; items of projects that are gone are out."""
    rows = found.select("id", "since", "until", "first_opened_on")
    items = {"project_id": "project_id", "owner_id": "owner_id", "due_on": "due_on"}
    rows = records.with_now(rows, kind="raid_item", link="id", columns=items)
    rows = records.with_now(rows, kind="project", link="project_id", columns={"account_id": "account_id", "here": "id"})
    return rows.filter(rows["here"].notnull()).drop("here")

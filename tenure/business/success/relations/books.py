"""Whose customers are whose, and where the time of those who look after them goes."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import widened

DIMENSIONS = {
    **ACCOUNT_CUTS,
}
WITHOUT = {"csm": "nobody"}
TOP_SHARE_OF = 5  # the top fifth
MINUTES = 60


@relation(
    title="Customers by who looks after them",
    kind="account",
    reads=("account",),
    uses=("customer_spans",),
    links={"account": "account_id"},
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def customer_books(records: Records) -> ir.Table:
    """Stretches of days of customers under one CSM (`csm_id`, null in a pool): `mrr`, `first_on`."""
    spans = records.relation("customer_spans")
    held = widened(records.states("account"))
    held = held.select("csm_id", held_id=held["id"], held_from=held["day_from"], held_to=held["day_to"])
    met = spans.inner_join(
        held,
        [
            spans["account_id"] == held["held_id"],
            spans["since"] < held["held_to"],
            spans["until"] > held["held_from"],
        ],
    )
    return met.select(
        "id", "account_id", "mrr", "first_on", "csm_id",
        since=ibis.greatest(met["since"], met["held_from"]),
        until=ibis.least(met["until"], met["held_to"]),
    )  # fmt: skip


@relation(
    title="Time of CSMs with customers",
    kind="account",
    reads=("time_entry", "activity", "account"),
    uses=("customer_spans",),
    links={"account": "account_id", "person": "person_id"},
    dimensions={**DIMENSIONS, "person": "person.title"},
    unknown=WITHOUT,
)
def csm_time(records: Records) -> ir.Table:
    """What people who are CSM of some account spent on customers, a row per day, person and account: `minutes`, and
    `is_top`: the customer is in the top fifth by ARR at the end of that month. From time entries; where CSMs write
    none, from the length of their activities."""
    entries, talks = records.now("time_entry"), records.now("activity")
    csms = records.states("account").select(csm="csm_id").distinct()
    csms = csms.filter(csms["csm"].notnull())
    worked = entries.filter(entries["account_id"].notnull(), entries["hours"].notnull()).select(
        "account_id", "person_id", on=entries["on"], minutes=entries["hours"].cast("float64") * MINUTES
    )
    spoken = talks.filter(talks["account_id"].notnull(), talks["duration_minutes"].notnull())
    spoken = spoken.select(
        "account_id",
        person_id=spoken["rep_id"],
        on=records.day(ibis.coalesce(spoken["held_at"], spoken["at"])),
        minutes=spoken["duration_minutes"].cast("float64"),
    )
    worked = worked.semi_join(csms, worked["person_id"] == csms["csm"]).mutate(is_entry=ibis.literal(True))
    spoken = spoken.semi_join(csms, spoken["person_id"] == csms["csm"]).mutate(is_entry=ibis.literal(False))
    every = worked.union(spoken)
    has_entries = every["is_entry"].any().over(ibis.window())
    every = every.mutate(has_entries=has_entries).filter(lambda t: t["is_entry"] == t["has_entries"])
    return _with_rank(every.filter(every["on"].notnull()), records)


def _with_rank(rows: ir.Table, records: Records) -> ir.Table:
    today = records.today
    first: Any = rows["on"].truncate("M").cast("date")
    last = (first + ibis.interval(months=1)).cast("date") - ibis.interval(days=1)
    dated = rows.mutate(month_end=ibis.least(last, today))
    ends = dated.select(end=dated["month_end"]).distinct()
    spans = records.relation("customer_spans").view()
    held = spans.inner_join(ends, [spans["since"] <= ends["end"], spans["until"] > ends["end"]])
    order = ibis.window(group_by="end", order_by=[ibis.desc("mrr"), "first_on", "account_id"])
    many = held["mrr"].count().over(ibis.window(group_by="end"))
    ranked = held.mutate(place=ibis.row_number().over(order), many=many)
    # Among n customers the places below a fifth of n, rounded up.
    is_top = ranked["place"] * TOP_SHARE_OF < ranked["many"]
    ranked = ranked.select(ranked_id=ranked["account_id"], ranked_end=ranked["end"], is_top=is_top)
    met = dated.inner_join(
        ranked, [dated["account_id"] == ranked["ranked_id"], dated["month_end"] == ranked["ranked_end"]]
    )
    return met.mutate(id=met["account_id"]).drop("ranked_id", "ranked_end")

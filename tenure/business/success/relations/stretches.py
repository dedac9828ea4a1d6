"""For how long something counts that happened on a day."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.records import Records


def stretches(days_of: ir.Table, *, months: int = 0, days: int = 0, by: tuple[str, ...] = ("account_id",)) -> ir.Table:
    """From days `on` of an account (or of what `by` says): stretches that do not overlap, `since` to before `until`,
    on which the last such day lies no more than some months back, or is one of the last so many days."""
    once = days_of.select(*by, "on").distinct()
    order = ibis.window(group_by=list(by), order_by="on")
    lasts = ibis.interval(months=months) if months else ibis.interval(days=days)
    over: ir.Table = once.mutate(over_on=(once["on"] + lasts).cast("date"))
    over = over.mutate(next_on=over["on"].lead().over(order))
    ends = ibis.least(ibis.coalesce(over["next_on"], over["over_on"]), over["over_on"])
    return over.select(*by, since=over["on"], until=ends)


def apart(rows: ir.Table, *, by: tuple[str, ...]) -> ir.Table:
    """Stretches (`since` to before `until`) of what `by` says, of which some overlap, so that none do."""
    order = ibis.window(group_by=list(by), order_by=["since", "until"])
    following = rows["since"].lead().over(order)
    cut: ir.Table = rows.mutate(until=ibis.least(rows["until"], following.fill_null(rows["until"])))
    return cut.filter(cut["since"] < cut["until"])


def customers_while(rows: ir.Table, records: Records) -> ir.Table:
    """The stretches of rows of an account, cut down to the days on which it is a customer; `id` is the account's."""
    spans = records.relation("customer_spans").view()
    paid = spans.select(
        payer_id=spans["account_id"], paid_from=spans["since"], paid_to=spans["until"], mrr=spans["mrr"]
    )
    met = rows.inner_join(
        paid,
        [
            rows["account_id"] == paid["payer_id"],
            rows["since"] < paid["paid_to"],
            rows["until"] > paid["paid_from"],
        ],
    )
    return met.mutate(
        id=met["account_id"],
        since=ibis.greatest(met["since"], met["paid_from"]),
        until=ibis.least(met["until"], met["paid_to"]),
    ).drop("payer_id", "paid_from", "paid_to")

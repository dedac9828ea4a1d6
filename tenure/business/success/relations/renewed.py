"""The parts of a renewal, each a row per account and last day of its terms (`KEY`)."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import converted_share

KEY = ("account_id", "due_on")
MONTHS = 12


def due_lines(records: Records) -> ir.Table:
    """What is due: lines in service on the last day, summed; `id` is the oldest contract's."""
    held = _on_day(records.relation("contract_terms"), records, contract="id", day="due_on")
    main = ibis.window(group_by=list(KEY), order_by=[ibis.desc("mrr"), "line_id"])
    placed = held.mutate(place=ibis.row_number().over(main))
    first = placed["place"] == 0
    return placed.group_by(list(KEY)).aggregate(
        id=placed["id"].min(),
        arr_due=placed["mrr"].sum() * MONTHS,
        lacks_rate=placed["lacks_rate"].any(),
        product_id=placed["product_id"].max(where=first),
        plan_id=placed["plan_id"].max(where=first),
        since=placed["since"].min(),
        deadline=placed["deadline"].max(),
        auto_renew=placed["auto_renew"].fill_null(False).all(),
        extended_on=placed["extended_on"].max(),
        ended_on=placed["terminated_on"].min(),
    )


def noticed(due: ir.Table, records: Records) -> ir.Table:
    """`notice_on`: when it was said, within the term, that it would end."""
    said = records.now("offboarding")
    said = said.filter(said["notified_on"].notnull()).select(said_by=said["account_id"], said_on=said["notified_on"])
    told = due.filter(due["ended_on"].notnull()).select(said_by="account_id", said_on="ended_on")
    every = said.union(told)
    terms = due.view()
    met = terms.inner_join(
        every,
        [
            terms["account_id"] == every["said_by"],
            every["said_on"] >= terms["since"],
            every["said_on"] <= terms["due_on"],
        ],
    )
    return met.group_by(list(KEY)).aggregate(notice_on=met["said_on"].min())


def by_deal(records: Records) -> ir.Table:
    """Renewal opportunities: since when there is one, how many are open, and when it was won or lost."""
    deals = records.relation("renewal_deals").view()
    is_won, is_lost = deals["outcome"] == "won", deals["outcome"] == "lost"
    return deals.group_by(list(KEY)).aggregate(
        first_deal_on=deals["created_on"].min(),
        open_deals=deals["closed_on"].isnull().sum(),
        won_on=deals["closed_on"].min(where=is_won),
        won_arr=deals["arr"].sum(where=is_won),
        lost_on=deals["closed_on"].max(where=is_lost),
    )


def renewed_worth(records: Records) -> ir.Table:
    """What goes on: `renewed_arr` of the contracts that follow, from their first recurring day, and `kept_arr` of the
    same contracts' lines on the day after; each with how many lines it is, and `signed_on`."""
    signed = records.relation("renewing_contracts").view()
    after: Any = signed["due_on"] + ibis.interval(days=1)
    begun = records.relation("recurring_lines").view()
    begun = begun.group_by(begun["contract_id"].name("begun_by")).aggregate(begun_on=begun["since"].min())
    signed = signed.mutate(after=after).left_join(begun, signed["id"] == begun["begun_by"])
    signed = signed.mutate(day=ibis.greatest(signed["after"], signed["begun_on"].fill_null(signed["after"])))
    terms = records.relation("contract_terms").view()
    kept = terms.mutate(day=terms["due_on"] + ibis.interval(days=1))
    columns = ["id", *KEY, "day"]
    both = signed.select(*columns, is_new=ibis.literal(True)).union(kept.select(*columns, is_new=ibis.literal(False)))
    lines = _at_due_rate(_on_day(both, records, contract="id", day="day"), records)
    is_new = lines["is_new"]
    sums = lines.group_by(list(KEY)).aggregate(
        renewed_arr=lines["worth"].sum(where=is_new) * MONTHS,
        renewed_lines=is_new.sum(),
        kept_arr=lines["worth"].sum(where=~is_new) * MONTHS,
        kept_lines=(~is_new).sum(),
        lacks_renewed=lines["lacks_rate"].any(),
    )
    papers = signed.group_by(list(KEY)).aggregate(
        signed_contracts=signed["id"].nunique(),
        signed_on=ibis.coalesce(signed["signed_on"], signed["start_on"]).min(),
    )
    papers = papers.rename({f"paper_{column}": column for column in KEY})
    joined = sums.outer_join(papers, [sums[column] == papers[f"paper_{column}"] for column in KEY])
    keys = {column: ibis.coalesce(joined[column], joined[f"paper_{column}"]) for column in KEY}
    return joined.mutate(**keys).drop(*(f"paper_{column}" for column in KEY))


def _on_day(rows: ir.Table, records: Records, *, contract: str, day: str) -> ir.Table:
    """The rows with each of the recurring lines that their contract has in service on their day."""
    lines = records.relation("recurring_lines").view()
    lines = lines.select(
        "product_id", "plan_id", "currency", "mrr", "native", "rate", "lacks_rate",
        of=lines["contract_id"], line_id=lines["id"], held_from=lines["since"], held_to=lines["until"],
    )  # fmt: skip
    return rows.inner_join(
        lines, [rows[contract] == lines["of"], lines["held_from"] <= rows[day], lines["held_to"] > rows[day]]
    )


def _at_due_rate(lines: ir.Table, records: Records) -> ir.Table:
    """With `worth`: a line's MRR at the rate at which its currency was due, where it was."""
    held = _on_day(records.relation("contract_terms").view(), records, contract="id", day="due_on")
    rates = held.group_by([held["account_id"].name("rated_by"), held["due_on"].name("rated_on"), "currency"])
    rates = rates.aggregate(due_rate=lambda t: t["rate"].max()).rename(rated_in="currency")
    joined = lines.left_join(
        rates,
        [
            lines["account_id"] == rates["rated_by"],
            lines["due_on"] == rates["rated_on"],
            lines["currency"] == rates["rated_in"],
        ],
    )
    one = ibis.literal(1)
    again = converted_share(joined["native"], times=1, divided=one, rate=joined["due_rate"])
    is_other = (joined["due_rate"] != joined["rate"]).fill_null(False)
    return joined.mutate(worth=ibis.ifelse(is_other, again, joined["mrr"]))

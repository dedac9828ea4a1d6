"""Terms of contracts that come to an end: which day, and what was agreed about renewing."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import widened

NOT_AGREED = ("draft", "sent")


def agreed(contracts: ir.Table) -> Any:
    """Whether contracts are signed, or were; void ones are not."""
    status: Any = contracts["status"]
    return (status != "void") & (~status.isin(NOT_AGREED) | contracts["signed_on"].notnull())


@relation(
    title="Terms of contracts",
    kind="contract",
    reads=("contract",),
    links={"contract": "id", "account": "account_id"},
)
def contract_terms(records: Records) -> ir.Table:
    """Each term that runs out: `due_on`, its last day; `since`, the day on which it was agreed; `deadline`, the last
    day to give notice; `auto_renew`; `terminated_on`; `extended_on`, the day on which its end was put off, if it was.

    Contracts from month to month have no term, and one that was ended before its term's last day left early: that is
    churn, but nothing was due.
    """
    contracts = records.now("contract")
    last = contracts.filter(agreed(contracts), contracts["end_on"].notnull())
    last = last.filter(~_is_cut_short(last))
    kept = ["id", "account_id", "since", "due_on", "extended_on", "auto_renew", "deadline", "terminated_on"]
    ends = last.mutate(
        since=ibis.coalesce(last["signed_on"], last["start_on"], last["end_on"]),
        due_on=last["end_on"],
        deadline=_deadline(last),
        extended_on=ibis.null("date"),
    )
    ends = ends.filter(~ends["is_month_to_month"].fill_null(False)).select(kept)
    return ends.union(_extended(records, ends, kept))


def _deadline(contracts: ir.Table) -> Any:
    last: Any = contracts["end_on"]
    return last - contracts["notice_days"].fill_null(0).cast("int64").as_interval("D")


def _is_cut_short(contracts: ir.Table) -> Any:
    """Whether a contract ended before the day that its term says."""
    months: Any = contracts["term_months"].cast("int64")
    start: Any = contracts["start_on"]
    after: Any = contracts["end_on"] + ibis.interval(days=1)
    ran = (after.year() - start.year()) * 12 + after.month() - start.month()
    # From the 31st a term may run to the last day of a shorter month.
    is_last_day = (after + ibis.interval(days=1)).month() != after.month()
    is_short = (ran < months) | ((ran == months) & (after.day() < start.day()) & ~is_last_day)
    is_told = (contracts["terminated_on"].notnull() & is_short).fill_null(False)
    return is_told | (contracts["status"] == "terminated")


def _extended(records: Records, ends: ir.Table, kept: list[str]) -> ir.Table:
    """Terms whose contract goes on because its end was put off: each earlier end was due too."""
    states = widened(records.states("contract"))
    order = ibis.window(group_by="id", order_by="day_from")
    following = states.mutate(next_end=states["end_on"].lead().over(order))
    moved = following.filter(
        agreed(following),
        ~following["is_month_to_month"].fill_null(False),
        following["next_end"] > following["end_on"],
        following["day_to"] > following["signed_on"],
    )
    final = ends.select(final_id=ends["id"], final_on=ends["due_on"])
    earlier = moved.inner_join(final, [moved["id"] == final["final_id"], moved["end_on"] < final["final_on"]])
    earlier = earlier.mutate(
        since=ibis.coalesce(earlier["signed_on"], earlier["start_on"], earlier["end_on"]),
        due_on=earlier["end_on"],
        deadline=_deadline(earlier),
        extended_on=earlier["day_to"],
        terminated_on=ibis.null("date"),
    )
    newest = ibis.window(group_by=["id", "due_on"], order_by=ibis.desc("day_from"))
    placed = earlier.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t["place"] == 0)
    return placed.select(kept)

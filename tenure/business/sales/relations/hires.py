"""Hired sellers, and when each first brought as much as they are to bring."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records


@relation(
    title="Hired sellers",
    kind="person",
    reads=("person",),
    uses=("credits", "quota_days"),
    links={"person": "id"},
    dimensions={
        "role": "person.role",
        "team": "person.team",
        "region": "person.region",
        "manager": "person.manager",
        "segment": "segment",
        "hire_cohort": "hire_cohort",
    },
    account=None,
)
def hired_sellers(records: Records) -> ir.Table:
    """Everyone with a quota in ARR by `hired_on`: `ramped_by`, the first day after the first full month with whose two
    months before they brought three months of their full quota (their highest), null if that has not come; and
    `watched_until`, the first day on which they were no longer there to bring it, or are not watched yet."""
    people = records.now("person")
    quotas = records.relation("quota_days")
    quotas = records.with_now(quotas, kind="territory", link="territory_id", columns={"segment": "segment"})
    # The quota of three months, at the highest rate per day that was ever set: 365 ÷ 4 days.
    full = quotas.filter(quotas.amount > 0).group_by("rep_id").aggregate(
        full=lambda t: (t.amount.cast("float64") * 365 / (t.term_days * 4)).max(), segment=lambda t: t.segment.max()
    )  # fmt: skip
    full = full.select(quota_rep=full.rep_id, full=full.full, segment=full.segment)
    hired = people.filter(people.hired_on.notnull()).inner_join(full, people.id == full.quota_rep)
    ramped = _ramped(records, hired)
    found = hired.left_join(ramped, hired.id == ramped.ramped_rep)
    end = _tomorrow(records)
    return found.select(
        "id", "hired_on", "left_on", "segment", "ramped_by",
        hire_cohort=found.hired_on.strftime("%Y-%m"),
        watched_until=ibis.ifelse(found.left_on.isnull(), end, found.left_on),
    )  # fmt: skip


def _ramped(records: Records, hired: ir.Table) -> ir.Table:
    given = records.relation("credits").view()
    day: Any = given.on
    monthly = given.mutate(month=day.year() * 12 + day.month() - 1).group_by("rep_id", "month")
    sums = monthly.aggregate(amount=lambda t: t.amount.sum())
    earlier = sums.view()
    earlier = earlier.select(other_rep=earlier.rep_id, other=earlier.month, other_amount=earlier.amount)
    trailing = sums.inner_join(
        earlier, [sums.rep_id == earlier.other_rep, earlier.other <= sums.month, earlier.other > sums.month - 3]
    )
    trailing = trailing.group_by("rep_id", "month").aggregate(brought=lambda t: t.other_amount.sum())
    who = hired.select(who=hired.id, full=hired.full, hired_on=hired.hired_on)
    reached = trailing.inner_join(who, trailing.rep_id == who.who)
    since: Any = reached.hired_on
    tomorrow = _tomorrow(records)
    running = tomorrow.year() * 12 + tomorrow.month() - 1
    reached = reached.filter(
        reached.brought.cast("float64") >= reached.full - 0.5,
        reached.month >= since.year() * 12 + since.month() - 1,
        reached.month < running,
    )
    first = reached.group_by("rep_id").aggregate(month=lambda t: t.month.min() + 1)
    year, month = first.month // 12, first.month % 12 + 1
    return first.select(ramped_rep=first.rep_id, ramped_by=ibis.date(year, month, 1))


def _tomorrow(records: Records) -> Any:
    return (records.today + ibis.interval(days=1)).cast("date")

"""What became known late: versions that speak of days before the one on which they were known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.metrics.periods import Period
from tenure.engine.relations.days import local_day
from tenure.engine.relations.describing import Description, Holds
from tenure.engine.relations.records import Records

Late = tuple[tuple[date, date], ...]


def late_knowledge(kinds: Iterable[str], *, records: Records) -> Late:
    """The distinct (first day spoken of, day known) of all versions that speak of days before they were known."""
    found: set[tuple[date, date]] = set()
    for key in sorted(kinds):
        kind = records.kind(key)
        rows = records.source.answer(name=("late", key), view=records.view, make=partial(_late, records, kind))
        found |= {(row["spoken_of"], row["known_on"]) for row in rows}
    return tuple(sorted(found))


def may_be_restated(period: Period, *, late: Late) -> bool:
    """Whether anything of the period, or of before, became known only after it."""
    return any(spoken_of <= period.close < known_on for spoken_of, known_on in late)


def _late(records: Records, kind: Description) -> ir.Table:
    """A record's first version speaks of all days that it names, a later one of those that it names anew."""
    zone = records.view.zone
    versions = records.source.versions(kind.table)
    order = ibis.window(group_by="record_id", order_by=["version_id"])
    dated = {
        one.column: versions[one.column] if one.holds is Holds.DAY else local_day(versions[one.column], zone=zone)
        for one in kind.columns.values()
        if one.holds in (Holds.DAY, Holds.INSTANT)
    }
    days = versions.select(
        "record_id",
        "version_id",
        known_on=local_day(versions.known_from, zone=zone),
        held_from=local_day(versions.effective_at, zone=zone),
        **dated,
    )
    far = ibis.literal(date.max)
    spoken: list[Any] = [days.held_from]
    for column in dated:
        before: Any = days[column].lag().over(order)
        is_new = ~days[column].identical_to(before)
        both = ibis.least(days[column].fill_null(far), before.fill_null(far))
        spoken.append(ibis.ifelse(is_new, both, far))
    told = days.mutate(spoken_of=ibis.least(*spoken)) if len(spoken) > 1 else days.mutate(spoken_of=days.held_from)
    return told.filter(told.spoken_of < told.known_on).select("spoken_of", "known_on").distinct()

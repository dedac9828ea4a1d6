"""From versions to states: what held for a record from when to when, as known at an instant."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.days import local_day, view_day, view_end, view_knowledge
from tenure.engine.relations.describing import Description, Holds
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER, Viewpoint

GONE = ("delete",)


def known_versions(versions: ir.Table) -> ir.Table:
    """The versions that were known at the viewpoint's instant and hold from no later than its day."""
    return known(versions).filter(lambda t: t.effective_at < view_end())


def known(versions: ir.Table) -> Any:
    """The versions that were known at the viewpoint's instant, whatever days they hold for."""
    return versions.filter(versions.known_from <= view_knowledge())


def gone(versions: ir.Table) -> ir.Table:
    """The ids (`id`) of records that were deleted or merged away, by the newest version that is known, whatever day
    it holds from: what should not be there is out of the past too."""
    order = ibis.window(group_by="record_id", order_by=ibis.desc("version_id"))
    newest = known(versions).mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    is_out = newest.deleted_at.notnull() | newest.operation.isin(GONE)
    if "merged_into_id" in newest.columns:
        is_out = is_out | newest.merged_into_id.notnull()
    return newest.filter(is_out).select(id=newest.record_id)


def states(versions: ir.Table, *, kind: Description, view: Viewpoint) -> ir.Table:
    """One row per record and stretch of local days in which its values held at the end of the day.

    Columns: `id`, `public_id`, the kind's own, `day_from` and `day_to` (half-open dates, `FOREVER` for the last),
    `valid_from` (the instant), `first` (whether it is the record's first state), `last` (whether it is its newest).
    Of several versions of one day the last one counts; of versions from the same instant, the one written last.
    """
    seen = known_versions(versions)
    kept = ["public_id", *(name for name in kind.kept if name in seen.columns and name != "public_id")]
    named = seen.select(
        "version_id", *kept, id=seen.record_id, valid_from=seen.effective_at,
        day_from=local_day(seen.effective_at, zone=view.zone),
    )  # fmt: skip
    order = ibis.window(group_by="id", order_by=["valid_from", "version_id"])
    placed = named.mutate(next_day=named.day_from.lead().over(order))
    held = placed.filter(placed.next_day.isnull() | (placed.next_day != placed.day_from))
    order = ibis.window(group_by="id", order_by=["day_from"])
    return held.select(
        "id",
        *kept,
        "day_from",
        day_to=held.next_day.fill_null(ibis.literal(FOREVER)),
        valid_from=held.valid_from,
        first=ibis.row_number().over(order) == 0,
        last=held.next_day.isnull(),
    )


def newest(all_states: ir.Table, *, kind: Description) -> ir.Table:
    """Each record once, as it is at the end of the viewpoint's day: what happened later reads null, with all that it
    reveals."""
    current = all_states.filter(all_states["last"])
    hidden: dict[str, list[Any]] = {}
    for event, reveals in kind.happened.items():
        later = is_after(current, event, kind=kind)
        for column in (event, *reveals):
            if column in current.columns:
                hidden.setdefault(column, []).append(later)
    masked = {}
    for column, reasons in hidden.items():
        is_hidden = reasons[0]
        for reason in reasons[1:]:
            is_hidden = is_hidden | reason
        masked[column] = ibis.ifelse(is_hidden.fill_null(False), ibis.null(current[column].type()), current[column])
    return current.mutate(**masked).drop("day_from", "day_to", "first", "last")


def is_after(table: ir.Table, column: str, *, kind: Description) -> ir.BooleanValue:
    """Whether what a column dates lies after the viewpoint's day."""
    value: Any = table[column]
    if holds(kind, column) is Holds.INSTANT:
        return value >= view_end()
    return value > view_day()


def holds(kind: Description, column: str) -> Holds:
    """What a table's column holds."""
    return next(one.holds for one in kind.columns.values() if one.column == column)


def widened(all_states: ir.Table) -> ir.Table:
    """The states with the first of each record reaching back for ever, so that whatever refers to a record from
    before it was written down still finds it."""
    start: date = ALWAYS
    return all_states.mutate(day_from=ibis.ifelse(all_states["first"], ibis.literal(start), all_states.day_from))

"""Links to rows that came later in the same table: made in a second reading, as if they had been there at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenure.foundation.records.bulk import update_rows
from tenure.foundation.records.bulk_versions import Holding
from tenure.foundation.records.trees import ParentField, is_at_or_above
from tenure.foundation.records.versions.table import Operation
from tenure.interfaces.ingest.applying.keys import key_of, plain
from tenure.interfaces.ingest.applying.links import Link
from tenure.interfaces.ingest.applying.lookups import external_ids, pieces
from tenure.interfaces.ingest.applying.plan import TargetPlan
from tenure.interfaces.ingest.applying.tallies import Tally
from tenure.interfaces.ingest.models import RowDigest
from tenure.interfaces.ingest.reading import Row

Refuse = Callable[[Row, str], None]


def relink(*, plan: TargetPlan, rows: Sequence[Row], tally: Tally, refuse: Refuse) -> None:
    """Makes the links of the rows that were written without. Inside `recording`.

    Where a link still leads nowhere the record stays without it, and the row is told of.
    """
    waiting = _waiting(plan, rows)
    for link in plan.links:
        if link.is_own_kind:
            _relink(plan, link, waiting, tally, refuse)
    done = [external for _, _, external in waiting]
    for portion in pieces(done):
        RowDigest.objects.filter(external__in=portion, digest=0).delete()


def _waiting(plan: TargetPlan, rows: Sequence[Row]) -> list[tuple[Row, int, int]]:
    """The rows whose records wait for a link: with the ids of the record and of its external id."""
    by_key: dict[str, Row] = {}
    for row in rows:
        try:
            if plan.when is None or plan.when(row.values):
                by_key.setdefault(key_of(plan, row), row)
        except (ValueError, ArithmeticError):
            continue  # refused in the first reading
    found = external_ids(kind_key=plan.model.kind.key, source=plan.source, keys=by_key)
    open_: set[int] = set()
    for portion in pieces([number for _, number in found.values()]):
        open_ |= set(RowDigest.objects.filter(external__in=portion, digest=0).values_list("external", flat=True))
    return [(by_key[key], record, number) for key, (record, number) in found.items() if number in open_]


def _relink(
    plan: TargetPlan, link: Link, waiting: Sequence[tuple[Row, int, int]], tally: Tally, refuse: Refuse
) -> None:
    keys = {record: plain(link.evaluate(row.values)) for row, record, _ in waiting}
    link.finder.forget_missing()
    known = link.finder.find(key for key in keys.values() if key)
    present = dict(_standing(plan, link, list(keys)))
    is_tree = isinstance(plan.model._meta.get_field(link.name), ParentField)
    changes = []
    for row, record, _ in waiting:
        found = known.get(keys[record])
        if found is None or present.get(record) is not None or record not in present:
            continue
        if not isinstance(found, int):
            if not link.is_ignored:
                tally.incomplete += 1
                refuse(row, f"{link.name}: {found.reason}; the record was written without")
        elif is_tree and is_at_or_above(record=plan.model(pk=record), link=link.name, other_id=found):
            tally.incomplete += 1
            refuse(row, f"{link.name}: the record would become a part of itself; it was written without")
        else:
            changes.append((record, [found]))
            if is_tree:
                _put(plan, link, [changes.pop()])  # the next one must see it, or two together close a circle
    _put(plan, link, changes)


def _put(plan: TargetPlan, link: Link, changes: list[tuple[int, list[Any]]]) -> None:
    update_rows(model=plan.model, fields=(link.attname,), rows=changes, operation=Operation.CORRECT, holds=Holding.LAST)


def _standing(plan: TargetPlan, link: Link, ids: Sequence[int]) -> Any:
    for portion in pieces(ids):
        yield from plan.model.objects.filter(pk__in=portion).values_list("pk", link.attname)

"""Why a number was another one before: the rows that differ between two states of knowledge, and what changed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tenure.engine.metrics.answers import Row
from tenure.engine.metrics.lineage import kinds_of
from tenure.engine.metrics.registry import find_metric
from tenure.engine.relations.viewpoint import Viewpoint
from tenure.engine.workspace.asking import Ask, rows_behind, utc
from tenure.engine.workspace.opening import Workspace, workspace
from tenure.foundation.records.models import Change

ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cause:
    """A change of a record that became known between the two moments."""

    kind: str
    public_id: str
    known_from: datetime
    by: str
    reason: str
    change: int


@dataclass(frozen=True)
class Restated:
    """A row behind a number whose amount became another: `before` and `after` in the unit of the row (0: no row)."""

    row: Row
    before: Any
    after: Any
    causes: tuple[Cause, ...]


def restatements(ask: Ask, *, earlier: datetime, later: datetime | None, lake: Path) -> list[Restated]:
    """What differs of the numbers between what was known at `earlier` and at `later` (none: now), row by row, each
    with the changes of records that became known in between."""
    before = _by_place(rows_behind(replace(ask, known_at=earlier), lake=lake))
    after = _by_place(rows_behind(replace(ask, known_at=later), lake=lake))
    moved = [place for place in {**before, **after} if _amount(before, place) != _amount(after, place)]
    rows = [(after.get(place) or before[place], place) for place in moved]
    causes = _causes([row for row, _ in rows], ask, earlier, later or ALWAYS, lake)
    found = [
        Restated(row, _amount(before, place), _amount(after, place), causes.get((row.kind, row.record), ()))
        for row, place in rows
    ]
    return sorted(found, key=lambda one: (one.row.period.start, one.row.series, one.row.side, one.row.record))


def _by_place(rows: Iterable[Row]) -> dict[Any, Row]:
    found: dict[Any, Row] = {}
    for row in rows:
        place = (row.period.start, row.series, row.side, row.kind, row.record, tuple(row.dims.items()))
        known = found.get(place)
        found[place] = replace(row, amount=known.amount + row.amount) if known else row
    return found


def _amount(rows: Mapping[Any, Row], place: Any) -> Any:
    return rows[place].amount if place in rows else 0


def _causes(
    rows: list[Row], ask: Ask, earlier: datetime, later: datetime, lake: Path
) -> dict[tuple[str, int], tuple[Cause, ...]]:
    """Of the kinds that the numbers stand on, the versions in between of the row's own record, of records of its
    account where the row is an account, and of its parts."""
    if not rows:
        return {}
    with workspace(lake=lake) as opened:
        kinds = {kind for key in ask.keys for kind in kinds_of(find_metric(key)[0], catalogue=opened.catalogue)}
        view = opened.view(as_of=ask.as_of, **ask.settings)
        found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
        for kind in sorted(kinds):
            for version in _versions(opened, view, kind, earlier, later):
                for owner in _owners(opened, kind, version):
                    found.setdefault(owner, []).append((kind, version))
        return _told({(row.kind, row.record) for row in rows}, found)


def _versions(
    opened: Workspace, view: Viewpoint, kind: str, earlier: datetime, later: datetime
) -> list[dict[str, Any]]:
    table: Any = opened.source.versions(opened.source.kinds[kind].table)
    links = [one.column for one in opened.source.kinds[kind].columns.values() if one.links_to]
    seen = table.filter(table.known_from > utc(earlier), table.known_from <= utc(later))
    return opened.source.fetch(seen.select("record_id", "public_id", "change_id", "known_from", *links), view=view)


def _owners(opened: Workspace, kind: str, version: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    yield kind, version["record_id"]
    for column in opened.source.kinds[kind].columns.values():
        if column.links_to and version.get(column.column) is not None:
            yield column.links_to, version[column.column]


def _told(
    wanted: set[tuple[str, int]], found: Mapping[tuple[str, int], list[tuple[Any, ...]]]
) -> dict[tuple[str, int], tuple[Cause, ...]]:
    ids = {version["change_id"] for owner in wanted for _, version in found.get(owner, ())}
    changes = Change.objects.in_bulk(ids)
    told: dict[tuple[str, int], tuple[Cause, ...]] = {}
    for owner in wanted:
        causes = {
            Cause(
                kind=kind,
                public_id=version["public_id"],
                known_from=version["known_from"].replace(tzinfo=UTC),
                by=changes[version["change_id"]].actor_label,
                reason=changes[version["change_id"]].reason,
                change=version["change_id"],
            )
            for kind, version in found.get(owner, ())
        }
        told[owner] = tuple(sorted(causes, key=lambda one: (one.known_from, one.change)))
    return told

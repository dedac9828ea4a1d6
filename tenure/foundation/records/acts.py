"""What acts wrote, over all kinds at once: a fixed number of questions, however many acts and records there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Max, Min, QuerySet, Value

from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import values_of
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Operation


@dataclass(frozen=True)
class Written:
    """What one act did to the rows of one table: the operation, to how many, and the rows where they are few."""

    model: Any
    operation: Operation
    count: int
    rows: tuple[Any, ...] = ()


@dataclass(frozen=True)
class _Key:
    change_id: int
    place: int
    operation: str


def written_by(*, change_ids: Collection[int], named: int) -> dict[int, list[Written]]:
    """What each act wrote, by table and operation; with the rows (as they are now, else as they were) of acts that
    wrote to at most `named` of them.

    Asks twice for all tables together, then once or twice per table that these acts touched.
    """
    models = list(versioned_models())
    counts = _counts(models, change_ids)
    totals: dict[int, int] = defaultdict(int)
    for key, count in counts.items():
        totals[key.change_id] += count
    rows = _rows(models, [key for key in counts if totals[key.change_id] <= named])
    found: dict[int, list[Written]] = {change_id: [] for change_id in change_ids}
    for key, count in counts.items():
        part = Written(model=models[key.place], operation=Operation(key.operation), count=count)
        found[key.change_id].append(replace(part, rows=tuple(rows.get(key, ()))))
    return found


def latest_of(
    *, rows: Mapping[type[Record], QuerySet[Any]], since_change: int, since: datetime, most: int
) -> list[tuple[Any, int, datetime]]:
    """Of these records, those that acts from this one on wrote to and of which something became known from this instant
    on, with the latest such act and when it was known.

    What was known last comes first: of what an import or a story tells at once, that is not when it was written down.
    """
    models = list(rows)
    parts = [
        _versions(model, place)
        .filter(change_id__gte=since_change, recorded_at__gte=since, known_from__gte=since)
        .filter(record_id__in=rows[model].values("pk"))
        .values_list("place", "record_id")
        .annotate(known=Max("known_from"), newest=Max("change_id"))
        for place, model in enumerate(models)
    ]
    if not parts:
        return []
    newest = list(_together(parts).order_by("-known", "-newest", "place", "record_id")[:most])
    wanted: dict[int, list[int]] = defaultdict(list)
    for place, record_id, *_ in newest:
        wanted[place].append(record_id)
    records = {place: _by_id(models[place], ids) for place, ids in wanted.items()}
    return [(records[place][record_id], change_id, known) for place, record_id, known, change_id in newest]


def _counts(models: Sequence[Any], change_ids: Collection[int]) -> dict[_Key, int]:
    parts = [
        _versions(model, place)
        .filter(change_id__in=change_ids)
        .values_list("change_id", "place", "operation")
        .annotate(count=Count("record_id", distinct=True), first=Min("version_id"))
        for place, model in enumerate(models)
    ]
    if not change_ids:
        return {}
    found = sorted(_together(parts), key=lambda row: (row[0], row[4], row[1]))
    return {_Key(change_id, place, operation): count for change_id, place, operation, count, _ in found}


def _rows(models: Sequence[Any], keys: Iterable[_Key]) -> dict[_Key, list[Any]]:
    """The rows that these acts wrote, in the order in which they did."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for key in keys:
        wanted[key.place].add(key.change_id)
    if not wanted:
        return {}
    parts = [
        _versions(models[place], place)
        .filter(change_id__in=change_ids)
        .values_list("place", "change_id", "operation", "record_id", "version_id")
        for place, change_ids in wanted.items()
    ]
    written = sorted(_together(parts), key=lambda row: row[4])
    ids: dict[int, set[int]] = defaultdict(set)
    for place, _, _, record_id, _ in written:
        ids[place].add(record_id)
    rows = {place: _now_or_then(models[place], ids[place], wanted[place]) for place in ids}
    found: dict[_Key, list[Any]] = defaultdict(list)
    for place, change_id, operation, record_id, _ in written:
        key, row = _Key(change_id, place, operation), rows[place][record_id]
        if row not in found[key]:
            found[key].append(row)
    return found


def _now_or_then(model: Any, ids: set[int], change_ids: set[int]) -> dict[int, Any]:
    """The rows by id; one that is no longer there as its last version among these acts tells it."""
    rows = _by_id(model, ids)
    gone = ids - set(rows)
    if gone:
        versions = model.versions_model._default_manager.filter(record_id__in=gone, change_id__in=change_ids)
        for version in versions.order_by("version_id"):
            rows[version.record_id] = model(pk=version.record_id, **values_of(version))
    return rows


def _by_id(model: Any, ids: Collection[int]) -> dict[int, Any]:
    """The rows with these ids, deleted ones too, with what their titles are told by."""
    rows = model._base_manager.filter(pk__in=ids)
    kind = getattr(model, "kind", None)
    if kind is not None and model._meta.get_field(kind.title).is_relation:
        rows = rows.select_related(kind.title)
    return {row.pk: row for row in rows}


def _versions(model: Any, place: int) -> QuerySet[Any]:
    versions: QuerySet[Any] = model.versions_model._default_manager
    return versions.annotate(place=Value(place, output_field=IntegerField()))


def _together(parts: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    first, *others = parts
    return first.union(*others, all=True) if others else first

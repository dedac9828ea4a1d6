"""Many rows at once, with the same history as one by one: the rows and their versions are each written set-based."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tenure.foundation.records.fields import new_public_id
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import holding, mark_version_written, under_way
from tenure.foundation.records.versions.columns import VERSION_HEAD, VersionedTable, quoted, versioned_table
from tenure.foundation.records.versions.table import Operation, value_fields

CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class _Target:
    """The table that rows go into, with the fields that every row gets."""

    model: type[models.Model]
    fields: tuple[models.Field, ...]
    table: VersionedTable
    connection: BaseDatabaseWrapper


def insert_rows(
    *, model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], is_prepared: bool = False
) -> list[int]:
    """Writes new rows with their first versions; gives their ids in the order of the rows.

    `fields` names the fields (links by `…_id`) that each row gives in this order; the others take their default, and
    records a new public id. Values are Python values, or the database's own where `is_prepared`. Nothing is validated
    but by the database's constraints: the caller does that. Inside `recording`.
    """
    act = under_way()
    connection = connections[act.using]
    target, constants, given = _target(model, fields, connection)
    ids: list[int] = []
    with holding(bulk=True, operation=Operation.CREATE):
        for chunk in _chunks(rows):
            numbers = _reserve_ids(target, len(chunk))
            values = chunk if is_prepared else [_prepared(given, row, connection) for row in chunk]
            _insert(target, _completed(model, values, constants, numbers))
            _insert_versions(target, numbers, operation=Operation.CREATE, is_new=True)
            ids += numbers
    mark_version_written()
    return ids


def change_rows(*, model: type[models.Model], ids: Sequence[int], values: Mapping[str, Any]) -> int:
    """Gives the same values to many rows, each row that really changes leaving a version; gives their number.

    Inside `recording`. `values` by field name, links by `…_id`.
    """
    connection = connections[under_way().using]
    target, _, _ = _target(model, (), connection)
    changed = 0
    with holding(bulk=True, operation=Operation.CHANGE):
        for chunk in _chunks(ids):
            differing = _differing(model, chunk, values)
            changed += model._base_manager.filter(pk__in=differing).update(**values)
            if differing:
                _insert_versions(target, differing, operation=Operation.CHANGE, is_new=False)
                mark_version_written()
    return changed


def _differing(model: type[models.Model], ids: Sequence[int], values: Mapping[str, Any]) -> list[int]:
    same = models.Q()
    for name, value in values.items():
        same &= models.Q(**{f"{name}__isnull": True}) if value is None else models.Q(**{name: value})
    equal = set(model._base_manager.filter(pk__in=ids).filter(same).values_list("pk", flat=True))
    return [pk for pk in ids if pk not in equal]


def _target(
    model: type[models.Model], names: Sequence[str], connection: BaseDatabaseWrapper
) -> tuple[_Target, dict[str, Any], list[models.Field]]:
    by_name = {field.attname: field for field in value_fields(model)}
    given = [by_name[name] for name in names]
    rest = [field for field in value_fields(model) if field not in given]
    constants = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in rest
        if field.attname != "public_id"
    }
    return _Target(model, (*given, *rest), versioned_table(model), connection), constants, given


def _prepared(fields: Sequence[models.Field], row: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _completed(
    model: type[models.Model], rows: Sequence[Sequence[Any]], constants: Mapping[str, Any], ids: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    """Each row with its id in front and the constant values behind, in the order of the target's fields."""
    tail = list(constants.values())
    place = None
    if issubclass(model, Record):
        rest = [field.attname for field in value_fields(model) if field.attname in {*constants, "public_id"}]
        place = rest.index("public_id") if len(rest) > len(tail) else None
    for number, row in zip(ids, rows, strict=True):
        if place is None:
            yield (number, *row, *tail)
        else:
            yield (number, *row, *tail[:place], new_public_id(model.kind.prefix), *tail[place:])  # type: ignore[attr-defined]


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK_ROWS)):
        yield chunk


def _reserve_ids(target: _Target, count: int) -> list[int]:
    table = target.table.table
    with target.connection.cursor() as cursor:
        if target.connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
        )
        return [row[0] for row in cursor.fetchall()]


def _insert(target: _Target, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = quoted(("id", *(str(field.column) for field in target.fields)))
    with target.connection.cursor() as cursor, target.connection.wrap_database_errors:
        if target.connection.vendor == "sqlite":
            _insert_by_way_of_temporary_table(cursor, target.table.table, columns, len(target.fields) + 1, rows)
            return
        with cursor.cursor.copy(f'COPY "{target.table.table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def _insert_by_way_of_temporary_table(
    cursor: Any, table: str, columns: str, width: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """SQLite guards every statement on a table with triggers by a journal of its own, so there is but one statement."""
    marks = ", ".join(["?"] * width)
    cursor.execute("DROP TABLE IF EXISTS temp.bulk_rows")
    cursor.execute(f'CREATE TEMPORARY TABLE bulk_rows AS SELECT {columns} FROM "{table}" WHERE 0')
    cursor.cursor.connection.executemany(f"INSERT INTO temp.bulk_rows VALUES ({marks})", rows)
    cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM temp.bulk_rows')
    cursor.execute("DROP TABLE temp.bulk_rows")


def _insert_versions(target: _Target, ids: Sequence[int], *, operation: Operation, is_new: bool) -> None:
    act = under_way()
    connection, table = target.connection, target.table
    recorded_at = connection.ops.adapt_datetimefield_value(act.change.recorded_at)
    known_from = connection.ops.adapt_datetimefield_value(act.context.known_from or act.change.recorded_at)
    born, parameters = _birth(target, act.zone) if is_new else ("%s", [])
    where, chosen = _chosen(connection, ids)
    columns = quoted(table.columns)
    statement = (
        f'INSERT INTO "{table.version_table}" ({quoted(VERSION_HEAD)}, {columns}) '
        f'SELECT %s, "id", %s, {_instant(connection)}, {_instant(connection)}, %s, {born}, {columns} '
        f'FROM "{table.table}" WHERE {where}'
    )
    head: list[Any] = [act.change.pk, operation.value, recorded_at, known_from, act.context.known_assumed]
    effective: list[Any] = [*parameters, recorded_at] if is_new else [recorded_at]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*head, *effective, *chosen])


def _instant(connection: BaseDatabaseWrapper) -> str:
    return "%s" if connection.vendor == "sqlite" else "%s::timestamptz"


def _chosen(connection: BaseDatabaseWrapper, ids: Sequence[int]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return '"id" = ANY(%s)', [list(ids)]
    if len(ids) == ids[-1] - ids[0] + 1:
        return '"id" BETWEEN %s AND %s', [ids[0], ids[-1]]
    return f'"id" IN ({", ".join(str(int(number)) for number in ids)})', []


def _birth(target: _Target, zone: tzinfo) -> tuple[str, list[Any]]:
    """The expression for a new row's birth, falling back to the time of writing, and its parameters before that."""
    born = target.table.born
    fallback = _instant(target.connection)
    if born is None:
        return fallback, []
    if not target.table.is_born_on_day:
        return f'coalesce("{born}", {fallback})', []
    if target.connection.vendor == "sqlite":
        target.connection.connection.create_function("tenure_day_start", 1, _day_start(zone), deterministic=True)
        return f'coalesce(tenure_day_start("{born}"), {fallback})', []
    return f'coalesce("{born}"::timestamp AT TIME ZONE %s, {fallback})', [str(zone)]


def _day_start(zone: tzinfo) -> Any:
    @lru_cache(maxsize=50_000)
    def day_start(day: str | None) -> str | None:
        if day is None:
            return None
        instant = datetime.combine(date.fromisoformat(day), time.min, tzinfo=zone)
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")

    return day_start

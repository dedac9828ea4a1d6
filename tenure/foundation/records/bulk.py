"""Many rows at once, with the same history as one by one: the rows and their versions are each written set-based."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tenure.foundation.records.bulk_versions import Holding, Known, Target, fill_temporary, insert_versions
from tenure.foundation.records.fields import AmountField, new_public_id
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import holding, mark_version_written, under_way
from tenure.foundation.records.versions.columns import quoted, versioned_table
from tenure.foundation.records.versions.table import Operation, value_fields

CHUNK_ROWS = 20_000
_AS_IT_IS: dict[str, type] = {
    **{"CharField": str, "TextField": str, "SlugField": str, "ForeignKey": int, "BooleanField": bool},
    **{"IntegerField": int, "BigIntegerField": int, "PositiveIntegerField": int},
}


def insert_rows(
    *,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    is_prepared: bool = False,
    known: Known | None = None,
) -> list[int]:
    """Writes new rows with their first versions; gives their ids in the order of the rows.

    `fields` names the fields (links by `…_id`) that each row gives in this order; the others take their default, and
    records a new public id. Values are Python values, or the database's own where `is_prepared`. Nothing is validated
    but by the database's constraints: the caller does that. `known` says when the business knew each row (default: as
    the act says). Inside `recording`.
    """
    act = under_way()
    connection = connections[act.using]
    target, constants, given = _target(model, fields, connection)
    ids: list[int] = []
    with holding(bulk=True, operation=Operation.CREATE):
        for chunk in _chunks(rows):
            numbers = _reserve_ids(target, len(chunk))
            values = chunk if is_prepared else _prepared(given, chunk, connection)
            _insert(target, _completed(model, values, constants, numbers))
            told = _part(known, len(ids), len(numbers))
            insert_versions(target, numbers, operation=Operation.CREATE, holding=Holding.BIRTH, known=told)
            ids += numbers
    mark_version_written()
    return ids


def insert_unversioned(*, model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes new rows of a table without history, in the database's own values; all its columns must be given."""
    connection = connections[under_way().using]
    names = tuple(str(model._meta.get_field(name).column) for name in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(names))
            statement = f'INSERT INTO "{model._meta.db_table}" ({quoted(names)}) VALUES ({marks})'
            cursor.cursor.connection.executemany(statement, rows)
            return
        with cursor.cursor.copy(f'COPY "{model._meta.db_table}" ({quoted(names)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


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
                insert_versions(target, differing, operation=Operation.CHANGE, holding=Holding.NOW)
                mark_version_written()
    return changed


def update_rows(
    *,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Any]]],
    operation: Operation = Operation.CHANGE,
    holds: Holding = Holding.NOW,
    known: Known | None = None,
) -> int:
    """Gives each row, named by its id, its own values of the fields; every one of them leaves a version.

    The caller leaves out rows that would not change. `holds` says from when: now, or, for what belongs to the version
    before (a link that could not be made yet), from where that one held. Gives the number. Inside `recording`.
    """
    if not rows:
        return 0
    connection = connections[under_way().using]
    target, _, given = _target(model, fields, connection)
    names = tuple(str(field.column) for field in given)
    with holding(bulk=True, operation=operation):
        for place in range(0, len(rows), CHUNK_ROWS):
            chunk = rows[place : place + CHUNK_ROWS]
            ids = [number for number, _ in chunk]
            prepared = _prepared(given, [row for _, row in chunk], connection)
            values = ((number, *row) for number, row in zip(ids, prepared, strict=True))
            _update(target, names, values)
            told = _part(known, place, len(chunk))
            insert_versions(target, ids, operation=operation, holding=holds, known=told)
    mark_version_written()
    return len(rows)


def _update(target: Target, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    table = target.table.table
    with target.connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bulk_changes")
        cursor.execute(f'CREATE TEMPORARY TABLE bulk_changes AS SELECT {quoted(("id", *names))} FROM "{table}" LIMIT 0')
        fill_temporary(target.connection, "bulk_changes", ("id", *names), rows)
        given = ", ".join(f'"{name}" = bulk_changes."{name}"' for name in names)
        cursor.execute(f'UPDATE "{table}" SET {given} FROM bulk_changes WHERE bulk_changes."id" = "{table}"."id"')
        cursor.execute("DROP TABLE bulk_changes")


def _part(known: Known | None, start: int, count: int) -> Known | None:
    if known is None or known.instants is None:
        return known
    return Known(known.instants[start : start + count])


def _differing(model: type[models.Model], ids: Sequence[int], values: Mapping[str, Any]) -> list[int]:
    same = models.Q()
    for name, value in values.items():
        same &= models.Q(**{f"{name}__isnull": True}) if value is None else models.Q(**{name: value})
    equal = set(model._base_manager.filter(pk__in=ids).filter(same).values_list("pk", flat=True))
    return [pk for pk in ids if pk not in equal]


def _target(
    model: type[models.Model], names: Sequence[str], connection: BaseDatabaseWrapper
) -> tuple[Target, dict[str, Any], list[models.Field]]:
    by_name = {field.attname: field for field in value_fields(model)}
    given = [by_name[name] for name in names]
    rest = [field for field in value_fields(model) if field not in given]
    constants = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in rest
        if field.attname != "public_id"
    }
    return Target(model, (*given, *rest), versioned_table(model), connection), constants, given


def _prepared(
    fields: Sequence[models.Field], rows: Iterable[Sequence[Any]], connection: BaseDatabaseWrapper
) -> list[list[Any]]:
    """The rows as the database takes them. What it takes as it is does not go through the field."""
    plain = [_AS_IT_IS.get(field.get_internal_type()) for field in fields]
    ways = [
        None if isinstance(field, AmountField) and sort is int else sort
        for field, sort in zip(fields, plain, strict=True)
    ]
    preparers = [_preparer(field, connection) for field in fields]
    return [
        [
            value if type(value) is way else prepare(value)
            for way, prepare, value in zip(ways, preparers, row, strict=True)
        ]
        for row in rows
    ]


def _preparer(field: models.Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    # Days and instants repeat themselves in the rows of an import.
    return lru_cache(maxsize=50_000)(prepare) if isinstance(field, models.DateField) else prepare


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


def _reserve_ids(target: Target, count: int) -> list[int]:
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


def _insert(target: Target, rows: Iterable[tuple[Any, ...]]) -> None:
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

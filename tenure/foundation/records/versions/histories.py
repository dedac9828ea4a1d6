"""Records with a past of their own, set-based: each row with all its versions, as a source system had them.

For whole histories that are brought in at once. `bulk` writes rows that begin now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tenure.foundation.records.recording import holding, mark_version_written, under_way
from tenure.foundation.records.versions.columns import VERSION_HEAD, quoted, versioned_table
from tenure.foundation.records.versions.table import Change, value_fields


class PastState(NamedTuple):
    """One version to write: by which change, what was done, from when it holds, since when it was known, the values.

    `values` are the database's own, in the order of the fields that are named with them.
    """

    record_id: int
    change_id: int
    operation: str
    effective_at: datetime
    known_from: datetime
    values: Sequence[Any]


def changes_of_days(*, days: Iterable[date], reason: str) -> dict[date, int]:
    """A change for each day on which something became known, so that a record's history reads day by day.

    All were recorded by the act under way, now; gives their ids by day.
    """
    act = under_way()
    mine = {"recorded_at": act.change.recorded_at, "actor": act.change.actor, "actor_label": act.change.actor_label}
    ordered = sorted(set(days))
    changes = [
        Change(path=act.change.path, batch=act.change.batch, reason=reason.format(day=day), **mine) for day in ordered
    ]
    written = Change.objects.using(act.using).bulk_create(changes, batch_size=500)
    return dict(zip(ordered, (change.pk for change in written), strict=True))


def reserve_ids(*, model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get. Inside `recording`; on SQLite they must be used before more are reserved."""
    connection = connections[under_way().using]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
        )
        return [row[0] for row in cursor.fetchall()]


def insert_with_histories(
    *,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Any]]],
    states: Sequence[PastState],
) -> None:
    """Writes rows under reserved ids and all their versions. `fields` by attribute name; the others take their default.

    Values are the database's own; nothing is validated but by the database's constraints. Inside `recording`.
    """
    connection = connections[under_way().using]
    columns, constants = _columns(model, fields, connection)
    with holding(bulk=True):
        copy_rows(
            connection=connection,
            table=model._meta.db_table,
            columns=("id", *columns),
            rows=[(pk, *row, *constants) for pk, row in rows],
        )
    write_past_states(model=model, fields=fields, states=states)


def update_with_histories(
    *,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Any]]],
    states: Sequence[PastState],
) -> None:
    """Gives rows new values and writes the versions that led there; `fields` must name every column of the model."""
    connection = connections[under_way().using]
    columns, constants = _columns(model, fields, connection)
    if constants:
        raise ValueError(f"Every column of {model.__name__} must be given, as versions repeat them all.")
    table = model._meta.db_table
    with holding(bulk=True), connection.cursor() as cursor:
        settings = ", ".join(f'"{column}" = %s' for column in columns)
        cursor.executemany(f'UPDATE "{table}" SET {settings} WHERE "id" = %s', [(*row, pk) for pk, row in rows])
    write_past_states(model=model, fields=fields, states=states)


def write_past_states(*, model: type[models.Model], fields: Sequence[str], states: Sequence[PastState]) -> None:
    """Writes versions of rows that are written already. Inside `recording`."""
    if not states:
        return
    act = under_way()
    connection = connections[act.using]
    columns, constants = _columns(model, fields, connection)
    adapt = as_sqlite_has_it if connection.vendor == "sqlite" else lambda value: value
    recorded_at = adapt(act.change.recorded_at)
    rows = [
        (
            state.change_id,
            state.record_id,
            state.operation,
            recorded_at,
            adapt(state.known_from),
            False,
            adapt(state.effective_at),
            *state.values,
            *constants,
        )
        for state in states
    ]
    table = versioned_table(model).version_table
    copy_rows(connection=connection, table=table, columns=(*VERSION_HEAD, *columns), rows=rows)
    mark_version_written()


def as_sqlite_has_it(moment: datetime) -> str:
    """The text under which SQLite keeps an instant, as Django writes it; millions are written at once."""
    return str((moment if moment.tzinfo is UTC else moment.astimezone(UTC)).replace(tzinfo=None))


def _columns(
    model: type[models.Model], names: Sequence[str], connection: BaseDatabaseWrapper
) -> tuple[list[str], list[Any]]:
    """The columns in the order of the values, and the values of the columns that are not given."""
    by_name = {field.attname: field for field in value_fields(model)}
    rest = [field for name, field in by_name.items() if name not in names]
    constants = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    return [str(by_name[name].column) for name in names] + [str(field.column) for field in rest], constants


def copy_rows(
    *, connection: BaseDatabaseWrapper, table: str, columns: Iterable[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Puts rows of the database's own values into a table, in one statement."""
    names = tuple(columns)
    listed = quoted(names)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(names))
            # One statement on a table with triggers, as every statement there opens a journal of its own.
            cursor.execute("DROP TABLE IF EXISTS temp.past_rows")
            cursor.execute(f'CREATE TEMPORARY TABLE past_rows AS SELECT {listed} FROM "{table}" WHERE 0')
            cursor.cursor.connection.executemany(f"INSERT INTO temp.past_rows VALUES ({marks})", rows)
            cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM temp.past_rows')
            cursor.execute("DROP TABLE temp.past_rows")
            return
        with cursor.cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

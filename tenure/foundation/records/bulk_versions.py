"""The versions of many rows, written in one statement, with the three times of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from tenure.foundation.records.recording import under_way
from tenure.foundation.records.versions.columns import VERSION_HEAD, OwnDate, VersionedTable, quoted
from tenure.foundation.records.versions.table import Operation

# Since when holds, and was known, what comes from elsewhere and speaks of no date.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """The table that rows go into, with the fields that every row gets."""

    model: type[models.Model]
    fields: tuple[models.Field, ...]
    table: VersionedTable
    connection: BaseDatabaseWrapper


class Holding(StrEnum):
    """From when the values hold: each row's birth (else the earliest date that it speaks of), the time of writing, or
    from where its last version held."""

    BIRTH = "birth"
    NOW = "now"
    LAST = "last"


@dataclass(frozen=True)
class Known:
    """When the business knew each of many rows.

    `instants` holds one per row, in the rows' order; where there is none, a new row was known at its own birth, else
    by the earliest date that it speaks of, else since the `BEGINNING`, which is marked as assumed, and any other now.
    Nothing is known before it could be: an instant to come counts as now.

    What comes with such knowledge was there before it was written: a new row without a birth holds from the earliest
    date that it speaks of, and a part of another record, whose dates decide, since the `BEGINNING`.
    """

    instants: Sequence[datetime | None] | None = None


def insert_versions(
    target: Target,
    ids: Sequence[int],
    *,
    operation: Operation,
    holding: Holding,
    known: Known | None = None,
) -> None:
    """Writes a version of each row as it stands now. Without `known`, as the act under way says."""
    if not ids:
        return
    connection, table = target.connection, target.table
    columns = quoted(table.columns)
    own = quoted(table.columns, "row_.")
    times, parameters, joined = _times(target, ids, holding, known)
    where, chosen = _chosen(connection, ids)
    statement = (
        f'INSERT INTO "{table.version_table}" ({quoted(VERSION_HEAD)}, {columns}) '
        f'SELECT %s, row_."id", %s, {times}, {own} FROM "{table.table}" row_ {joined} WHERE {where}'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [under_way().change.pk, operation.value, *parameters, *chosen])


def _times(target: Target, ids: Sequence[int], holding: Holding, known: Known | None) -> tuple[str, list[Any], str]:
    """The expressions of recorded_at, known_from, known_assumed, effective_at; their parameters; what they join."""
    act, connection = under_way(), target.connection
    adapt = connection.ops.adapt_datetimefield_value
    now = adapt(act.change.recorded_at)
    instant = "%s" if connection.vendor == "sqlite" else "%s::timestamptz"
    if holding is Holding.LAST:
        last = _last(target, "effective_at")
        return f"{instant}, {_last(target, 'known_from')}, {_last(target, 'known_assumed')}, {last}", [now], ""
    if holding is not Holding.BIRTH:
        return _changed(connection, ids, known, now, instant)
    born, born_with = _birth(target, act.zone)
    first, first_with = _not_after(*_spoken_of(target, act.zone), now, instant)
    if known is None:
        from_ = adapt(act.context.known_from or act.change.recorded_at)
        times = [now, from_, act.context.known_assumed, *born_with, *first_with, now]
        return f"{instant}, {instant}, %s, coalesce({born}, {first}, {instant})", times, ""
    joined, mapped = _given(connection, ids, known)
    told, told_with = _not_after(mapped, [], now, instant)
    was_known, was_known_with = _not_after(born, born_with, now, instant)
    since, since_with = ("NULL", []) if target.table.is_part else (first, first_with)
    beginning = adapt(BEGINNING)
    return (
        f"{instant}, coalesce({told}, {was_known}, {first}, {instant}), {mapped} IS NULL, "
        f"coalesce({born}, {since}, {instant})",
        [now, *told_with, *was_known_with, *first_with, beginning, *born_with, *since_with, beginning],
        joined,
    )


def _changed(
    connection: BaseDatabaseWrapper, ids: Sequence[int], known: Known | None, now: Any, instant: str
) -> tuple[str, list[Any], str]:
    """The times of what holds from now."""
    act = under_way()
    if known is None:
        from_ = connection.ops.adapt_datetimefield_value(act.context.known_from or act.change.recorded_at)
        return f"{instant}, {instant}, %s, {instant}", [now, from_, act.context.known_assumed, now], ""
    joined, mapped = _given(connection, ids, known)
    told, told_with = _not_after(mapped, [], now, instant)
    return f"{instant}, coalesce({told}, {instant}), %s, {instant}", [now, *told_with, now, False, now], joined


def _not_after(expression: str, parameters: list[Any], now: Any, instant: str) -> tuple[str, list[Any]]:
    text = f"CASE WHEN {expression} < {instant} THEN {expression} WHEN {expression} IS NOT NULL THEN {instant} END"
    return text, [*parameters, now, *parameters, *parameters, now]


def _given(connection: BaseDatabaseWrapper, ids: Sequence[int], known: Known) -> tuple[str, str]:
    """What to join so that each row has its instant, and the name of that; `NULL` where none was given."""
    if known.instants is None or not any(known.instants):
        return "", "NULL"
    adapt = connection.ops.adapt_datetimefield_value
    pairs = [(number, adapt(at)) for number, at in zip(ids, known.instants, strict=True) if at is not None]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bulk_known")
        sort = "text" if connection.vendor == "sqlite" else "timestamptz"
        cursor.execute(f"CREATE TEMPORARY TABLE bulk_known (row_id bigint PRIMARY KEY, known_from {sort})")
        fill_temporary(connection, "bulk_known", ("row_id", "known_from"), pairs)
    return 'LEFT JOIN bulk_known ON bulk_known.row_id = row_."id"', "bulk_known.known_from"


def fill_temporary(connection: BaseDatabaseWrapper, table: str, columns: tuple[str, ...], rows: Any) -> None:
    """Writes rows into a temporary table, the quick way of each database."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(columns))
            cursor.cursor.connection.executemany(f"INSERT INTO temp.{table} VALUES ({marks})", rows)
            return
        with cursor.cursor.copy(f"COPY {table} ({quoted(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _last(target: Target, column: str) -> str:
    return (
        f'(SELECT last_.{column} FROM "{target.table.version_table}" last_ WHERE last_.record_id = row_."id" '
        "ORDER BY last_.version_id DESC LIMIT 1)"
    )


def _chosen(connection: BaseDatabaseWrapper, ids: Sequence[int]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return 'row_."id" = ANY(%s)', [list(ids)]
    low, high = min(ids), max(ids)
    if len(ids) == high - low + 1:
        return 'row_."id" BETWEEN %s AND %s', [low, high]
    return f'row_."id" IN ({", ".join(str(int(number)) for number in ids)})', []


def _birth(target: Target, zone: tzinfo) -> tuple[str, list[Any]]:
    """The expression for a new row's birth and its parameters; `NULL` for a kind without."""
    born = target.table.born
    return ("NULL", []) if born is None else _instant_of(target, OwnDate(born, target.table.is_born_on_day), zone)


def _spoken_of(target: Target, zone: tzinfo) -> tuple[str, list[Any]]:
    """The expression for the earliest date of a row, and its parameters."""
    pairs = [_instant_of(target, one, zone) for one in target.table.dates]
    if not pairs:
        return "NULL", []
    parameters = [parameter for _, own in pairs for parameter in own]
    if target.connection.vendor == "sqlite":
        # The smallest of several is nothing where one of them is.
        dates = ", ".join(f"coalesce({expression}, 'z')" for expression, _ in pairs)
        return f"nullif(min({dates}, 'z'), 'z')", parameters
    return f"least({', '.join(expression for expression, _ in pairs)})", parameters


def _instant_of(target: Target, one: OwnDate, zone: tzinfo) -> tuple[str, list[Any]]:
    if not one.is_day:
        return f'row_."{one.column}"', []
    if target.connection.vendor == "sqlite":
        target.connection.connection.create_function("tenure_day_start", 1, _day_start(zone), deterministic=True)
        return f'tenure_day_start(row_."{one.column}")', []
    return f'(row_."{one.column}"::timestamp AT TIME ZONE %s)', [str(zone)]


def _day_start(zone: tzinfo) -> Any:
    @lru_cache(maxsize=50_000)
    def day_start(day: str | None) -> str | None:
        if day is None:
            return None
        instant = datetime.combine(date.fromisoformat(day), time.min, tzinfo=zone)
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")

    return day_start

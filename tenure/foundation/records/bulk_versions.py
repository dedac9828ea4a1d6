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
from tenure.foundation.records.versions.columns import VERSION_HEAD, VersionedTable, quoted
from tenure.foundation.records.versions.table import Operation


@dataclass(frozen=True)
class Target:
    """The table that rows go into, with the fields that every row gets."""

    model: type[models.Model]
    fields: tuple[models.Field, ...]
    table: VersionedTable
    connection: BaseDatabaseWrapper


class Holding(StrEnum):
    """From when the values hold: each row's birth, the time of writing, or from where its last version held."""

    BIRTH = "birth"
    NOW = "now"
    LAST = "last"


@dataclass(frozen=True)
class Known:
    """When the business knew each of many rows.

    `instants` holds one per row, in the rows' order; where there is none, a new row was known at its own birth, which
    is marked as assumed, and any other now. Nothing is known before it could be: an instant to come counts as now.
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
    now = connection.ops.adapt_datetimefield_value(act.change.recorded_at)
    instant = "%s" if connection.vendor == "sqlite" else "%s::timestamptz"
    if holding is Holding.LAST:
        last = _last(target, "effective_at")
        return f"{instant}, {_last(target, 'known_from')}, {_last(target, 'known_assumed')}, {last}", [now], ""
    born, born_with = _birth(target, act.zone) if holding is Holding.BIRTH else (None, [])
    effective, effective_with = (
        (instant, [now]) if born is None else (f"coalesce({born}, {instant})", [*born_with, now])
    )
    if known is None:
        from_ = connection.ops.adapt_datetimefield_value(act.context.known_from or act.change.recorded_at)
        head = [now, from_, act.context.known_assumed]
        return f"{instant}, {instant}, %s, {effective}", [*head, *effective_with], ""
    joined, mapped = _given(connection, ids, known)
    told, told_with = _not_after(mapped, [], now, instant) if mapped else ("NULL", [])
    assumed, assumed_with = _not_after(born, born_with, now, instant) if born else ("NULL", [])
    knew = f"coalesce({told}, {assumed}, {instant})" if mapped or born else instant
    knew_with = [*told_with, *assumed_with, now] if mapped or born else [now]
    is_assumed = f"({mapped or 'NULL'} IS NULL AND {born} IS NOT NULL)" if born else "%s"
    is_assumed_with = born_with if born else [False]
    return (
        f"{instant}, {knew}, {is_assumed}, {effective}",
        [now, *knew_with, *is_assumed_with, *effective_with],
        joined,
    )


def _not_after(expression: str, parameters: list[Any], now: Any, instant: str) -> tuple[str, list[Any]]:
    text = f"CASE WHEN {expression} < {instant} THEN {expression} WHEN {expression} IS NOT NULL THEN {instant} END"
    return text, [*parameters, now, *parameters, *parameters, now]


def _given(connection: BaseDatabaseWrapper, ids: Sequence[int], known: Known) -> tuple[str, str]:
    """What to join so that each row has its instant, and the name of that; nothing where none was given."""
    if known.instants is None or not any(known.instants):
        return "", ""
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


def _birth(target: Target, zone: tzinfo) -> tuple[str | None, list[Any]]:
    """The expression for a new row's birth and its parameters; none for a kind without."""
    born = target.table.born
    if born is None:
        return None, []
    if not target.table.is_born_on_day:
        return f'row_."{born}"', []
    if target.connection.vendor == "sqlite":
        target.connection.connection.create_function("tenure_day_start", 1, _day_start(zone), deterministic=True)
        return f'tenure_day_start(row_."{born}")', []
    return f'(row_."{born}"::timestamp AT TIME ZONE %s)', [str(zone)]


def _day_start(zone: tzinfo) -> Any:
    @lru_cache(maxsize=50_000)
    def day_start(day: str | None) -> str | None:
        if day is None:
            return None
        instant = datetime.combine(date.fromisoformat(day), time.min, tzinfo=zone)
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")

    return day_start

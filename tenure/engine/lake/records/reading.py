"""Versions as they stand in the database: those of changes in a range, as columns, all from one state of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from tenure.engine.lake.records.columns import as_batch, schema_of
from tenure.engine.lake.records.manifest import Manifest
from tenure.foundation.records.models import Change
from tenure.foundation.records.versions.table import Operation

READ_AT_ONCE = 65_536


@contextmanager
def one_state() -> Iterator[None]:
    """Everything read inside is of one state of the database; nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        raw: Any = connection.connection
        raw.execute("BEGIN")
        try:
            yield
        finally:
            raw.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def horizon() -> int:
    """Before which change (SQLite) or transaction (PostgreSQL) everything is settled: nothing will appear there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM records_change")
        else:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def generation(manifest: Manifest) -> str:
    """Equal for as long as no version was added to those that a reader sees, or changed by an erasure, and the files
    that hold them are the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(max(id), 0) FROM records_change WHERE {_place()} >= %s",
            [manifest.upto],
        )
        count, last = cursor.fetchone()
    files = hashlib.sha256(repr(manifest).encode()).hexdigest()[:16]
    return f"{files}:{count}:{last}"


def has_erasures(table: str, *, since: int) -> bool:
    """Whether somebody was erased from a table by a change from `since` on: then what was mirrored tells of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{table}" v JOIN records_change c ON c.id = v.change_id '
            f"WHERE c.{_place()} >= %s AND v.operation = %s",
            [since, str(Operation.ERASE.value)],
        )
        return bool(cursor.fetchone()[0])


def versions(table: str, *, since: int, until: int | None = None) -> Iterator[pa.RecordBatch]:
    """The versions of changes from `since` on (to before `until`, then in order of their writing)."""
    names = ", ".join(f'v."{name}"' for name in schema_of(table).names)
    limit = f" AND c.{_place()} < %s" if until is not None else ""
    # A rest has no order: asked for one, SQLite goes through the whole table rather than by the index of changes.
    order = " ORDER BY v.version_id" if until is not None else ""
    query = (
        f'SELECT {names} FROM "{table}" v JOIN records_change c ON c.id = v.change_id '
        f"WHERE c.{_place()} >= %s{limit}{order}"
    )
    if since == 0 and until is None:
        query = f'SELECT {names} FROM "{table}" v ORDER BY v.version_id'
    given = [] if since == 0 and until is None else [since] if until is None else [since, until]
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield as_batch(rows, table=table)


def tail(table: str, manifest: Manifest) -> pa.Table:
    """The versions of a table that a mirror does not hold yet."""
    batches = list(versions(table, since=manifest.upto if table in manifest.tables else 0))
    return pa.Table.from_batches(batches, schema=schema_of(table))


def witness_of(upto: int) -> str:
    """What the first change and the last before `upto` are known by."""
    before = Change.objects.filter(**{f"{_place()}__lt": upto})
    ends = [before.order_by(_place(), "id").first(), before.order_by(_place(), "id").last()]
    return "|".join(f"{one.pk}@{one.recorded_at.isoformat()}" for one in ends if one is not None)


def is_of_this_database(manifest: Manifest) -> bool:
    """Whether a mirror was made of this database, and of this part of its history."""
    return not manifest.upto or witness_of(manifest.upto) == manifest.witness


def _place() -> str:
    return "id" if connection.vendor == "sqlite" else "transaction_id"

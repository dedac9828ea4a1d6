"""All rows as of one instant, while others go on writing: one read transaction on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection on which every query sees the database as it is now. Nobody is kept waiting."""
    connection = connections["default"].copy(ALIAS)
    options = dict(connection.settings_dict.get("OPTIONS") or {})
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connection.settings_dict["OPTIONS"] = options
    connections[ALIAS] = connection
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]


def applied_migrations(*, using: str) -> list[list[str]]:
    """The migrations that the database has had."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations())


def last_id(*, model: type[models.Model], using: str) -> int | None:
    """The highest number that the database gave out for the table, also to rows that are gone; none if it counts none.

    A number must not be given out again: history would mix two records.
    """
    connection = connections[using]
    table, key = model._meta.db_table, model._meta.pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return int(row[0]) or None if row else None
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key.column])
        (sequence,) = cursor.fetchone()
        if sequence is None:
            return None
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
        value, is_called = cursor.fetchone()
        return int(value) if is_called else None

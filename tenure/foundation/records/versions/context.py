"""What the triggers are told about the change under way: held in the database, for the length of one transaction.

On SQLite the context is the one row of `records_context`, written and removed inside the transaction, so that no other
connection ever sees it. On PostgreSQL it is a set of transaction-local settings.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_TABLE = """
CREATE TABLE IF NOT EXISTS records_context (
    id integer PRIMARY KEY CHECK (id = 1),
    change_id bigint, recorded_at text, effective_at text, known_from text, known_assumed integer,
    operation text, bulk integer NOT NULL, erasing integer NOT NULL, written integer NOT NULL DEFAULT 0
)
"""


@dataclass(frozen=True)
class Context:
    """What the triggers need: the change, its times, what is done, and whether they stand aside.

    `bulk`: the writer leaves the versions itself, set-based. `erasing`: a lawful erasure may overwrite history.
    """

    change_id: int | None = None
    recorded_at: datetime | None = None
    effective_at: datetime | None = None
    known_from: datetime | None = None
    known_assumed: bool = False
    operation: str | None = None
    bulk: bool = False
    erasing: bool = False


def apply_context(connection: BaseDatabaseWrapper, context: Context) -> None:
    """Tells the triggers of this transaction what is going on. Must be called inside a transaction."""
    if connection.vendor == "sqlite":
        _apply_sqlite(connection, context)
    else:
        _apply_postgresql(connection, context)


def has_written(connection: BaseDatabaseWrapper) -> bool:
    """True if any version was written under the present context."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT written FROM records_context")
            row = cursor.fetchone()
            return bool(row and row[0])
        cursor.execute("SELECT current_setting('tenure.written', true)")
        return bool(cursor.fetchone()[0] == "yes")


def clear_context(connection: BaseDatabaseWrapper) -> None:
    """Takes the context back before the transaction ends."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_context")
    else:
        _apply_postgresql(connection, Context())


def is_usable(connection: BaseDatabaseWrapper) -> bool:
    """False once a statement has failed and PostgreSQL will hear no other until the transaction is rolled back."""
    if connection.needs_rollback:
        return False
    if connection.vendor == "sqlite":
        return True
    from psycopg.pq import TransactionStatus  # only where PostgreSQL is: it takes a tenth of a second to load

    return connection.connection.info.transaction_status != TransactionStatus.INERROR


def mark_written(connection: BaseDatabaseWrapper) -> None:
    """Says that versions were written under the present change by other means than the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE records_context SET written = written + 1")
        else:
            cursor.execute("SELECT set_config('tenure.written', 'yes', true)")


def _apply_sqlite(connection: BaseDatabaseWrapper, context: Context) -> None:
    names = [field.name for field in fields(Context)]
    values = [_adapted(connection, getattr(context, name)) for name in names]
    updates = ", ".join(f"{name} = excluded.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_context (id, {', '.join(names)}) VALUES (1, {', '.join(['%s'] * len(names))}) "
            f"ON CONFLICT (id) DO UPDATE SET {updates}",
            values,
        )


def _adapted(connection: BaseDatabaseWrapper, value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _apply_postgresql(connection: BaseDatabaseWrapper, context: Context) -> None:
    names = [field.name for field in fields(Context)]
    calls = ", ".join(["set_config(%s, %s, true)"] * len(names))
    values = [part for name in names for part in (f"tenure.{name}", _setting(getattr(context, name)))]
    if context.change_id is None:
        calls += ", set_config('tenure.written', '', true)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)


def _setting(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.isoformat() if isinstance(value, datetime) else str(value)

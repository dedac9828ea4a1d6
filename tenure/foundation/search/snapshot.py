"""Which transactions are over, so that a change committed late is not passed by."""

from __future__ import annotations

from django.db import connection

_EARLIEST_UNDER_WAY = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def earliest_under_way() -> int | None:
    """The earliest transaction that may still be under way; none on SQLite, which commits in order."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_EARLIEST_UNDER_WAY)
        return int(cursor.fetchone()[0])

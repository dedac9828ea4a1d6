"""Keeps what was worked out, until anything at all is committed to the database.

There is nothing to invalidate by hand and nothing can be stale: the database itself tells whether a reader would see
the same. Within a transaction, whose own writes may still be taken back, nothing is kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.db import connection

MOST_KEPT = 48

Made = TypeVar("Made")


def kept(*, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, or what it gave for this key while the database was in the same state as now.

    The key names everything else that the answer depends on: the person, the question, the day. What is kept belongs to
    this thread and must not be changed by whoever gets it. What `make` raises is not kept.
    """
    state = _state()
    if state is None:
        return make()
    if _SHELF.state != state:
        _SHELF.state = state
        _SHELF.things.clear()
    if key in _SHELF.things:
        _SHELF.things.move_to_end(key)
        return cast(Made, _SHELF.things[key])
    made = make()
    _SHELF.things[key] = made
    if len(_SHELF.things) > MOST_KEPT:
        _SHELF.things.popitem(last=False)
    return made


def _state() -> Hashable | None:
    """Equal for as long as nobody, on any connection, commits a change; None where that cannot be told."""
    if connection.in_atomic_block:
        return None
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
            # The connection itself, not its id: that of a closed one goes to the next one opened, which counts anew.
            return raw, raw.total_changes, cursor.fetchone()[0]
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


class _Shelf(threading.local):
    def __init__(self) -> None:
        self.state: Hashable | None = None
        self.things: OrderedDict[Hashable, Any] = OrderedDict()


_SHELF = _Shelf()

"""A copy of the database to try things in, so that nobody waits for what will be taken back anyway.

SQLite knows one writer at a time. What is only tried out writes into a copy of its own instead, which is thrown away.
PostgreSQL lets others write meanwhile, so there nothing is copied.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# A copy that a crash leaves behind is worth nothing, so nothing is waited for until it lies on the disk.
FAST = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"


class NoRoomAsideError(OSError):
    """There is no room for a copy of the database."""


@contextmanager
def aside(*, folder: Path) -> Iterator[bool]:
    """Within, this thread sees and writes a copy of the database, made in `folder` and dropped at the end.

    Gives whether there is a copy: not on PostgreSQL, and not inside a transaction, whose lock is held already and
    whose writes a copy would not see. Raises `NoRoomAsideError`.
    """
    real = connections[DEFAULT_DB_ALIAS]
    if real.vendor != "sqlite" or real.in_atomic_block:
        yield False
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aside-", dir=folder) as place:
        path = Path(place) / "copy.sqlite3"
        _copy(real, path)
        copy = _opened(real, path)
        connections[DEFAULT_DB_ALIAS] = copy
        try:
            yield True
        finally:
            connections[DEFAULT_DB_ALIAS] = real
            copy.close()


def _copy(real: Any, path: Path) -> None:
    """All pages in one step: a reader's snapshot, which in WAL mode keeps no writer waiting."""
    real.ensure_connection()
    with real.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        size = pages * cursor.execute("PRAGMA page_size").fetchone()[0]
    free = shutil.disk_usage(path.parent).free
    if free < size * 2:
        raise NoRoomAsideError(
            f"A dry run works on a copy of the database, which needs {size * 2 // 1_000_000:,} MB of free disk; "
            f"there are {free // 1_000_000:,} MB. Make room, or import without a dry run: an import can be undone."
        )
    target = sqlite3.connect(path)
    try:
        real.connection.backup(target)
    finally:
        target.close()


def _opened(real: Any, path: Path) -> Any:
    options = dict(real.settings_dict.get("OPTIONS", {}))
    # The file's own journal mode comes with the copy; the last word is ours.
    options["init_command"] = f"{options.get('init_command', '')} {FAST}".strip()
    settings = {**real.settings_dict, "NAME": str(path), "OPTIONS": options, "CONN_MAX_AGE": 0}
    copy = type(real)(settings, DEFAULT_DB_ALIAS)
    copy.ensure_connection()
    return copy

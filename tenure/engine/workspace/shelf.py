"""What processes of one home hand on to each other: a file of texts that any of them may lose without harm."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis

import tenure
from tenure.engine.workspace.naming import NamelessError, lasting_name

_TABLE = "CREATE TABLE IF NOT EXISTS written (code TEXT, name TEXT, body TEXT, PRIMARY KEY (code, name)) WITHOUT ROWID"
_WRITERS = ("engine", "business")
MOST_BYTES = 500_000_000


class Shelf:
    """Texts in a file of the home's cache, by name and by the code that wrote them.

    A file that cannot be read or written is done without: everything on it can be written again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: sqlite3.Connection | None = None
        self._is_lost = False

    def find(self, key: Hashable) -> str | None:
        """What the same code put under this key."""
        found = self._ask("SELECT body FROM written WHERE code = ? AND name = ?", key)
        return str(found[0]) if found else None

    def put(self, key: Hashable, text: str) -> None:
        """Puts a text there for other processes."""
        self._ask("INSERT OR REPLACE INTO written (code, name, body) VALUES (?, ?, ?)", key, text)

    def close(self) -> None:
        """Lets go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _ask(self, query: str, key: Hashable, *more: str) -> Any:
        if self._is_lost:
            return None
        try:
            name = hashlib.sha256(lasting_name(key).encode()).hexdigest()
            return self._opened().execute(query, (written_by(), name, *more)).fetchone()
        except NamelessError:
            return None
        except (sqlite3.Error, OSError):
            self._is_lost = True
            return None

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > MOST_BYTES:
                self._path.unlink()  # who holds it open goes on with the old one
            self._file = sqlite3.connect(self._path, timeout=1, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA synchronous = OFF")
            self._file.execute(_TABLE)
            self._file.execute("DELETE FROM written WHERE code <> ?", (written_by(),))
        return self._file


@cache
def written_by() -> str:
    """A word for the code that writes queries: another one as soon as a file of it, or a library, is another."""
    root = Path(tenure.__file__).parent
    seen = [duckdb.__version__, ibis.__version__]
    for floor in _WRITERS:
        for path in sorted((root / floor).rglob("*.py")):
            about = path.stat()
            seen.append(f"{path.relative_to(root)} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()

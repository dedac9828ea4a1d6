"""Answers that stand: what was counted stays so until something is recorded that would count, too."""

from __future__ import annotations

import json
from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from tenure.engine.workspace.shelf import Shelf

MOST_TOLD = 2_000
Rows = list[dict[str, Any]]
_DAY, _INSTANT, _EXACT = "a day", "an instant", "an exact number"


class Standing:
    """Rows of answers, for this process and the next, until anything is recorded that they would have counted: of a
    past state of knowledge what was known by then, of the present one anything."""

    def __init__(self, shelf: Shelf, raw: duckdb.DuckDBPyConnection) -> None:
        self._shelf = shelf
        self._raw = raw
        self._marks: dict[tuple[str, datetime], tuple[Any, ...]] = {}
        self._told: dict[Hashable, tuple[str, Rows]] = {}

    def forget(self) -> None:
        """Something was recorded: what was known when must be looked at again."""
        self._marks.clear()
        self._told.clear()

    def mark(self, table: str, known_at: datetime) -> tuple[Any, ...]:
        """What tells one state of a table of versions from another: versions are only ever added, so those known by an
        instant go by how many they are, by the last, and by when that was written (another database has another one);
        erasures, which alone change them, are counted."""
        if (table, known_at) not in self._marks:
            query = f"""
                SELECT count(*) FILTER (known_from <= $1), max(version_id) FILTER (known_from <= $1),
                    epoch_us(max(recorded_at) FILTER (known_from <= $1)), count(*) FILTER (operation = 'erase')
                FROM "{table}"
            """
            [self._marks[table, known_at]] = self._raw.execute(query, [known_at]).fetchall()
        return self._marks[table, known_at]

    def find(self, key: Hashable, marks: Hashable) -> Rows | None:
        """The rows that stand under this key as long as the marks of what they were counted from are these."""
        state = repr(marks)
        if key not in self._told:
            text = self._shelf.find(key)
            if text is None:
                return None
            self._remember(key, *json.loads(text, object_hook=_plain))
        told, rows = self._told[key]
        return rows if told == state else None

    def put(self, key: Hashable, marks: Hashable, rows: Rows) -> None:
        """Lets rows stand in place of former ones."""
        self._remember(key, repr(marks), rows)
        self._shelf.put(key, json.dumps([repr(marks), rows], default=_tagged))

    def _remember(self, key: Hashable, state: str, rows: Rows) -> None:
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told[key] = (state, rows)


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {_INSTANT: value.isoformat()}
    return {_DAY: value.isoformat()} if isinstance(value, date) else {_EXACT: str(Decimal(value))}


def _plain(read: dict[str, Any]) -> Any:
    match read:
        case {"a day": day}:
            return date.fromisoformat(day)
        case {"an instant": instant}:
            return datetime.fromisoformat(instant)
        case {"an exact number": number}:
            return Decimal(number)
    return read

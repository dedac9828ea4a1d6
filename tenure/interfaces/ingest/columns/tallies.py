"""The cells of one column, counted by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from tenure.interfaces.ingest.columns.empties import is_empty
from tenure.interfaces.ingest.reading import Value


@dataclass
class Tally:
    """How often each value occurs in a column. Typed values are kept as they are, text without blanks around it."""

    name: str
    rows: int = 0
    empty: int = 0
    values: Counter[Value] = field(default_factory=Counter)
    empty_words: Counter[str] = field(default_factory=Counter)

    def take(self, value: Value, words: Collection[str]) -> None:
        """Counts one cell."""
        self.rows += 1
        if value is None:
            self.empty += 1
        elif not isinstance(value, str):
            # True and 1 are equal, and so are 1 and 1.0: the first of them to be seen stands for all.
            self.values[value] += 1
        elif is_empty(value, words):
            self.empty += 1
            if value.strip():
                self.empty_words[value.strip()] += 1
        else:
            self.values[value.strip()] += 1

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return self.rows - self.empty


def text_of(value: Value) -> str:
    """A value as it is shown."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)

"""What a pass over the rows saw, kept for the notes once the pass is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.rows import BrokenRow, Cause

TOTAL = "The row looks like a total of others, so it was set aside. Import it on purpose if it is a record."


@dataclass
class Counts:
    """Rows seen in one pass that are not ordinary ones."""

    totals: list[int] = field(default_factory=list)
    broken: int = 0
    blank: int = 0

    def take(self, row: BrokenRow) -> None:
        """Counts a row set aside."""
        if row.cause is Cause.TOTAL:
            self.totals.append(row.number)
        else:
            self.broken += 1

    def in_notes(self, notes: Notes) -> Notes:
        """The notes with what this pass saw."""
        return replace(notes, total_rows=tuple(self.totals), broken_rows=self.broken, blank_rows=self.blank)


class Noted:
    """What every table has to say about itself: what was found out at first, and what the latest whole pass saw."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._counts = Counts()

    @property
    def notes(self) -> Notes:
        """What was found out about the file; after a pass over all rows, also what the rows held."""
        return self._counts.in_notes(self._notes)

    def leave_out(self, skipped: Sequence[str]) -> None:
        """Notes what else of the same file holds no table."""
        self._notes = replace(self._notes, skipped=tuple(skipped))

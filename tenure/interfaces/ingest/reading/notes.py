"""What was found out about a file on the way, to be shown to whoever imports it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class Notes:
    """How a table was read. `guesses` are statements that a person should confirm, in plain words.

    `preamble` holds the rows above the header, `total_rows` the numbers of rows that look like totals and were set
    aside, `blank_rows` how many empty rows were passed over; these two are complete after a pass over all rows.
    `skipped` names sheets and members that hold no table, with the reason.
    """

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    preamble: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    total_rows: tuple[int, ...] = ()
    broken_rows: int = 0
    blank_rows: int = 0

    def sentences(self) -> list[str]:
        """The notes as sentences for a person, most telling first."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield f"Read as {self.format}{self._details()}."
        yield from self.guesses
        if self.preamble:
            yield f"Left out above the header: {' / '.join(self.preamble[:3])[:200]}"
        yield from self.renamed
        if self.total_rows:
            numbers = ", ".join(str(number) for number in self.total_rows[:5])
            more = ", …" if len(self.total_rows) > 5 else ""
            yield f"Rows that look like totals are set aside: {numbers}{more}."
        if self.broken_rows:
            yield f"Rows that could not be read: {self.broken_rows:,}."
        if self.blank_rows:
            yield f"Empty rows passed over: {self.blank_rows:,}."
        yield from (f"Left out: {skipped}" for skipped in self.skipped)

    def _details(self) -> str:
        details = [self.encoding] if self.encoding else []
        if self.delimiter:
            details.append(f"separated by {_DELIMITERS.get(self.delimiter, self.delimiter)}")
        return f" ({', '.join(details)})" if details else ""

"""Where a table's header stands, what its columns are called, and what comes before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.interfaces.ingest.reading.rows import Value

Cells = Sequence[Value]
_SEARCHED = 50
_FULL = 0.6
_TYPED = re.compile(
    r"^\s*(?:[-+(]?[$€£¥]?\s?\d[\d.,' ]*%?\)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?|[^@\s]+@[^@\s]+\.\w+)\s*$"
)
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*$")
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060\0]")


@dataclass(frozen=True)
class Layout:
    """`header` is the number of the row with the names (0: none); rows of data have at least the number `first`."""

    columns: list[str]
    header: int
    first: int
    preamble: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    blank_columns: frozenset[int] = frozenset()


def find_layout(sample: Sequence[tuple[int, Cells]], *, header_row: int | None = None) -> Layout | None:
    """The layout of a table by its first rows, each with its number; nothing where all are blank.

    A header is the first row that is about as wide as the table and holds words. A first row that holds numbers, dates
    or addresses where the rows below do too is taken for data, and the guess is named.
    """
    physical = {number: len(cells) for number, cells in sample}
    filled = [(number, trimmed(cells)) for number, cells in sample]
    filled = [(number, cells) for number, cells in filled if cells]
    if not filled:
        return None
    if header_row == 0:
        return _without_header(filled, at=0, guesses=())
    width = _usual_width(filled)
    if header_row is not None:
        at = next((place for place, (number, _) in enumerate(filled) if number >= header_row), 0)
        return _with_header(filled, at, width, physical, ())
    at = next((place for place, row in enumerate(filled[:_SEARCHED]) if _is_as_wide(row[1], width)), 0)
    if _is_data(filled, at):
        guess = "No row with column names was found; the columns are numbered. Say which row names them, if one does."
        return _without_header(filled, at=at, guesses=(guess,))
    guesses = () if at == 0 else (f"Row {filled[at][0]} was taken for the row with the column names.",)
    return _with_header(filled, at, width, physical, guesses)


def trimmed(cells: Cells) -> list[Value]:
    """The cells without the empty ones at the end."""
    last = len(cells)
    while last and is_blank(cells[last - 1]):
        last -= 1
    return list(cells[:last])


def is_blank(value: Value) -> bool:
    """Whether there is nothing in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def named(*, header: Cells, width: int) -> tuple[list[str], tuple[str, ...]]:
    """Unique names for `width` columns, and what was done to make them so."""
    names: list[str] = []
    renamed: list[str] = []
    taken = {cleaned(value).casefold() for value in header if cleaned(value)}
    seen: set[str] = set()
    for place in range(width):
        name = cleaned(header[place]) if place < len(header) else ""
        if name and name.casefold() not in seen:
            new = name
        else:
            new = _free(name, place, taken)
            renamed.append(
                f"A second column called {name!r} is called {new!r}."
                if name
                else f"Column {place + 1} has no name; it is called {new!r}."
            )
        seen.add(new.casefold())
        taken.add(new.casefold())
        names.append(new)
    return names, tuple(renamed)


def cleaned(value: Value) -> str:
    """A column's name on one line, without signs that nobody sees."""
    if value is None:
        return ""
    # A byte that is of no encoding stands as a question mark.
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(_INVISIBLE.sub("", text).split())


def _free(name: str, place: int, taken: set[str]) -> str:
    stem, number = (name, 2) if name else (f"Column {place + 1}", 1)
    new = f"{stem} ({number})" if name else stem
    while new.casefold() in taken:
        number += 1
        new = f"{stem} ({number})"
    return new


def _usual_width(filled: list[tuple[int, list[Value]]]) -> int:
    counts = Counter(len(cells) for _, cells in filled)
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]


def _is_as_wide(cells: list[Value], width: int) -> bool:
    filled = sum(not is_blank(cell) for cell in cells)
    return filled >= max(1 if width < 2 else 2, _FULL * width)


def _is_typed(value: Value) -> bool:
    if isinstance(value, str):
        return bool(_TYPED.match(value)) and not _YEAR.match(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return not 1900 <= value <= 2100
    return isinstance(value, date)


def _is_data(filled: list[tuple[int, list[Value]]], at: int) -> bool:
    first, below = filled[at][1], [cells for _, cells in filled[at + 1 :]]
    cells = [(place, cell) for place, cell in enumerate(first) if not is_blank(cell)]
    typed = [place for place, cell in cells if _is_typed(cell)]
    if not typed or len(typed) * 3 < len(cells):
        return False
    return not below or all(_mostly_typed(below, place) for place in typed)


def _mostly_typed(rows: list[list[Value]], place: int) -> bool:
    values = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
    return bool(values) and sum(map(_is_typed, values)) >= 0.7 * len(values)


def _with_header(
    filled: list[tuple[int, list[Value]]], at: int, usual: int, physical: dict[int, int], guesses: tuple[str, ...]
) -> Layout:
    number, header = filled[at]
    below = [len(cells) for _, cells in filled[at + 1 :]]
    under_blank = max((length for length in below if length <= physical[number]), default=0)
    width = max(len(header), under_blank, usual if below.count(usual) * 2 > len(below) else 0)
    columns, renamed = named(header=header, width=width)
    blank = frozenset(place for place in range(width) if place >= len(header) or is_blank(header[place]))
    return Layout(columns, number, number + 1, _preamble(filled[:at]), renamed, guesses, blank)


def _without_header(filled: list[tuple[int, list[Value]]], *, at: int, guesses: tuple[str, ...]) -> Layout:
    width = max(len(cells) for _, cells in filled) if at == 0 else _usual_width(filled)
    columns, _ = named(header=(), width=width)
    return Layout(columns, 0, filled[at][0], _preamble(filled[:at]), (), guesses, frozenset(range(width)))


def _preamble(rows: list[tuple[int, list[Value]]]) -> tuple[str, ...]:
    return tuple(" ".join(cleaned(cell) for cell in cells if not is_blank(cell)) for _, cells in rows)

"""Delimited text cut into records. A record that is not well formed costs itself and nothing after it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tenure.interfaces.ingest.reading.limits import Limits
from tenure.interfaces.ingest.reading.rows import BrokenRow, Cause

_SHOWN = 2_000
_FIT_SHARE = 0.8


@dataclass(frozen=True)
class Dialect:
    """How cells are set apart and quoted."""

    delimiter: str
    escape: str | None = None
    skips_spaces: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether quotes are doubled and nothing else is unusual."""
        return self.escape is None and not self.skips_spaces and len(self.delimiter.encode()) == 1

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Cells of each record; strict, so that a quote in the wrong place is an error and not a surprise."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            strict=True,
            escapechar=self.escape,
            doublequote=True,
            skipinitialspace=self.skips_spaces,
        )


class _Stream(Protocol):
    def readline(self, size: int = -1, /) -> str: ...


@dataclass(frozen=True)
class _HugeLine:
    """The beginning of a line that is longer than any line may be; the rest was passed over."""

    beginning: str


class _HugeLineError(Exception):
    """The record is one line that is too long."""


class _RecordTooLongError(Exception):
    """A quote was opened and not closed within the lines that a record may have."""


class _Lines:
    """Lines of text one at a time, which can be given back; keeps those of the record at hand."""

    def __init__(self, stream: _Stream, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._returned: deque[str | _HugeLine] = deque()
        self._characters = 0
        self.number = 0
        self.taken: list[str] = []

    def begin(self) -> None:
        """From here on, lines belong to the next record."""
        self.taken = []
        self._characters = 0

    def give_back(self) -> None:
        """All lines of the record but its first are read again."""
        self._returned.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._read()
        self._characters += len(line) if isinstance(line, str) else self._limits.line_characters
        if self.taken and (
            self._characters > self._limits.line_characters or len(self.taken) >= self._limits.record_lines
        ):
            self._returned.appendleft(line)
            raise _RecordTooLongError
        self.number += 1
        if isinstance(line, _HugeLine):
            self.taken.append(line.beginning)
            raise _HugeLineError
        self.taken.append(line)
        return line

    def _read(self) -> str | _HugeLine:
        most = self._limits.line_characters
        line = self._stream.readline(most + 1)
        if not line:
            raise StopIteration
        if len(line) <= most or line.endswith(("\n", "\r")):
            return line
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(most)
        return _HugeLine(line[:_SHOWN])


def records(
    stream: _Stream, *, dialect: Dialect, limits: Limits, width: int | None = None
) -> Iterator[tuple[int, list[str], list[str]] | BrokenRow]:
    """Number of the first line, cells, and lines of each record in turn, or what is wrong with it.

    With `width`, quotes that swallow whole rows are found out: the row that opens one is set aside and the rows after
    it are read. A blank line is a record without cells.
    """
    if csv.field_size_limit() < limits.cell_characters:
        csv.field_size_limit(limits.cell_characters)
    lines = _Lines(stream, limits)
    reader = dialect.reader(lines)
    while True:
        lines.begin()
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _HugeLineError:
            yield BrokenRow(start, shown(lines.taken), _too_long(limits), Cause.TOO_LARGE)
            reader = dialect.reader(lines)
        except (csv.Error, _RecordTooLongError) as error:
            lines.give_back()
            yield _misquoted(error, start, lines.taken, limits)
            reader = dialect.reader(lines)
        else:
            if len(lines.taken) > 2 and width and _swallows_rows(cells, lines.taken, dialect, width):
                lines.give_back()
                yield BrokenRow(start, shown(lines.taken), _UNCLOSED, Cause.QUOTE)
                reader = dialect.reader(lines)
            else:
                yield start, cells, lines.taken


def shown(lines: list[str]) -> str:
    """The lines as text that any file and database can hold, cut where it is huge."""
    text = "".join(lines)[: _SHOWN + 1].rstrip("\r\n")
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + "…"
    text = text.replace("\0", "␀")
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


_UNCLOSED = 'A cell begins with a quotation mark that is not closed in its row. Close it, or write it twice ("").'


def _misquoted(error: Exception, start: int, lines: list[str], limits: Limits) -> BrokenRow:
    if "field limit" in str(error):
        return BrokenRow(start, shown(lines), _too_long(limits), Cause.TOO_LARGE)
    if isinstance(error, csv.Error) and "expected after" in str(error):
        reason = 'A quotation mark stands in the middle of a cell. Inside a quoted cell, write it twice ("").'
        return BrokenRow(start, shown(lines), reason, Cause.QUOTE)
    return BrokenRow(start, shown(lines), _UNCLOSED, Cause.QUOTE)


def _too_long(limits: Limits) -> str:
    return f"The row holds a cell of more than {limits.cell_characters:,} characters. Shorten it."


def _swallows_rows(cells: list[str], lines: list[str], dialect: Dialect, width: int) -> bool:
    """Whether what stands between a record's first and last line are rows of their own."""
    inner = lines[1:-1]
    least = 3 if len(cells) == width else 2
    if width < least:
        return False
    fitting = sum(_fits(line, dialect, width) for line in inner)
    return fitting > 0 and fitting >= _FIT_SHARE * len(inner)


def _fits(line: str, dialect: Dialect, width: int) -> bool:
    if '"' not in line:
        return line.count(dialect.delimiter) == width - 1
    try:
        return len(next(dialect.reader(iter([line])))) == width
    except csv.Error:
        return False

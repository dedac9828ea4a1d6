"""Tables of delimited text: comma, semicolon, tab or bar, in any encoding, with a header wherever it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.counting import TOTAL, Counts, Noted
from tenure.interfaces.ingest.reading.errors import EmptyFileError, TooLargeError, UnreadableFileError
from tenure.interfaces.ingest.reading.layout import Layout, find_layout
from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.options import ReadOptions
from tenure.interfaces.ingest.reading.quick import QuickReader
from tenure.interfaces.ingest.reading.records import records, shown
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Cause, Row
from tenure.interfaces.ingest.reading.slow import text_batches
from tenure.interfaces.ingest.reading.sniffing import Sniffed, sniff
from tenure.interfaces.ingest.reading.survey import Survey, survey
from tenure.interfaces.ingest.reading.totals import looks_like_total

_SAMPLE = 500
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
_UNREADABLE = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")


class DelimitedTable(Noted):
    """One file of delimited text."""

    def __init__(
        self,
        content: Content,
        name: str,
        found: Survey,
        sniffed: Sniffed,
        layout: Layout,
        notes: Notes,
        with_totals: bool,
    ) -> None:
        super().__init__(notes)
        self.name = name
        self.columns = layout.columns
        self.fingerprint = content.file.fingerprint
        self.rows_estimate: int | None = max(found.lines - layout.header, 0)
        self._content = content
        self._survey = found
        self._sniffed = sniffed
        self._layout = layout
        self._with_totals = with_totals

    def rows(self) -> Iterator[Row | BrokenRow]:
        counts = Counts()
        columns = self.columns
        for row in self._cells(counts):
            if isinstance(row, BrokenRow):
                counts.take(row)
                yield row
            else:
                yield Row(row[0], dict(zip(columns, row[1], strict=True)))
        self._counts = counts

    def batches(self, size: int) -> Iterator[Batch]:
        done, counts = 0, Counts()
        if self._survey.is_clean and self._sniffed.dialect.is_plain:
            quick = QuickReader(
                self.columns,
                self._sniffed.dialect.delimiter,
                lambda number, cells, line: self._settled(number, cells, [line], counts),
            )
            for batch in quick.batches(self._content, skipped_lines=self._layout.first - 1, size=size):
                if batch is None:
                    break
                for row in batch.broken:
                    counts.take(row)
                done = max([done, *batch.numbers[-1:], *(row.number for row in batch.broken[-1:])])
                yield batch
            else:
                self._counts = counts
                return
        yield from text_batches(self.rows(), columns=self.columns, size=size, after=done)

    def _cells(self, counts: Counts) -> Iterator[tuple[int, list[str]] | BrokenRow]:
        first, width = self._layout.first, len(self.columns)
        needs_look = bool(self._survey.invalid or self._survey.has_nul or self._survey.encoding not in _UTF_8)
        with _text(self._content, self._survey) as stream:
            found = records(stream, dialect=self._sniffed.dialect, limits=self._content.limits, width=width)
            for record in found:
                if isinstance(record, BrokenRow):
                    if record.number >= first:
                        yield record
                    continue
                number, cells, lines = record
                if number < first:
                    continue
                if needs_look and (broken := self._spoilt(number, lines)):
                    yield broken
                elif len(cells) == width and cells[0] and not self._may_be_total(cells[0]):
                    yield number, cells
                elif (settled := self._settled(number, cells, lines, counts)) is not None:
                    yield settled if isinstance(settled, BrokenRow) else (number, settled)

    @staticmethod
    def _may_be_total(cell: str) -> bool:
        return len(cell) < 120

    def _settled(self, number: int, cells: list[str], lines: list[str], counts: Counts) -> list[str] | BrokenRow | None:
        """The cells as the columns want them, or what is wrong with them; nothing for a blank row."""
        width = len(self.columns)
        if not any(cell and not cell.isspace() for cell in cells):
            counts.blank += 1
            return None
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        elif len(cells) < width and self._layout.blank_columns.issuperset(range(len(cells), width)):
            cells = cells + [""] * (width - len(cells))
        if len(cells) != width:
            return BrokenRow(number, shown(lines), _miscounted(len(cells), width), Cause.CELL_COUNT)
        if not self._with_totals and looks_like_total(cells):
            return BrokenRow(number, shown(lines), TOTAL, Cause.TOTAL)
        return cells

    def _spoilt(self, number: int, lines: list[str]) -> BrokenRow | None:
        unreadable = _REPLACED if self._survey.errors == "replace" else _UNREADABLE
        for line in lines:
            if "\0" in line:
                reason = "The row holds a NUL character, which no text should. Save the file anew and try again."
                return BrokenRow(number, shown(lines), reason, Cause.NUL)
            if not line.isascii() and unreadable.search(line):
                reason = (
                    f"The row holds bytes that are not {self._survey.encoding.upper()}. Save the file in one encoding."
                )
                return BrokenRow(number, shown(lines), reason, Cause.ENCODING)
        return None


_UTF_8 = ("utf-8", "utf-8-sig")


def delimited_table(content: Content, *, name: str, options: ReadOptions) -> DelimitedTable:
    """The table of a text file.

    Raises `EmptyFileError` where there is not even a header, `UnreadableFileError` where it is no text.
    """
    found = survey(content, encoding=options.encoding)
    with _text(content, found) as stream:
        text = stream.read(_SAMPLE * 1000)
        is_whole = not stream.read(1)
    _check_is_text(text, content)
    sniffed = sniff(text=text, is_whole=is_whole, delimiter=options.delimiter, name=content.name)
    layout = _layout(content, found, sniffed, options)
    if layout is None:
        raise EmptyFileError(f"{content.name} holds no rows. Export it again.")
    if len(layout.columns) > content.limits.columns:
        raise TooLargeError(
            f"{content.name} has {len(layout.columns):,} columns; at most {content.limits.columns:,} are read."
        )
    guesses = [found.guess] if found.guess else []
    if sniffed.rival:
        guesses.append("Cells might also be set apart by another sign; check that the columns look right.")
    notes = Notes(
        format="tab-separated text" if sniffed.dialect.delimiter == "\t" else "delimited text",
        encoding=found.encoding,
        delimiter=sniffed.dialect.delimiter,
        header_row=layout.header or None,
        preamble=layout.preamble,
        renamed=layout.renamed,
        guesses=(*guesses, *layout.guesses),
    )
    return DelimitedTable(content, name, found, sniffed, layout, notes, options.with_totals)


def _layout(content: Content, found: Survey, sniffed: Sniffed, options: ReadOptions) -> Layout | None:
    with _text(content, found) as stream:
        cut = records(stream, dialect=sniffed.dialect, limits=content.limits)
        sample = [record for record in islice(cut, _SAMPLE) if not isinstance(record, BrokenRow)]
    if sniffed.has_hint:
        sample = sample[1:]
    layout = find_layout([(number, list(cells)) for number, cells, _ in sample], header_row=options.header_row)
    if layout is None or layout.header == 0:
        return layout
    # A name in quotes may hold line breaks; the data begin behind the last of them.
    [height] = [len(lines) for number, _, lines in sample if number == layout.header]
    return replace(layout, first=layout.header + height)


def _check_is_text(text: str, content: Content) -> None:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<table")):
        raise UnreadableFileError(
            f"{content.name} is a web page or XML, whatever it is called. Open it in a spreadsheet and save it as CSV."
        )
    strange = len(_CONTROL.findall(text[:20_000])) + len(_UNREADABLE.findall(text[:20_000]))
    if strange * 10 > len(text[:20_000]) and strange > 20:
        raise UnreadableFileError(f"{content.name} is not a text file. Export it as CSV, Excel or Parquet.")


@contextmanager
def _text(content: Content, found: Survey) -> Iterator[io.TextIOWrapper]:
    with content.open() as stream:
        # With newline="", every sort of line break ends a line and none is changed inside quotes.
        yield io.TextIOWrapper(stream, encoding=found.encoding, errors=found.errors, newline="")


def _miscounted(found: int, width: int) -> str:
    cells = "1 cell" if found == 1 else f"{found:,} cells"
    columns = "1 column" if width == 1 else f"{width:,} columns"
    hint = (
        "A cell with the delimiter in it must be quoted."
        if found > width
        else "Cells are missing, or a line break cut it."
    )
    return f"The row has {cells} where the table has {columns}. {hint}"

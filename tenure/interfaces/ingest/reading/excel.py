"""Tables of Excel workbooks: one a sheet, with the values as typed and the results of formulas as last saved."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, time
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from tenure.interfaces.ingest.reading.archives import check_sizes
from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.counting import TOTAL, Counts, Noted
from tenure.interfaces.ingest.reading.errors import EmptyFileError, TooLargeError, UnreadableFileError
from tenure.interfaces.ingest.reading.layout import Layout, find_layout, is_blank, trimmed
from tenure.interfaces.ingest.reading.limits import MEGABYTE
from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.options import ReadOptions
from tenure.interfaces.ingest.reading.records import shown
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Cause, Row, Value
from tenure.interfaces.ingest.reading.slow import as_text, text_batches
from tenure.interfaces.ingest.reading.totals import looks_like_total

_SAMPLE = 200
_AT_ONCE = 500
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DAMAGE = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, NotImplementedError, AssertionError),
    *(ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, InvalidFileException, RuntimeError),
)


class ExcelTable(Noted):
    """One sheet; rows have the numbers that Excel shows."""

    def __init__(
        self, content: Content, name: str, sheet: str, layout: Layout, notes: Notes, with_totals: bool
    ) -> None:
        super().__init__(notes)
        self.name = name
        self.columns = layout.columns
        self.fingerprint = content.file.fingerprint
        self.rows_estimate: int | None = None
        self._content = content
        self._sheet = sheet
        self._layout = layout
        self._with_totals = with_totals

    def rows(self) -> Iterator[Row | BrokenRow]:
        counts = Counts()
        with _workbook(self._content) as stream:
            for number, cells, formula in _sheet_rows(self._content, stream, self._sheet):
                if number < self._layout.first:
                    continue
                row = self._settled(number, trimmed(cells), formula)
                if row is None:
                    counts.blank += 1
                    continue
                if isinstance(row, BrokenRow):
                    counts.take(row)
                yield row
        self._counts = counts

    def batches(self, size: int) -> Iterator[Batch]:
        yield from text_batches(self.rows(), columns=self.columns, size=size)

    def _settled(self, number: int, cells: list[Value], formula: str | None) -> Row | BrokenRow | None:
        width = len(self.columns)
        if formula is not None:
            reason = (
                f"Cell {formula} holds a formula without its result. Open the file in Excel, save it, and try again."
            )
            return BrokenRow(number, _line(cells), reason, Cause.FORMULA)
        if not cells:
            return None
        if len(cells) > width:
            extra = f"{get_column_letter(len(cells))}{number}"
            reason = (
                f"Cell {extra} stands to the right of the table's {width:,} columns. Give it a column name or clear it."
            )
            return BrokenRow(number, _line(cells), reason, Cause.CELL_COUNT)
        cells = [*cells, *[None] * (width - len(cells))]
        if not self._with_totals and looks_like_total(cells):
            return BrokenRow(number, _line(cells), TOTAL, Cause.TOTAL)
        if any(isinstance(cell, str) and len(cell) > self._content.limits.cell_characters for cell in cells):
            return BrokenRow(number, _line(cells), "The row holds a cell that is too long.", Cause.TOO_LARGE)
        return Row(number, dict(zip(self.columns, cells, strict=True)))


def excel_tables(content: Content, *, name: str, options: ReadOptions) -> tuple[list[ExcelTable], list[str]]:
    """A table for each sheet with rows, and a sentence about each sheet without.

    Raises `UnreadableFileError` where the workbook is damaged, `TooLargeError` where it unpacks to too much.
    """
    tables: list[ExcelTable] = []
    skipped: list[str] = []
    with _workbook(content) as stream:
        for sheet in _sheet_names(content, stream):
            with closing(_sheet_rows(content, stream, sheet)) as found:
                sample = [(number, cells) for number, cells, _ in islice(found, _SAMPLE)]
            layout = find_layout(sample, header_row=options.header_row)
            if layout is None:
                skipped.append(f"sheet {sheet} is empty.")
                continue
            if len(layout.columns) > content.limits.columns:
                raise TooLargeError(
                    f"Sheet {sheet} has {len(layout.columns):,} columns. Delete those that are not needed."
                )
            notes = Notes(
                format=f"Excel, sheet {sheet}",
                header_row=layout.header or None,
                preamble=layout.preamble,
                renamed=layout.renamed,
                guesses=layout.guesses,
            )
            tables.append(ExcelTable(content, sheet, sheet, layout, notes, options.with_totals))
    if not tables:
        raise EmptyFileError(f"{name} has no sheet with rows. Export it again.")
    if len(tables) == 1:
        tables[0].name = name
    return tables, skipped


@contextmanager
def _workbook(content: Content) -> Iterator[IO[bytes]]:
    with content.open_seekable() as stream:
        with _telling_damage(content), zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            check_sizes(infos, content=content, at_most=content.limits.excel_bytes)
            # The texts of a workbook are held in memory while it is read, its sheets are not.
            texts = [info for info in infos if info.filename.lower().endswith("sharedstrings.xml")]
            check_sizes(texts, content=content, at_most=content.limits.excel_texts_bytes)
        yield stream


@contextmanager
def _telling_damage(content: Content) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # The library warns of styles and of validations that it leaves out, which no import needs.
            warnings.simplefilter("ignore")
            yield
    except UnreadableFileError:
        raise
    except _DAMAGE as error:
        content.file.check()
        raise UnreadableFileError(
            f"{content.name} is not an Excel workbook that can be read ({error}). Open it in Excel and save it anew."
        ) from error


def _sheet_names(content: Content, stream: IO[bytes]) -> list[str]:
    with _telling_damage(content):
        workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        return [sheet.title for sheet in workbook.worksheets]


def _sheet_rows(
    content: Content, stream: IO[bytes], title: str
) -> Generator[tuple[int, list[Value], str | None], None, None]:
    """Number, values, and the place of a formula without result, of each row of a sheet."""
    with _telling_damage(content):
        sheet = _sheet(stream, title, data_only=True)
        values = _raw_rows(sheet)
        has_formulas = _has_formulas(stream, sheet._worksheet_path)
        formulas = _raw_rows(_sheet(stream, title, data_only=False)) if has_formulas else None
    number = 0
    while True:
        with _telling_damage(content):
            taken = list(islice(values, _AT_ONCE))
            asked = list(islice(formulas, _AT_ONCE)) if formulas is not None else []
        if not taken:
            return
        for place, raw in enumerate(taken):
            number += 1
            cells = [_plain(value) for value in raw]
            formula = _without_result(number, raw, asked[place]) if place < len(asked) else None
            yield number, cells, formula


def _sheet(stream: IO[bytes], title: str, *, data_only: bool) -> Any:
    return load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)[title]


def _raw_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # What a file says of a sheet's size is often wrong.
    return iter(sheet.iter_rows(values_only=True))


def _has_formulas(stream: IO[bytes], path: str) -> bool:
    with zipfile.ZipFile(stream) as archive, archive.open(path) as source:
        before = b""
        while chunk := source.read(MEGABYTE):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-32:]
    return False


def _without_result(number: int, values: Sequence[Any], formulas: Sequence[Any]) -> str | None:
    for place, (value, formula) in enumerate(zip(values, formulas, strict=False)):
        is_formula = formula is not None and (not isinstance(formula, str) or formula.startswith("="))
        if value is None and is_formula:
            return f"{get_column_letter(place + 1)}{number}"
    return None


def _plain(value: Any) -> Value:
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return None if is_blank(value) else value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return value.isoformat() if isinstance(value, time) else str(value)


def _line(cells: Sequence[Value]) -> str:
    return shown(["\t".join(as_text(cell) or "" for cell in cells)])

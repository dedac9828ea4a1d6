"""A list as a file: CSV, Excel or JSON, with formulas made harmless and nothing that the user may not see."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tenure.engine.conditions.syntax import FieldType
from tenure.foundation.access.rights import require
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.fields import ListField

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportFormatError(ValueError):
    """There is no such format."""


def export(
    *, model: type[Record], user: Any, rows: Iterable[Any], columns: Sequence[ListField], format: str
) -> Iterator[bytes]:
    """The rows as a file, piece by piece. Raises `NotAllowedError`, `ExportFormatError`."""
    require(user=user, action="export", kind=model.kind)
    if format not in FORMATS:
        raise ExportFormatError(f"There is no format “{format}”; choose csv, xlsx or json.")
    header = ["public_id", *(column.name for column in columns), *_currencies(model, columns)]
    table = ([_plain(value) for value in _values(row, model, columns)] for row in rows)
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[format](header, table)


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, with an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _currencies(model: type[Record], columns: Sequence[ListField]) -> list[str]:
    names = {column.name for column in columns}
    return sorted({model.kind.money[name] for name in names & set(model.kind.money)} - names)


def _values(row: Any, model: type[Record], columns: Sequence[ListField]) -> Iterator[Any]:
    yield row.public_id
    for column in columns:
        yield _value(row, column)
    for currency in _currencies(model, columns):
        yield getattr(row, currency)


def _value(row: Any, column: ListField) -> Any:
    if column.own is not None:
        return row.custom.get(column.own.key)
    value = getattr(row, column.name)
    is_nameless = column.type is FieldType.LINK and value is not None and not column.is_named
    return value.public_id if is_nameless else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and "amount" in value:
        return f"{value['amount']} {value['currency']}"
    if value is None or isinstance(value, str | bool | int | float | Decimal):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _csv(header: list[str], table: Iterable[list[Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for row in _with_header(header, table):
        writer.writerow(["" if value is None else harmless(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _with_header(header: list[str], table: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield header
    yield from table


def _xlsx(header: list[str], table: Iterable[list[Any]]) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tenure")
    for row in _with_header(header, table):
        sheet.append([_printable(harmless(value)) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    yield buffer.getvalue()


def _printable(value: Any) -> Any:
    """Without the control characters that a spreadsheet cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _json(header: list[str], table: Iterable[list[Any]]) -> Iterator[bytes]:
    yield b"["
    for number, row in enumerate(table):
        pairs = {
            name: str(value) if isinstance(value, Decimal) else value for name, value in zip(header, row, strict=True)
        }
        yield (b",\n" if number else b"\n") + json.dumps(pairs, ensure_ascii=False).encode()
    yield b"\n]\n"

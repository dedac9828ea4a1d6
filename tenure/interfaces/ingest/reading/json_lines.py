"""Tables of JSON: one object a line, or one list of objects."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.counting import Counts, Noted
from tenure.interfaces.ingest.reading.errors import EmptyFileError, TooLargeError, UnreadableFileError
from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.options import ReadOptions
from tenure.interfaces.ingest.reading.records import shown
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Cause, Row, Value
from tenure.interfaces.ingest.reading.slow import text_batches
from tenure.interfaces.ingest.reading.survey import Survey, survey

_LARGEST_DIGITS = 400


class JsonTable(Noted):
    """Objects as rows; their names are the columns. A row that lacks a name has nothing there."""

    def __init__(self, content: Content, name: str, found: Survey, is_list: bool) -> None:
        super().__init__(Notes(format="a JSON list" if is_list else "JSON lines", encoding=found.encoding))
        self.name = name
        self.fingerprint = content.file.fingerprint
        self.rows_estimate: int | None = None if is_list else found.lines
        self._content = content
        self._survey = found
        self._is_list = is_list
        self.columns = self._find_columns()

    def rows(self) -> Iterator[Row | BrokenRow]:
        counts = Counts()
        for found in self._objects(counts):
            if isinstance(found, BrokenRow):
                counts.take(found)
                yield found
            else:
                number, values = found
                yield Row(number, {column: _flat(values.get(column)) for column in self.columns})
        self._counts = counts

    def batches(self, size: int) -> Iterator[Batch]:
        yield from text_batches(self.rows(), columns=self.columns, size=size)

    def _find_columns(self) -> list[str]:
        columns: dict[str, None] = {}
        limit = self._content.limits.columns
        for found in self._objects(Counts()):
            if not isinstance(found, BrokenRow) and found[1].keys() - columns.keys():
                columns.update(dict.fromkeys(found[1]))
                if len(columns) > limit:
                    raise TooLargeError(f"The objects in {self._content.name} have more than {limit:,} names together.")
        if not columns:
            raise EmptyFileError(f"{self._content.name} holds no objects. Export it again.")
        return list(columns)

    def _objects(self, counts: Counts) -> Iterator[tuple[int, dict[str, Any]] | BrokenRow]:
        with _text(self._content, self._survey) as stream:
            if self._is_list:
                yield from _listed(stream, self._content)
                return
            most = self._content.limits.line_characters
            number = 0
            while line := stream.readline(most + 1):
                number += 1
                if len(line) > most and not line.endswith("\n"):
                    yield BrokenRow(
                        number, shown([line]), f"The row has more than {most:,} characters.", Cause.TOO_LARGE
                    )
                    while line and not line.endswith("\n"):
                        line = stream.readline(most)
                elif line.isspace():
                    counts.blank += 1
                else:
                    yield _parsed(number, line)


def json_table(content: Content, *, name: str, options: ReadOptions, is_list: bool) -> JsonTable:
    """The table of a JSON file. Raises `EmptyFileError` where it holds no object."""
    return JsonTable(content, name, survey(content, encoding=options.encoding), is_list)


@contextmanager
def _text(content: Content, found: Survey) -> Iterator[io.TextIOWrapper]:
    with content.open() as stream:
        yield io.TextIOWrapper(stream, encoding=found.encoding, errors=found.errors, newline="\n")


class _NotReadableError(ValueError):
    """Valid JSON that is no record all the same."""


def _parsed(number: int, line: str) -> tuple[int, dict[str, Any]] | BrokenRow:
    try:
        value = _decode(line)
        _check(value)
    except json.JSONDecodeError as error:
        reason = f"The row is not JSON: {error.msg} at character {error.colno}."
        return BrokenRow(number, shown([line]), reason, Cause.NOT_AN_OBJECT)
    except (ValueError, RecursionError, ArithmeticError) as error:
        return BrokenRow(number, shown([line]), f"The row cannot be used: {error}.", Cause.NOT_AN_OBJECT)
    return number, value


def _listed(stream: io.TextIOWrapper, content: Content) -> Iterator[tuple[int, dict[str, Any]] | BrokenRow]:
    most = content.limits.array_bytes
    text = stream.read(most + 1)
    if len(text) > most:
        raise TooLargeError(f"{content.name} is a JSON list of more than {most:,} characters. Export it as JSON lines.")
    try:
        values = _decode(text)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise UnreadableFileError(f"{content.name} is not JSON that can be read: {error}. Export it again.") from error
    for number, value in enumerate(values, start=1):
        try:
            _check(value)
        except ValueError as error:
            text = shown([json.dumps(value, default=str)])
            yield BrokenRow(number, text, f"The row cannot be used: {error}.", Cause.NOT_AN_OBJECT)
        else:
            yield number, value


def _decode(text: str) -> Any:
    return json.loads(
        text, parse_float=Decimal, parse_int=_integer, parse_constant=_refuse_constant, object_pairs_hook=_object
    )


def _check(value: Any) -> None:
    if not isinstance(value, dict):
        raise _NotReadableError("it is not an object in braces")
    for name, held in value.items():
        if not name.strip():
            raise _NotReadableError("one of its names is blank")
        if "\0" in name or (isinstance(held, str) and "\0" in held):
            raise _NotReadableError("it holds a NUL character")
        for text in (name, held if isinstance(held, str) else ""):
            if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
                raise _NotReadableError("it holds characters that are not text")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotReadableError("it holds one name twice")
    return found


def _integer(text: str) -> int:
    if len(text) > _LARGEST_DIGITS:
        raise _NotReadableError(f"it holds a number of {len(text):,} digits")
    return int(text)


def _refuse_constant(text: str) -> None:
    raise _NotReadableError(f"{text} is no number")


def _flat(value: Any) -> Value:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_number)
    return value


def _number(value: Any) -> Any:
    """A nested decimal, written as the number it is."""
    return float(value) if value != value.to_integral_value() else int(value)

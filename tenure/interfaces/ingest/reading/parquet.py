"""Tables of Parquet files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.counting import Noted
from tenure.interfaces.ingest.reading.errors import EmptyFileError, TooLargeError, UnreadableFileError
from tenure.interfaces.ingest.reading.layout import named
from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Row, Value

_ROWS_AT_ONCE = 4_096
_DAMAGE = (pa.ArrowException, OSError, UnicodeDecodeError)


class ParquetTable(Noted):
    """One Parquet file; rows are numbered from 1."""

    def __init__(self, content: Content, name: str) -> None:
        super().__init__(Notes(format="Parquet"))
        self.name = name
        self.fingerprint = content.file.fingerprint
        self._content = content
        with self._opened() as file:
            self.rows_estimate: int | None = file.metadata.num_rows
            header = [field.name for field in file.schema_arrow]
            unpacked = sum(file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups))
        limits = content.limits
        if len(header) > limits.columns or unpacked > limits.unpacked_bytes:
            raise TooLargeError(
                f"{content.name} has {len(header):,} columns and {unpacked:,} bytes. Split it into parts."
            )
        if not header:
            raise EmptyFileError(f"{content.name} has no columns. Export it again.")
        self.columns, renamed = named(header=header, width=len(header))
        self._notes = replace(self._notes, renamed=renamed)

    def rows(self) -> Iterator[Row | BrokenRow]:
        for batch in self.batches(_ROWS_AT_ONCE):
            lists = [_values(batch.data.column(place)) for place in range(len(self.columns))]
            for number, cells in zip(batch.numbers, zip(*lists, strict=True), strict=True):
                yield Row(number, dict(zip(self.columns, cells, strict=True)))

    def batches(self, size: int) -> Iterator[Batch]:
        number = 1
        with self._opened() as file:
            try:
                for batch in file.iter_batches(batch_size=size, use_threads=False):
                    batch.validate(full=True)
                    arrays = [_readable(batch.column(place)) for place in range(batch.num_columns)]
                    numbers = range(number, number + batch.num_rows)
                    number += batch.num_rows
                    yield Batch(pa.RecordBatch.from_arrays(arrays, names=self.columns), numbers)
            except _DAMAGE as error:
                self._content.file.check()
                raise _damaged(self._content, error) from error

    @contextmanager
    def _opened(self) -> Iterator[pq.ParquetFile]:
        with self._content.open_seekable() as stream:
            try:
                file = pq.ParquetFile(stream)
            except _DAMAGE as error:
                self._content.file.check()
                raise _damaged(self._content, error) from error
            yield file


def parquet_table(content: Content, *, name: str) -> ParquetTable:
    """The table of a Parquet file. Raises `UnreadableFileError` where it is damaged or encrypted."""
    return ParquetTable(content, name)


def _damaged(content: Content, error: Exception) -> UnreadableFileError:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UnreadableFileError(f"{content.name} is not a Parquet file that can be read ({first}). Export it again.")


def _readable(array: pa.Array) -> pa.Array:
    """The column as values that Python and text have: no dictionaries, instants to the microsecond."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _readable(array.dictionary_decode())
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pc.cast(array, pa.timestamp("us", tz=kind.tz), safe=False)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return array.cast(pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([_text(value) for value in array.to_pylist()], pa.string())
    if pa.types.is_fixed_size_binary(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind):
        return pa.array([_text(value) for value in _microseconds(array).to_pylist()], pa.string())
    return array


def _microseconds(array: pa.Array) -> pa.Array:
    if pa.types.is_duration(array.type):
        return pc.cast(array, pa.duration("us"), safe=False)
    return pc.cast(array, pa.time64("us"), safe=False) if pa.types.is_time64(array.type) else array


def _values(array: pa.Array) -> list[Value]:
    if pa.types.is_floating(array.type):
        return [None if value is None or value != value else value for value in array.to_pylist()]
    try:
        return array.to_pylist()
    except (ValueError, OverflowError):
        # A day that no calendar of Python's has, such as one after the year 9999.
        return array.cast(pa.string()).to_pylist()


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return _text(value) or ""
    return value.isoformat() if isinstance(value, date | time) else str(value)

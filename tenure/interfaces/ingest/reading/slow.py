"""Batches put together from rows, for tables that have no quicker way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

import pyarrow as pa

from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Row, Value


def text_batches(rows: Iterator[Row | BrokenRow], *, columns: list[str], size: int, after: int = 0) -> Iterator[Batch]:
    """The rows as columns of text, from the row behind the number `after`; nothing in a cell stays nothing."""
    rest = (row for row in rows if row.number > after)
    while taken := list(islice(rest, size)):
        whole = [row for row in taken if isinstance(row, Row)]
        broken = tuple(row for row in taken if isinstance(row, BrokenRow))
        arrays = [pa.array([as_text(row.values[column]) for row in whole], pa.string()) for column in columns]
        yield Batch(pa.RecordBatch.from_arrays(arrays, names=columns), [row.number for row in whole], broken)


def as_text(value: Value) -> str | None:
    """A cell's value as text that reads back as the same."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)

"""Usage events, who did what and when: their columns, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tenure.engine.lake.manifest import MANIFEST, Segment, changing, folder_of, put, segments

if TYPE_CHECKING:
    import pyarrow.dataset as ds

# `account_id` is the account's public id; `events` counts what happened at once; `row` is the row of the source's file.
SCHEMA = pa.schema(
    [
        pa.field("source", pa.dictionary(pa.int8(), pa.string()), nullable=False),
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("user_id", pa.string()),
        pa.field("feature", pa.string()),
        pa.field("occurred_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("events", pa.int64(), nullable=False),
        pa.field("duration_seconds", pa.float64()),
        pa.field("properties", pa.string()),
        pa.field("row", pa.int64(), nullable=False),
    ]
)
GIVEN = tuple(name for name in SCHEMA.names if name not in ("source", "row"))


def events(*, lake: Path) -> ds.Dataset:
    """All usage events, to be read in columns and portions."""
    import pyarrow.dataset as ds  # it brings pandas along, a second that every start would wait for

    files = [str(folder_of(lake) / segment.path) for segment in segments(lake=lake)]
    return ds.dataset(files, schema=SCHEMA, format="parquet") if files else ds.dataset([], schema=SCHEMA)


def mark_of(*, lake: Path) -> str:
    """What differs as soon as other events count than before."""
    try:
        told = (folder_of(lake) / MANIFEST).stat()
    except FileNotFoundError:
        return ""
    return f"{told.st_ino} {told.st_mtime_ns} {told.st_size}"


def coverage(*, lake: Path) -> dict[str, tuple[str, str]]:
    """For each source, the first and last instant of its events (ISO): before the first, its counts are unknown."""
    found: dict[str, tuple[str, str]] = {}
    for segment in segments(lake=lake):
        first, last = found.get(segment.source, (segment.first_at, segment.last_at))
        found[segment.source] = (min(first, segment.first_at), max(last, segment.last_at))
    return found


def withdraw(*, lake: Path, batch: str) -> int:
    """Takes back all events that a batch landed, or parts of it that are called `batch.…`; gives their number."""
    if not any(_is_of(segment, batch) for segment in segments(lake=lake)):
        return 0
    with changing(lake=lake):
        standing = segments(lake=lake)
        put(lake=lake, kept=tuple(segment for segment in standing if not _is_of(segment, batch)))
        return sum(segment.rows for segment in standing if _is_of(segment, batch))


def _is_of(segment: Segment, batch: str) -> bool:
    return segment.batch == batch or segment.batch.startswith(f"{batch}.")


def fitted(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """The column as this type."""
    if column.type == kind:
        return column
    if pa.types.is_dictionary(kind):
        return column.cast(pa.string()).dictionary_encode().cast(kind)
    return column.cast(kind)

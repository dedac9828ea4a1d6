"""Whole columns read at once, where all of their cells are plain; nothing where one is not, to be read one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from tenure.interfaces.ingest.applying.keys import LONGEST_KEY
from tenure.interfaces.ingest.columns.empties import EMPTY_WORDS

_FIRST_FEW = 20
_INSTANT = pa.timestamp("us", tz="UTC")
# Small and capital letters may differ in length, though never by so much.
_LONGEST_EMPTY_BYTES = 2 * max(len(word.encode()) for word in EMPTY_WORDS)


@dataclass
class Column:
    """Values, and what is wrong with some of them, by their place."""

    values: pa.Array
    troubles: dict[int, str] = field(default_factory=dict)

    def needing(self, reason: str) -> Column:
        """The same, where a value that is missing is wrong too."""
        if self.values.null_count:
            for place in pc.indices_nonzero(pc.is_null(self.values)).to_pylist():
                self.troubles.setdefault(place, reason)
        return self


@cache
def _empties() -> pa.Array:
    # Made when needed: the first array brings pandas along, a second that every start would wait for.
    return pa.array(sorted({"", *EMPTY_WORDS}), pa.string())


def quick_text(column: pa.Array) -> pa.Array | None:
    """Text without outer blanks, nothing for what is empty."""
    if not pa.types.is_string(column.type):
        return None
    bare = pc.utf8_trim_whitespace(column)
    is_long = pc.max(pc.binary_length(bare)).as_py()
    if is_long is not None and is_long > LONGEST_KEY:
        return None
    return _without_empties(bare)


def quick_instant(column: pa.Array, *, zone: ZoneInfo) -> pa.Array | None:
    """Instants written as 2026-01-31 10:00:00, with or without a time, and with their offset or local to the zone."""
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        return _read_as(column, _INSTANT)
    local = _read_as(column, pa.timestamp("us")) if _is_time(column.type) else None
    if local is None:
        return _read_as(column, _INSTANT) if pa.types.is_string(column.type) else None
    return _placed(local, zone)


def _is_time(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _read_as(column: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """The column as this type; nothing where a cell cannot be read so, though blanks around it do no harm."""
    found = _cast(column, kind)
    if found is None and pa.types.is_string(column.type):
        return _cast(_without_empties(pc.utf8_trim_whitespace(column)), kind)
    return found


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        # Arrow words an error for each cell that it cannot read, so a few are tried before.
        pc.cast(column[:_FIRST_FEW], kind)
        return pc.cast(column, kind)
    except pa.ArrowInvalid:
        return None


def _placed(local: pa.Array, zone: ZoneInfo) -> pa.Array | None:
    try:
        return pc.cast(pc.assume_timezone(local, str(zone), ambiguous="earliest", nonexistent="latest"), _INSTANT)
    except pa.ArrowInvalid:
        return None


def quick_count(column: pa.Array) -> pa.Array | None:
    """Whole numbers written without anything else."""
    is_one = pa.types.is_string(column.type) or pa.types.is_integer(column.type)
    return _read_as(column, pa.int64()) if is_one else None


def _without_empties(bare: pa.Array) -> pa.Array:
    shortest = pc.min(pc.binary_length(bare)).as_py()
    if shortest is None or shortest > _LONGEST_EMPTY_BYTES:
        return bare
    is_empty = pc.is_in(pc.utf8_lower(bare), value_set=_empties())
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), bare) if pc.any(is_empty).as_py() else bare

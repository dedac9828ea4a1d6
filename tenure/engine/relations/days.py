"""Days and instants, written so that every engine counts them alike and one query serves every viewpoint."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

# Spark has the first function; the rest are given to every engine under the same names before it is asked: the last
# three say from where the records are looked at, so that a query is written once and put from any day.
DUCKDB_MACROS = (
    "CREATE OR REPLACE TEMP MACRO from_utc_timestamp(instant, zone) AS timezone(zone, timezone('UTC', instant))",
    "CREATE OR REPLACE TEMP MACRO view_day() AS getvariable('view_day')",
    "CREATE OR REPLACE TEMP MACRO view_end() AS getvariable('view_end')",
    "CREATE OR REPLACE TEMP MACRO view_knowledge() AS getvariable('view_knowledge')",
)


def _wall_clock(instant: Any, zone: Any) -> Any:
    """The wall clock's time in a zone at an instant of UTC."""


def _of_the_viewpoint() -> Any:
    """What the engine was told of the viewpoint."""


_from_utc_timestamp = ibis.udf.scalar.builtin(
    _wall_clock, name="from_utc_timestamp", signature=(("timestamp", "string"), "timestamp")
)
_view_day = ibis.udf.scalar.builtin(_of_the_viewpoint, name="view_day", signature=((), "date"))
_view_end = ibis.udf.scalar.builtin(_of_the_viewpoint, name="view_end", signature=((), "timestamp(6)"))
_view_knowledge = ibis.udf.scalar.builtin(_of_the_viewpoint, name="view_knowledge", signature=((), "timestamp(6)"))


def view_day() -> Any:
    """The viewpoint's day."""
    return _view_day()


def view_end() -> Any:
    """The first instant after the viewpoint's day (UTC, without a zone)."""
    return _view_end()


def view_knowledge() -> Any:
    """The instant until which the viewpoint knows (UTC, without a zone): the last of all where it knows everything."""
    return _view_knowledge()


def local_day(instant: ir.Value, *, zone: str) -> ir.DateValue:
    """The local day of an instant (UTC, without a zone)."""
    return local_time(instant, zone=zone).date()


def local_time(instant: ir.Value, *, zone: str) -> ir.TimestampValue:
    """What the clock on the wall shows at an instant (UTC, without a zone)."""
    moment: Any = instant
    return moment if zone == "UTC" else _from_utc_timestamp(moment, zone)


def days_between(later: ir.Value, earlier: ir.Value) -> ir.IntegerValue:
    """Whole days from one date to another."""
    end: Any = later
    return end.delta(earlier, unit="day")

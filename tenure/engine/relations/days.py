"""The company's days of instants, written so that every engine counts them alike."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

# Spark has this function; other engines are given it under the same name before they are asked (`DUCKDB_MACRO`).
DUCKDB_MACRO = (
    "CREATE OR REPLACE TEMP MACRO from_utc_timestamp(instant, zone) AS timezone(zone, timezone('UTC', instant))"
)


def _wall_clock(instant: Any, zone: Any) -> Any:
    """The wall clock's time in a zone at an instant of UTC."""


_from_utc_timestamp = ibis.udf.scalar.builtin(
    _wall_clock, name="from_utc_timestamp", signature=(("timestamp", "string"), "timestamp")
)


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

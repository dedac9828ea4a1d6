"""The company's days of instants, written so that every engine counts them alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import ibis
from ibis.expr import types as ir

_FIRST_YEAR, _LAST_YEAR = 1990, 2060


def local_day(instant: ir.Value, *, zone: str) -> ir.DateValue:
    """The local day of an instant (UTC, without a zone), by the zone's changes of the clock from 1990 to 2060."""
    return local_time(instant, zone=zone).date()


def local_time(instant: ir.Value, *, zone: str) -> ir.TimestampValue:
    """What the clock on the wall shows at an instant (UTC, without a zone)."""
    moment: Any = instant
    shifts = _shifts(zone)
    if len(shifts) == 1:
        return _moved(moment, shifts[0][1])
    branches = [(moment < ibis.literal(until), _moved(moment, offset)) for until, offset in shifts[:-1]]
    return ibis.cases(*branches, else_=_moved(moment, shifts[-1][1]))


def days_between(later: ir.Value, earlier: ir.Value) -> ir.IntegerValue:
    """Whole days from one date to another."""
    end: Any = later
    return end.delta(earlier, unit="day")


def _moved(instant: Any, seconds: int) -> ir.TimestampValue:
    return instant + ibis.interval(seconds=seconds) if seconds else instant


@cache
def _shifts(zone: str) -> tuple[tuple[datetime, int], ...]:
    """(until, offset in seconds) for each stretch of time with one offset; the last has no end that counts."""
    info = ZoneInfo(zone)
    moment = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(_LAST_YEAR, 1, 1, tzinfo=UTC)
    found: list[tuple[datetime, int]] = []
    offset = _offset(info, moment)
    while moment < end:
        later = moment + timedelta(days=1)
        new = _offset(info, later)
        if new != offset:
            found.append((_turn(info, moment, later).replace(tzinfo=None), offset))
            offset = new
        moment = later
    return (*found, (end.replace(tzinfo=None), offset))


def _turn(info: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first instant with the new offset, to the second."""
    old = _offset(info, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(info, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(info: ZoneInfo, moment: datetime) -> int:
    shift = moment.astimezone(info).utcoffset()
    return int(shift.total_seconds()) if shift is not None else 0

"""Working time between two instants, and the instant after so much of it; pure, and right across clock changes.

Working time is the real time that passes while the local clock reads within an interval: an hour that the clock skips
is none, an hour that it repeats counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


class BackwardSpanError(ValueError):
    """The end of a span lies before its start."""


class NeverOpenError(ValueError):
    """A calendar has no working time at all."""


@dataclass(frozen=True, order=True)
class Interval:
    """Working time on a weekday (0 is Monday), as times of the local clock; `ends` at 00:00 is the end of the day."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Calendar:
    """A snapshot of a business calendar: its zone, its week and its holidays. The intervals do not overlap."""

    zone: ZoneInfo
    intervals: tuple[Interval, ...]
    holidays: frozenset[date] = field(default_factory=frozenset)


def business_time_between(*, calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The exact working time in `[start, end)`. Raises `BackwardSpanError`."""
    if end < start:
        raise BackwardSpanError(f"The end {end.isoformat()} lies before the start {start.isoformat()}.")
    total, first, last = timedelta(), start.astimezone(UTC), end.astimezone(UTC)
    for opens, closes in _openings(calendar, from_day=_day_before(first, calendar)):
        if opens >= last:
            break
        total += max(timedelta(), min(closes, last) - max(opens, first))
    return total


def business_minutes_between(*, calendar: Calendar, start: datetime, end: datetime) -> float:
    """The working time in `[start, end)` in minutes; 90 seconds are 1.5. Raises `BackwardSpanError`."""
    return business_time_between(calendar=calendar, start=start, end=end) / ONE_MINUTE


def add_business_minutes(*, calendar: Calendar, start: datetime, minutes: float) -> datetime:
    """The first instant, in UTC, by which so many working minutes have passed since `start`.

    No minutes: `start` itself. Raises `BackwardSpanError` for fewer than none, `NeverOpenError`.
    """
    remaining, first = timedelta(minutes=minutes), start.astimezone(UTC)
    if remaining < timedelta():
        raise BackwardSpanError(f"{minutes} working minutes cannot be added; give 0 or more.")
    if not remaining:
        return first
    for opens, closes in _openings(calendar, from_day=_day_before(first, calendar)):
        begin = max(opens, first)
        if closes - begin >= remaining:
            return begin + remaining
        remaining -= max(timedelta(), closes - begin)
    raise AssertionError("the openings of a calendar never end")


def _day_before(instant: datetime, calendar: Calendar) -> date:
    return instant.astimezone(calendar.zone).date() - ONE_DAY


def _openings(calendar: Calendar, *, from_day: date) -> Iterator[tuple[datetime, datetime]]:
    """Every opening from this local day on, in UTC and in order, without end."""
    week: dict[int, list[Interval]] = {}
    for interval in sorted(calendar.intervals):
        week.setdefault(interval.weekday, []).append(interval)
    if not week:
        raise NeverOpenError("The business calendar has no working time; give it at least one interval a week.")
    day = from_day
    while True:
        if day not in calendar.holidays:
            yield from sorted(
                opening for interval in week.get(day.weekday(), ()) for opening in _in_utc(calendar.zone, day, interval)
            )
        day += ONE_DAY


def _in_utc(zone: ZoneInfo, day: date, interval: Interval) -> Iterator[tuple[datetime, datetime]]:
    starts = datetime.combine(day, interval.starts, tzinfo=UTC)
    ends = datetime.combine(day, interval.ends, tzinfo=UTC) + (ONE_DAY if interval.ends == time.min else timedelta())
    for begin, finish, offset in _stretches(zone, day):
        opens, closes = max(starts - offset, begin), min(ends - offset, finish)
        if opens < closes:
            yield opens, closes


@lru_cache(maxsize=20_000)
def _stretches(zone: ZoneInfo, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The time around a local day, cut where the zone's offset changes: (from, to, offset), in UTC."""
    begin = datetime.combine(day, time.min, tzinfo=UTC) - ONE_DAY
    finish = begin + 3 * ONE_DAY
    return tuple(_cut(zone, begin, finish))


def _cut(zone: ZoneInfo, begin: datetime, finish: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    offset = _offset(zone, begin)
    if _offset(zone, finish) == offset:
        yield begin, finish, offset
        return
    before, after = begin, finish
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    yield begin, after, offset
    yield from _cut(zone, after, finish)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()

"""Days and hours at which people work."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

SATURDAY = 5


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def at_work(rng: Random, day: date, zone: str = "Europe/Berlin") -> datetime:
    """A moment within office hours of a working day, most of them before and after lunch."""
    minute = int(rng.choice((rng.gauss(630, 55), rng.gauss(885, 70))))
    minute = min(max(minute, 8 * 60), 17 * 60 + 45)
    local = datetime.combine(workday(day), time(minute // 60, minute % 60, rng.randrange(60)), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def any_hour(rng: Random, day: date, zone: str) -> datetime:
    """A moment of any day, mostly by daylight."""
    hour = min(max(int(rng.gauss(13, 4.2)), 0), 23)
    local = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def later(rng: Random, moment: datetime, *, hours: float, zone: str = "Europe/Berlin") -> datetime:
    """About so many hours later, moved into the next office hours where it falls at night or on a weekend."""
    then = moment + timedelta(hours=hours * rng.lognormvariate(-0.15, 0.55))
    local = then.astimezone(ZoneInfo(zone))
    if local.weekday() >= SATURDAY or not 8 <= local.hour < 18:
        day = local.date() + timedelta(days=1 if local.hour >= 8 else 0)
        start = datetime.combine(workday(day), time(8, 10), tzinfo=ZoneInfo(zone))
        return start.astimezone(UTC) + timedelta(minutes=rng.randrange(95))
    return then


def poisson(rng: Random, mean: float) -> int:
    """A count of rare things."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count

"""Periods of the company's calendar, half-open, and the windows that measures look at instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
MOST_PERIODS = 4_000


class Grain(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TOTAL = "total"


class PeriodError(ValueError):
    """A span of time that cannot be asked about."""


@dataclass(frozen=True)
class Period:
    """Days from `start` to before `end`; `close` is the day whose end closes it: its last, or the last that is seen.

    `is_partial`: it is not over yet as of the day asked for. `has_begun`: some of it is seen at all.
    """

    start: date
    end: date
    close: date
    is_partial: bool = False

    @property
    def opening(self) -> date:
        """The day whose end opens the period."""
        return self.start - ONE_DAY

    @property
    def has_begun(self) -> bool:
        """Whether any of its days is seen."""
        return self.start <= self.close

    @property
    def days_seen(self) -> int:
        """How many of its days are seen."""
        return max((self.close - self.start).days + 1, 0)


Window = Callable[[Period], Period]


def periods(
    *, start: date, end: date, grain: Grain, as_of: date, fiscal_start: int = 1, week_start: int = 0
) -> tuple[Period, ...]:
    """The periods of `[start, end)`, cut at both ends, as seen on `as_of`. Raises `PeriodError`."""
    if start >= end:
        raise PeriodError(f"The span from {start} to {end} holds no day: --to must lie after --from.")
    found: list[Period] = []
    here = start
    while here < end:
        following = min(_next(here, grain, end, fiscal_start, week_start), end)
        last = following - ONE_DAY
        found.append(Period(here, following, min(last, as_of), is_partial=last > as_of))
        here = following
        if len(found) > MOST_PERIODS:
            raise PeriodError(f"More than {MOST_PERIODS:,} periods; ask for a shorter span or longer periods.")
    return tuple(found)


def last_full_months(*, as_of: date, months: int = 12) -> tuple[date, date]:
    """The span of the last full months by the end of a day."""
    tomorrow = as_of + ONE_DAY
    end = tomorrow.replace(day=1)
    return end - relativedelta(months=months), end


def own(period: Period) -> Period:
    """The period itself."""
    return period


def before(period: Period) -> Period:
    """The day before the period: what its end holds opens the period."""
    return Period(period.opening, period.start, period.opening)


def trailing(*, months: int = 0, days: int = 0) -> Window:
    """The months or days that end with the period's closing day."""

    def window(period: Period) -> Period:
        after = period.close + ONE_DAY
        start = after - relativedelta(months=months) - timedelta(days=days)
        return replace(period, start=start, end=after)

    return window


def whose_opening_closes(window: Window) -> Window:
    """The day whose end opens a window: what holds then is what held when the window began."""

    def opened(period: Period) -> Period:
        return before(window(period))

    return opened


def full_months_before(*, months: int) -> Window:
    """The last full months by the period's closing day."""

    def window(period: Period) -> Period:
        start, end = last_full_months(as_of=period.close, months=months)
        return Period(start, end, end - ONE_DAY)

    return window


def earlier(*, months: int) -> Window:
    """The same days some months earlier; of a running period as many days as have passed (G14)."""

    def window(period: Period) -> Period:
        back = relativedelta(months=months)
        start, end = period.start - back, _shifted_end(period.end, back)
        close = start + timedelta(days=period.days_seen - 1) if period.is_partial else end - ONE_DAY
        return Period(start, min(end, close + ONE_DAY) if period.is_partial else end, min(close, end - ONE_DAY))

    return window


def previous(period: Period) -> Period:
    """The period before, as long by the calendar; for a running one as many days of it as have passed (G14)."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if period.start.day == period.end.day == 1 and months > 0:
        return earlier(months=months)(period)
    length = period.end - period.start
    start = period.start - length
    if period.is_partial:
        close = start + timedelta(days=period.days_seen - 1)
        return Period(start, close + ONE_DAY, close)
    return Period(start, period.start, period.start - ONE_DAY)


def _shifted_end(end: date, back: relativedelta) -> date:
    return end - back


def _next(day: date, grain: Grain, end: date, fiscal_start: int, week_start: int) -> date:
    if grain is Grain.TOTAL:
        return end
    if grain is Grain.DAY:
        return day + ONE_DAY
    if grain is Grain.WEEK:
        return day + timedelta(days=7 - (day.weekday() - week_start) % 7)
    month = day.replace(day=1)
    if grain is Grain.MONTH:
        return month + relativedelta(months=1)
    passed = (day.month - fiscal_start) % 12
    step = 3 if grain is Grain.QUARTER else 12
    return month + relativedelta(months=step - passed % step)

"""What may be done to business calendars, and their snapshots for reckoning. Writing is done inside `recording`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tenure.foundation.organisation.business_time import Calendar, Interval
from tenure.foundation.organisation.days import UnknownZoneError, zone_named
from tenure.foundation.organisation.models import BusinessCalendar, CalendarInterval, Company, Holiday, Weekday
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record

LAST_WEEKDAY = 6
OFFICE_HOURS = ((time(9), time(12)), (time(13), time(17)))
OFFICE_WEEK = tuple(Interval(day, starts, ends) for day in range(5) for starts, ends in OFFICE_HOURS)


class CalendarInUseError(ValueError):
    """Something still works by the calendar."""


def all_calendars() -> QuerySet[BusinessCalendar]:
    """Every calendar with its week and holidays, by name."""
    return BusinessCalendar.objects.order_by("name").prefetch_related("intervals", "holidays")


def save_calendar(
    *,
    name: str,
    zone: str,
    intervals: Sequence[Interval],
    holidays: Mapping[date, str],
    calendar: BusinessCalendar | None = None,
) -> BusinessCalendar:
    """Makes a calendar, or gives one this name, zone, week and holidays; what stays the same stays untouched.

    Raises `ValidationError` with a message per field: an unknown zone, a name in use, intervals that overlap.
    """
    check_intervals(intervals)
    try:
        zone_named(zone)
    except UnknownZoneError as error:
        raise ValidationError({"zone": str(error)}) from error
    saved = calendar or BusinessCalendar()
    saved.name, saved.zone = name.strip(), zone
    saved.full_clean()
    saved.save()
    _save_intervals(saved, intervals)
    _save_holidays(saved, holidays)
    return saved


def remove_calendar(*, calendar: BusinessCalendar) -> None:
    """Takes a calendar out of use; its history stays. Raises `CalendarInUseError`."""
    if Company.objects.filter(default_calendar=calendar).exists():
        raise CalendarInUseError("The company works by this calendar. Choose another under Company first.")
    user = next(_working_by(calendar), None)
    if user is not None:
        raise CalendarInUseError(f"{user.kind.label} {user} works by this calendar, so it stays.")
    operations.delete(record=calendar)


def _working_by(calendar: BusinessCalendar) -> Iterator[Record]:
    for model in record_models():
        for field in model._meta.local_concrete_fields:
            if field.related_model is BusinessCalendar:
                yield from model.objects.filter(**{field.name: calendar})[:1]


def week_of(*, calendar: BusinessCalendar) -> list[Interval]:
    """The calendar's stretches of working time, through the week."""
    return sorted(Interval(row.weekday, row.starts, row.ends) for row in calendar.intervals.all())


def holidays_of(*, calendar: BusinessCalendar) -> dict[date, str]:
    """The days on which the calendar does not work, in their order, with their names."""
    return {row.on: row.name for row in calendar.holidays.order_by("on")}


def check_intervals(intervals: Sequence[Interval]) -> None:
    """Raises `ValidationError` if an interval ends before it starts or two of them overlap."""
    last: Interval | None = None
    for interval in sorted(intervals):
        day = _weekday(interval)
        if interval.ends <= interval.starts and interval.ends != time.min:
            raise ValidationError({"intervals": f"{_told(interval)}: an interval ends after it starts."})
        if last and last.weekday == interval.weekday and (last.ends > interval.starts or last.ends == time.min):
            raise ValidationError({"intervals": f"{day}: {_times(last)} and {_times(interval)} overlap."})
        last = interval


def snapshot(*, calendar: BusinessCalendar) -> Calendar:
    """The calendar as it stands, for reckoning. Raises `UnknownZoneError`."""
    return Calendar(
        zone=zone_named(calendar.zone),
        intervals=tuple(Interval(row.weekday, row.starts, row.ends) for row in calendar.intervals.order_by("id")),
        holidays=frozenset(calendar.holidays.values_list("on", flat=True)),
    )


def _save_intervals(calendar: BusinessCalendar, intervals: Sequence[Interval]) -> None:
    kept = {Interval(row.weekday, row.starts, row.ends): row for row in calendar.intervals.all()}
    wanted = set(intervals)
    for interval, row in kept.items():
        if interval not in wanted:
            row.delete()
    for interval in sorted(wanted - set(kept)):
        CalendarInterval.objects.create(
            calendar=calendar, weekday=interval.weekday, starts=interval.starts, ends=interval.ends
        )


def _save_holidays(calendar: BusinessCalendar, holidays: Mapping[date, str]) -> None:
    kept = {row.on: row for row in calendar.holidays.all()}
    for on, row in kept.items():
        if on not in holidays:
            row.delete()
        elif row.name != holidays[on]:
            row.name = holidays[on]
            row.save(update_fields=["name"])
    for on in sorted(set(holidays) - set(kept)):
        Holiday.objects.create(calendar=calendar, on=on, name=holidays[on])


def _weekday(interval: Interval) -> str:
    if not 0 <= interval.weekday <= LAST_WEEKDAY:
        raise ValidationError({"intervals": f"{interval.weekday} is no weekday; 0 is Monday, 6 is Sunday."})
    return Weekday(interval.weekday).label


def _times(interval: Interval) -> str:
    return f"{interval.starts:%H:%M}–{interval.ends:%H:%M}"


def _told(interval: Interval) -> str:
    return f"{_weekday(interval)} {_times(interval)}"

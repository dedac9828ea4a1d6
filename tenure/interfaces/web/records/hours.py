"""The week and the holidays of a business calendar, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tenure.foundation.access.rights import may
from tenure.foundation.organisation.calendars import holidays_of, week_of
from tenure.foundation.organisation.models import BusinessCalendar, Weekday
from tenure.foundation.records.model import Record


@dataclass(frozen=True)
class Hours:
    """When a calendar works: the stretches of each weekday, its holidays; where an administrator edits them."""

    week: tuple[tuple[str, tuple[str, ...]], ...]
    holidays: tuple[tuple[date, str], ...]
    past_holidays: int
    edit_address: str


def hours_of(*, record: Record, user: Any, today: date) -> Hours | None:
    """When a business calendar works; none for other kinds. Holidays are those from today on."""
    if not isinstance(record, BusinessCalendar):
        return None
    intervals = week_of(calendar=record)
    week = tuple(
        (day.label, tuple(_told(each.starts, each.ends) for each in intervals if each.weekday == day))
        for day in Weekday
    )
    holidays = holidays_of(calendar=record)
    coming = tuple((on, name) for on, name in holidays.items() if on >= today)
    may_edit = record.deleted_at is None and may(user=user, action="configure")
    address = reverse("web:settings_calendar", args=[record.pk]) if may_edit else ""
    return Hours(week, coming, len(holidays) - len(coming), address)


def _told(starts: Any, ends: Any) -> str:
    return f"{starts:%H:%M}–{'24:00' if f'{ends:%H:%M}' == '00:00' else f'{ends:%H:%M}'}"

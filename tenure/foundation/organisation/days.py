"""Days of the company: which local day an instant falls on, when a day begins, and the fiscal year that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from tenure.foundation.organisation.models import Company

MONTHS_PER_QUARTER = 3
MONTHS_PER_YEAR = 12


class UnknownZoneError(ValueError):
    """No time zone goes by this name."""


@dataclass(frozen=True)
class FiscalQuarter:
    """A quarter of a fiscal year, which is named for the calendar year in which it ends; days half-open."""

    fiscal_year: int
    quarter: int
    starts_on: date
    ends_before: date


def zone_named(name: str) -> ZoneInfo:
    """The zone of this IANA name. Raises `UnknownZoneError`."""
    if name not in available_timezones():
        raise UnknownZoneError(f"There is no time zone {name!r}; write it as in Europe/Berlin or America/New_York.")
    return ZoneInfo(name)


def company_zone() -> ZoneInfo:
    """The zone that decides the company's days: UTC until the company is set up."""
    name = Company.objects.values_list("zone", flat=True).first()
    return ZoneInfo(name or "UTC")


def company_fiscal_start() -> int:
    """The month that begins the company's fiscal year: January until the company is set up."""
    return Company.objects.values_list("fiscal_year_start_month", flat=True).first() or 1


def day_of(*, instant: datetime, zone: ZoneInfo) -> date:
    """The local day on which the instant falls."""
    return instant.astimezone(zone).date()


def day_start(*, day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the local day, in UTC.

    Where the clock skips midnight (some zones' summer time), the day begins where the skip ends.
    """
    earliest = datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
    if earliest.astimezone(zone).date() == day:
        return earliest
    return _first_instant_of(day, zone, earliest)


def day_end(*, day: date, zone: ZoneInfo) -> datetime:
    """The first instant after the local day, in UTC: the end of a half-open period."""
    return day_start(day=day + timedelta(days=1), zone=zone)


def fiscal_year_start(*, day: date, start_month: int) -> date:
    """The first day of the fiscal year that holds the day."""
    return date(day.year if day.month >= start_month else day.year - 1, start_month, 1)


def fiscal_quarter(*, day: date, start_month: int) -> FiscalQuarter:
    """The fiscal quarter that holds the day: with years from February, 2026-01-31 lies in the fourth of 2026."""
    year_start = fiscal_year_start(day=day, start_month=start_month)
    months_in = (day.year - year_start.year) * MONTHS_PER_YEAR + day.month - year_start.month
    number = months_in // MONTHS_PER_QUARTER
    return FiscalQuarter(
        fiscal_year=fiscal_year(day=day, start_month=start_month),
        quarter=number + 1,
        starts_on=_months_later(year_start, number * MONTHS_PER_QUARTER),
        ends_before=_months_later(year_start, (number + 1) * MONTHS_PER_QUARTER),
    )


def fiscal_year(*, day: date, start_month: int) -> int:
    """The number of the fiscal year that holds the day: the calendar year in which that fiscal year ends."""
    start = fiscal_year_start(day=day, start_month=start_month)
    return start.year if start_month == 1 else start.year + 1


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, MONTHS_PER_YEAR)
    return date(first.year + years, month + 1, 1)


def _first_instant_of(day: date, zone: ZoneInfo, near: datetime) -> datetime:
    """Halves the span around the skip until one second is left; zones shift on whole seconds."""
    before, after = near - timedelta(days=1), near + timedelta(days=1)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).date() >= day:
            after = middle
        else:
            before = middle
    return after

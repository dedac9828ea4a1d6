"""Which day it is for the company, and the day that a page is read as of."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from tenure.foundation import clock
from tenure.foundation.organisation.models import Company

EARLIEST = date(1990, 1, 1)


class AsOfError(ValueError):
    """The day in the address cannot be used."""


def company_zone(company: Company | None) -> ZoneInfo:
    """The zone that decides days: the company's, UTC until it is set up."""
    return ZoneInfo(company.zone if company and company.zone else "UTC")


def today_in(*, company: Company | None, now: datetime) -> date:
    """The company's calendar day at this instant."""
    return now.astimezone(company_zone(company)).date()


def as_of_day(*, text: str, today: date) -> date | None:
    """The day asked for in an address, or None where it is today.

    Raises `AsOfError` for what is no day, or a day before 1990 or after today.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise AsOfError(f"“{text[:40]}” is not a day; write it as 2025-03-31. Showing today.") from error
    if not EARLIEST <= day <= today:
        raise AsOfError(f"{day:%-d %B %Y} cannot be shown: choose a day from 1990 until today. Showing today.")
    return None if day == today else day


def now_of(request: HttpRequest) -> datetime:
    """The instant at which this request is answered: read once, so that one page has one clock."""
    if not hasattr(request, "now"):
        request.now = clock.now()  # type: ignore[attr-defined]
    return request.now  # type: ignore[attr-defined,no-any-return]

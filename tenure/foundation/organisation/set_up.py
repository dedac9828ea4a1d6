"""From nothing to a company with its calendar, its rates and its first administrator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from tenure.foundation.access.models import User
from tenure.foundation.access.users import create_administrator
from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.calendars import OFFICE_WEEK, save_calendar
from tenure.foundation.organisation.days import UnknownZoneError, day_of, zone_named
from tenure.foundation.organisation.models import Company
from tenure.foundation.organisation.money import UnknownCurrencyError, checked_currency
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.recording import recording

CALENDAR_NAME = "Office hours"
PATH = "cli:init"


class AlreadySetUpError(RuntimeError):
    """The company exists."""


@dataclass(frozen=True)
class CompanyFacts:
    """What a new company is asked for. `rates`: one unit of each currency in the company's, as of the set-up day."""

    name: str
    currency: str
    zone: str
    fiscal_year_start_month: int = 1
    week_start: int = 0
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    intervals: Sequence[Interval] = OFFICE_WEEK
    holidays: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Administrator:
    """The first person who may do everything."""

    name: str
    email: str
    password: str


def set_up_company(
    *, facts: CompanyFacts, administrator: Administrator, now: datetime, path: str = PATH
) -> tuple[Company, User]:
    """Writes the company, its default business calendar, its rates and its first administrator, all or nothing.

    Raises `AlreadySetUpError`, and `ValidationError` with a message per field (`zone`, `currency`, `rates`,
    `intervals`, `email`, `password` …).
    """
    if Company.objects.exists():
        raise AlreadySetUpError("This installation has a company already; change it under Settings, Company.")
    currency = _checked(facts)
    with recording(actor=None, actor_label="set-up", path=path, reason="First set-up", now=now):
        calendar = save_calendar(
            name=CALENDAR_NAME, zone=facts.zone, intervals=facts.intervals, holidays=facts.holidays
        )
        company = Company(
            name=facts.name.strip(),
            currency=currency,
            zone=facts.zone,
            fiscal_year_start_month=facts.fiscal_year_start_month,
            week_start=facts.week_start,
            default_calendar=calendar,
        )
        company.full_clean()
        company.save()
        today = day_of(instant=now, zone=zone_named(facts.zone))
        for code, rate in facts.rates.items():
            save_rate(from_currency=code, to_currency=currency, rate=rate, on=today, source="set-up")
        user = create_administrator(name=administrator.name, email=administrator.email, password=administrator.password)
    return company, user


def _checked(facts: CompanyFacts) -> str:
    errors: dict[str, str] = {}
    try:
        zone_named(facts.zone)
    except UnknownZoneError as error:
        errors["zone"] = str(error)
    try:
        currency = checked_currency(facts.currency)
    except UnknownCurrencyError as error:
        errors["currency"] = str(error)
    if errors:
        raise ValidationError(errors)
    return currency

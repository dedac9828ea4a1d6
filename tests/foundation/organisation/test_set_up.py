from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import is_administrator
from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.calendars import save_calendar, snapshot
from tenure.foundation.organisation.models import BusinessCalendar, CalendarInterval, Company, ExchangeRate, Person
from tenure.foundation.organisation.set_up import Administrator, AlreadySetUpError, CompanyFacts, set_up_company
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.table import Change

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # already the 2nd in Berlin
ADA = Administrator(name="Ada Byron", email="Ada@Example.com", password="an engine of numbers")
FACTS = CompanyFacts(
    name="Acme",
    currency="eur",
    zone="Europe/Berlin",
    fiscal_year_start_month=2,
    rates={"USD": Decimal("0.92")},
    holidays={date(2026, 4, 6): "Easter Monday"},
)


def test_a_company_stands_with_its_calendar_its_rates_and_an_administrator() -> None:
    company, user = set_up_company(facts=FACTS, administrator=ADA, now=NOW)

    assert (company.currency, company.fiscal_year_start_month) == ("EUR", 2)
    calendar = snapshot(calendar=company.default_calendar)
    assert calendar.holidays == frozenset({date(2026, 4, 6)})
    assert calendar.intervals[:2] == (Interval(0, time(9), time(12)), Interval(0, time(13), time(17)))
    assert len(calendar.intervals) == 10
    rate = ExchangeRate.objects.get()
    assert (rate.from_currency, rate.rate, rate.on) == ("USD", Decimal("0.92"), date(2026, 3, 2))
    assert (user.email, user.check_password("an engine of numbers")) == ("ada@example.com", True)
    assert is_administrator(user=user)
    assert Person.objects.get().user == user
    assert Change.objects.get().actor_label == "set-up"


def test_a_second_set_up_is_refused() -> None:
    set_up_company(facts=FACTS, administrator=ADA, now=NOW)

    with pytest.raises(AlreadySetUpError, match="Settings"):
        set_up_company(facts=FACTS, administrator=ADA, now=NOW)


@pytest.mark.parametrize(
    ("facts", "administrator", "field"),
    [
        ({"zone": "Mars/Olympus"}, {}, "zone"),
        ({"currency": "XQZ"}, {}, "currency"),
        ({"fiscal_year_start_month": 13}, {}, "__all__"),
        ({"rates": {"USD": Decimal(0)}}, {}, "rate"),
        ({"rates": {"EUR": Decimal(1)}}, {}, "__all__"),
        ({"intervals": (Interval(0, time(9), time(12)), Interval(0, time(11), time(13)))}, {}, "intervals"),
        ({"intervals": (Interval(0, time(9), time(8)),)}, {}, "intervals"),
        ({"intervals": (Interval(7, time(9), time(10)),)}, {}, "intervals"),
        ({"name": ""}, {}, "name"),
        ({}, {"email": "nobody"}, "email"),
        ({}, {"password": "short"}, "password"),
        ({}, {"name": " "}, "name"),
    ],
)
def test_what_cannot_be_leaves_nothing(facts: dict, administrator: dict, field: str) -> None:
    wanted = CompanyFacts(**{**FACTS.__dict__, **facts})
    person = Administrator(**{**ADA.__dict__, **administrator})

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        set_up_company(facts=wanted, administrator=person, now=NOW)

    assert field in refused.value.message_dict
    assert not Company.objects.exists()
    assert not User.objects.exists()
    assert not BusinessCalendar.objects.exists()


def test_there_is_one_company() -> None:
    with recording(actor=None, path="test", now=NOW):
        Company.objects.create(name="Acme", currency="EUR")
        with pytest.raises(IntegrityError), transaction.atomic():
            Company.objects.create(name="Other", currency="EUR")


def test_saving_a_calendar_again_touches_only_what_changed() -> None:
    morning, evening = Interval(0, time(9), time(12)), Interval(0, time(18), time(0))
    with recording(actor=None, path="test", now=NOW):
        calendar = save_calendar(
            name="Support", zone="UTC", intervals=[morning, evening], holidays={date(2026, 1, 1): "New Year"}
        )
    kept = CalendarInterval.objects.get(starts=time(9)).pk

    with recording(actor=None, path="test", now=NOW):
        save_calendar(
            calendar=calendar, name="Support", zone="UTC", intervals=[morning], holidays={date(2026, 1, 1): "New Year"}
        )

    assert [row.pk for row in calendar.intervals.all()] == [kept]
    assert CalendarInterval.versions_model.objects.filter(record_id=kept).count() == 1


def test_an_interval_to_midnight_overlaps_what_comes_after_it() -> None:
    intervals = [Interval(0, time(9), time(0)), Interval(0, time(18), time(19))]

    with recording(actor=None, path="test", now=NOW), pytest.raises(ValidationError, match="Monday"):
        save_calendar(name="Support", zone="UTC", intervals=intervals, holidays={})

"""Business calendars as records: picked in forms, filtered by in lists, with their hours on their page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.business.delivery.models import Resource
from tenure.business.support.models import SupportAgreement
from tenure.foundation.access.models import User
from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.calendars import CalendarInUseError, remove_calendar, save_calendar
from tenure.foundation.organisation.models import BusinessCalendar, Person
from tenure.foundation.records import operations
from tenure.foundation.records.history import versions_of
from tenure.interfaces.web.addresses import record_url

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Act = Callable[..., Any]
Browse = Callable[..., Client]
WEEK = [Interval(0, time(9), time(12)), Interval(0, time(13), time(17)), Interval(1, time(22), time(0))]


@pytest.fixture
def calendar(company: Any, act: Act) -> BusinessCalendar:
    """Two stretches on Monday, one late on Tuesday; a holiday that was and one that comes."""
    holidays = {date(2026, 1, 1): "New Year", date(2026, 5, 1): "Labour Day"}
    with act(datetime(2026, 1, 2, tzinfo=UTC)):
        return save_calendar(name="Office", zone="Europe/Berlin", intervals=WEEK, holidays=holidays)


def test_the_page_of_a_calendar_shows_its_week_and_what_holidays_come(
    browse: Browse, admin: User, viewer: User, calendar: BusinessCalendar
) -> None:
    soup = BeautifulSoup(browse(admin).get(record_url(calendar)).content, "html.parser")
    seen = BeautifulSoup(browse(viewer).get(record_url(calendar)).content, "html.parser")

    rows = [" ".join(row.get_text(" ", strip=True).split()) for row in soup.select(".hours-week > div")]
    assert rows[:3] == ["Monday 09:00–12:00 13:00–17:00", "Tuesday 22:00–24:00", "Wednesday closed"]
    assert "Labour Day" in rows[7]
    assert len(rows) == 8
    assert soup.select_one(f'.hours a[href="/settings/calendars/{calendar.pk}/"]') is not None
    assert seen.select_one(".hours a") is None


def test_agreements_and_resources_pick_a_calendar_and_are_listed_by_it(
    browse: Browse, admin: User, account: Account, calendar: BusinessCalendar, act: Act
) -> None:
    with act():
        night = save_calendar(name="Night", zone="UTC", intervals=(), holidays={})
    client = browse(admin)
    person = Person.objects.get(user=admin)

    for slug, typed in (
        ("resources", {"person": person.public_id, "calendar": calendar.public_id}),
        (
            "support-agreements",
            {"name": "Gold", "account": account.public_id, "account.text": "Acme", "calendar": calendar.public_id},
        ),
    ):
        page = BeautifulSoup(client.get(f"/{slug}/new/").content, "html.parser")
        form = {
            str(field["name"]): str(field.get("value", ""))
            for field in page.select("form.record-form input[name]")
            if field.get("type") != "checkbox"
        }
        answer = client.post(f"/{slug}/new/", {**form, **typed, "calendar.text": "Office", "anyway": "1"})
        assert answer.status_code == 302, answer.content.decode()
        listed, others = (
            client.get(f"/{slug}/?calendar={each.public_id}").content.decode() for each in (calendar, night)
        )
        assert answer["Location"] in listed
        assert answer["Location"] not in others

    assert Resource.objects.get().calendar == calendar
    assert SupportAgreement.objects.get().calendar == calendar
    assert "Office" in client.get("/pick/calendar/?q=offce").content.decode()


def test_only_administrators_write_calendars(browse: Browse, seller: User, calendar: BusinessCalendar) -> None:
    client = browse(seller)

    assert client.get(record_url(calendar)).status_code == 200
    assert client.get(f"{record_url(calendar)}change/").status_code == 403
    assert client.get("/business-calendars/new/").status_code == 403


def test_a_zone_that_is_none_is_refused(browse: Browse, admin: User) -> None:
    answer = browse(admin).post("/business-calendars/new/", {"name": "Mars", "zone": "Mars/Base", "anyway": "1"})

    assert answer.status_code == 422
    assert "is not a time zone" in answer.content.decode()


def test_a_calendar_in_use_stays_and_one_that_is_not_goes_with_its_history_kept(
    admin: User, calendar: BusinessCalendar, act: Act
) -> None:
    with act():
        resource = operations.create(
            model=Resource, values={"person": Person.objects.get(user=admin), "calendar": calendar}
        )
        with pytest.raises(CalendarInUseError, match="works by this calendar"):
            remove_calendar(calendar=calendar)
        operations.delete(record=resource)
        remove_calendar(calendar=calendar)

    assert not BusinessCalendar.objects.exists()
    assert [version.operation for version in versions_of(record=calendar)] == ["delete", "create"]

"""Home and the inbox show what is really there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.interfaces.web.home.recent import recent_changes
from tenure.interfaces.web.home.upcoming import upcoming_dates
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.models import Notification
from tenure.lifecycle.work.notifications import notify
from tenure.lifecycle.work.operations import add_task

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def test_home_without_anything_says_what_will_be_there(anna: User, signed_in: Callable[[User], Client]) -> None:
    page = signed_in(anna).get("/").content.decode()

    assert "Nothing to do." in page
    assert "No dates near." in page
    assert "Finish setting up" in page


def test_tasks_show_by_the_day_they_are_due(
    anna: User, act: Callable[..., Any], signed_in: Callable[[User], Client]
) -> None:
    with act():
        add_task(title="Later", assignee=anna.person, due_on=date(2026, 3, 22))
        add_task(title="Late", assignee=anna.person, due_on=date(2026, 3, 8))

    page = signed_in(anna).get("/").content.decode()

    assert page.index("Late<") < page.index("Later<")
    assert "2 days ago" in page
    assert "in 12 days" in page


def test_upcoming_are_the_person_s_closings_within_30_days_and_endings_within_90(
    ben: User, act: Callable[..., Any]
) -> None:
    with act():
        account = Account.objects.create(name="Contoso")
        own: dict[str, Any] = {"account": account, "owner": ben.person, "currency": "EUR"}
        Opportunity.objects.create(name="Near", close_date=date(2026, 4, 9), **own)
        Opportunity.objects.create(name="Far", close_date=date(2026, 4, 10), **own)
        Opportunity.objects.create(name="Not Ben's", close_date=TODAY, account=account, currency="EUR")
        Contract.objects.create(number="C-1", start_on=date(2025, 6, 9), end_on=date(2026, 6, 8), **own)
        Contract.objects.create(number="C-2", start_on=date(2025, 6, 9), end_on=date(2026, 6, 9), **own)

    found = upcoming_dates(user=ben, person=ben.person, today=TODAY)

    assert [(each.on, str(each.record)) for each in found] == [(date(2026, 4, 9), "Near"), (date(2026, 6, 8), "C-1")]


def test_what_changed_lately_is_on_the_person_s_own_records_newest_first(ben: User, act: Callable[..., Any]) -> None:
    with act(on=datetime(2026, 2, 1, tzinfo=UTC)):
        old = Account.objects.create(name="Old", owner=ben.person)
    with act(on=datetime(2026, 3, 8, tzinfo=UTC)):
        Account.objects.create(name="First", owner=ben.person)
        Account.objects.create(name="Somebody else's")
    with act(on=datetime(2026, 3, 9, tzinfo=UTC)):
        Account.objects.create(name="Second", owner=ben.person)

    found = recent_changes(user=ben, person=ben.person, now=NOW)

    assert [str(each.record) for each in found] == ["Second", "First"]
    assert old not in [each.record for each in found]


def test_what_was_told_late_stands_at_the_time_at_which_it_was_known(ben: User, act: Callable[..., Any]) -> None:
    with act(on=datetime(2026, 3, 9, tzinfo=UTC), known_from=datetime(2026, 3, 5, 10, tzinfo=UTC)):
        Account.objects.create(name="Told second, known first", owner=ben.person)
    with act(on=datetime(2026, 3, 9, tzinfo=UTC), known_from=datetime(2026, 3, 6, 10, tzinfo=UTC)):
        Account.objects.create(name="Known later", owner=ben.person)
    with act(on=datetime(2026, 3, 9, tzinfo=UTC), known_from=datetime(2025, 3, 6, 10, tzinfo=UTC)):
        Account.objects.create(name="Known long ago", owner=ben.person)

    found = recent_changes(user=ben, person=ben.person, now=NOW)

    assert [(str(each.record), each.at) for each in found] == [
        ("Known later", datetime(2026, 3, 6, 10, tzinfo=UTC)),
        ("Told second, known first", datetime(2026, 3, 5, 10, tzinfo=UTC)),
    ]


def test_opening_a_notification_marks_it_read_and_never_leaves_the_site(
    anna: User, ben: User, signed_in: Callable[[User], Client]
) -> None:
    told = notify(user=anna, kind=NotificationKind.JOB, text="Done", key="1", now=NOW, link="/settings/jobs/")
    evil = notify(user=anna, kind=NotificationKind.JOB, text="Done", key="2", now=NOW, link="https://evil.example/")
    client = signed_in(anna)

    assert client.get(f"/inbox/{told.pk}/").headers["Location"] == "/settings/jobs/"
    assert client.get(f"/inbox/{evil.pk}/").headers["Location"] == "/inbox/"
    assert not Notification.objects.filter(read_at=None).exists()
    assert signed_in(ben).get(f"/inbox/{told.pk}/").status_code == 404


@pytest.mark.postgresql
def test_home_asks_no_more_for_much_than_for_little(
    ben: User, act: Callable[..., Any], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(ben)
    client.get("/")
    _busy(ben, act, number=0)
    few = _questions(client)

    for number in range(1, 12):
        _busy(ben, act, number=number)

    assert _questions(client) <= few
    assert few <= 30


def _busy(ben: User, act: Callable[..., Any], *, number: int) -> None:
    with act(on=NOW):
        account = Account.objects.create(name=f"Account {number}", owner=ben.person)
        own: dict[str, Any] = {"account": account, "owner": ben.person, "currency": "EUR"}
        Opportunity.objects.create(name=f"Deal {number}", close_date=TODAY, next_step_on=TODAY, **own)
        Contract.objects.create(number=f"C-{number}", start_on=date(2025, 6, 9), end_on=date(2026, 6, 8), **own)
        add_task(title=f"Task {number}", assignee=ben.person, due_on=TODAY, about=account)
    notify(user=ben, kind=NotificationKind.JOB, text="Done", key=str(number), now=NOW, about=account)


def _questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    return len(asked)

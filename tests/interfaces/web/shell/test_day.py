"""The day that a page is read as of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tenure.foundation.access.models import User
from tenure.foundation.organisation.models import Company
from tenure.interfaces.web.shell.today import AsOfError, as_of_day, today_in

TODAY = date(2026, 3, 10)


def test_today_or_nothing_means_the_present() -> None:
    assert as_of_day(text="", today=TODAY) is None
    assert as_of_day(text="2026-03-10", today=TODAY) is None
    assert as_of_day(text="2026-03-09", today=TODAY) == date(2026, 3, 9)


@pytest.mark.parametrize("text", ["2026-03-11", "1989-12-31", "yesterday", "2026-02-30", "'; drop table"])
def test_a_day_that_is_none_or_lies_ahead_is_refused(text: str) -> None:
    with pytest.raises(AsOfError, match="Showing today"):
        as_of_day(text=text, today=TODAY)


def test_the_company_s_zone_decides_which_day_it_is() -> None:
    company = Company(name="Northwind", zone="Europe/Berlin")

    day = today_in(company=company, now=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))

    assert day == date(2026, 3, 11)


def test_a_past_day_shows_and_an_impossible_one_is_dropped_and_told(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)

    past = client.get("/search/?q=x&as_of=2026-03-01").content.decode()
    answer = client.get("/search/?q=x&as_of=2030-01-01")

    assert 'data-as-of="2026-03-01"' in past
    assert "As of </span>1 Mar 2026" in past
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/search/?q=x"
    assert "1 January 2030 cannot be shown" in client.get("/search/?q=x").content.decode()

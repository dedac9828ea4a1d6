"""Leads created, and qualified: each person once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def noon(day: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def lead(created: str, email: str = "", **values: Any) -> Any:
    """A lead that came in at noon of a day."""
    return sample("lead", created_at=noon(created), email=email, **values)


@pytest.fixture
def forms(numbers: Numbers) -> Numbers:
    """Ann fills in two forms in March, Bob one."""
    lead("2026-03-02", "ann@example.com", lead_source="Webcast")
    lead("2026-03-20", "Ann@example.com", lead_source="Referral")
    lead("2026-03-05", "bob@example.com")
    return numbers


def test_who_asks_twice_is_one_lead(forms: Numbers) -> None:
    assert forms.value("lead_count", *MARCH) == 2
    assert forms.value("leads_recycled", *MARCH) == 0


def test_the_first_source_stays_and_none_is_unknown(forms: Numbers) -> None:
    assert forms.cut("lead_count", *MARCH, by="lead_source") == {"Webcast": 1, "unknown": 1}


@pytest.mark.parametrize(("days", "leads"), [(90, 0), (91, 1)])
def test_after_ninety_days_they_are_a_new_lead(numbers: Numbers, days: int, leads: int) -> None:
    lead("2026-01-10", "ann@example.com")
    later = (noon("2026-01-10") + timedelta(days=days)).date().isoformat()
    lead(later, "ann@example.com")

    assert numbers.value("lead_count", later, "2026-12-31") == leads
    assert numbers.value("leads_recycled", later, "2026-12-31") == leads


def test_the_contact_tells_who_it_is_where_the_address_differs(numbers: Numbers) -> None:
    ann = sample("contact", email="ann@work.example")
    lead("2026-03-02", "ann@home.example", contact=ann)
    lead("2026-03-09", "ann@work.example")
    lead("2026-03-10", "ann@home.example")

    assert numbers.value("lead_count", *MARCH) == 1


def test_people_without_contact_and_address_are_each_their_own(numbers: Numbers) -> None:
    lead("2026-03-02")
    lead("2026-03-02")

    assert numbers.value("lead_count", *MARCH) == 2


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-02-28", 0), ("2026-03-01", 1), ("2026-03-31", 1), ("2026-04-01", 0)]
)
def test_the_day_of_creation_decides(numbers: Numbers, day: str, counts: int) -> None:
    lead(day)

    assert numbers.value("lead_count", *MARCH) == counts


def test_leads_of_internal_accounts_are_out(numbers: Numbers) -> None:
    lead("2026-03-02", account=sample("account", is_internal=True))

    assert numbers.value("lead_count", *MARCH) == 0


def test_no_leads_are_none(numbers: Numbers) -> None:
    assert numbers.value("lead_count", *MARCH) == 0
    assert numbers.value("mql_count", *MARCH) == 0
    assert numbers.value("mql_recycled", *MARCH) == 0


def test_a_person_is_an_mql_for_the_first_time_once(numbers: Numbers) -> None:
    lead("2025-10-01", "ann@example.com", mql_at=noon("2026-01-10"))
    lead("2026-03-01", "ann@example.com", mql_at=noon("2026-03-10"))
    lead("2026-03-01", "bob@example.com", mql_at=noon("2026-03-10"))

    assert numbers.value("mql_count", *MARCH) == 1
    assert numbers.value("mql_recycled", *MARCH) == 1
    assert numbers.value("mql_count", "2026-01-01", "2026-02-01") == 1


def test_a_second_entry_of_the_same_lead_qualifies_it_no_second_time(numbers: Numbers) -> None:
    lead("2026-03-01", "ann@example.com", mql_at=noon("2026-03-10"))
    lead("2026-03-05", "ann@example.com", mql_at=noon("2026-03-12"))

    assert numbers.value("mql_count", *MARCH) == 1
    assert numbers.value("mql_recycled", *MARCH) == 0


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    created, qualified = demo.sql(
        """
        SELECT sum(l.created_at >= '2026-01-01' AND l.created_at < '2026-07-01'),
               sum(l.mql_at >= '2026-01-01' AND l.mql_at < '2026-07-01')
        FROM marketing_lead l LEFT JOIN accounts_account a ON a.id = l.account_id
        WHERE l.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0
        """
    )[0]
    [[addresses, leads]] = demo.sql("SELECT count(DISTINCT lower(email)), count(*) FROM marketing_lead")
    asked = ("2026-01-01", "2026-07-01")

    assert addresses == leads  # nobody comes twice in the demo, so that rows are leads
    assert demo.numbers.value("lead_count", *asked, as_of="2026-07-15") == created
    assert demo.numbers.value("mql_count", *asked, as_of="2026-07-15") == qualified

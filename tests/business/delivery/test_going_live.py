"""How long projects take to go live, and whether they do so as planned."""

from __future__ import annotations

from datetime import UTC, date, datetime
from statistics import median
from typing import Any

import pytest

from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def going(signed: str | None = None, live: str | None = None, due: str | None = None, over: str | None = None) -> Any:
    contract = sample("contract", signed_on=_day(signed)) if signed else None
    days = {"went_live_on": _day(live), "planned_go_live": _day(due), "closed_on": _day(over)}
    return sample("project", contract=contract, **days)


def written(day: str) -> Any:
    return recording(actor=None, path="test", now=datetime.fromisoformat(day).replace(tzinfo=UTC))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_the_median_of_days_from_signature_to_going_live(numbers: Numbers) -> None:
    going("2026-03-01", "2026-03-11")
    going("2026-02-01", "2026-03-03")
    going("2026-01-01", "2026-03-31")
    going("2026-01-01", "2026-04-01")
    going(None, "2026-03-05")

    assert numbers.value("time_to_live", *MARCH) == 30
    assert numbers.value("time_to_live", "2026-05-01", "2026-06-01") is None


def test_those_still_on_the_way_count_where_they_are_more_than_a_fifth(numbers: Numbers) -> None:
    for live in ("2026-03-11", "2026-03-21"):
        going("2026-03-01", live)
    going("2026-03-01")
    going("2026-03-01", over="2026-03-16")

    # 10 days: 3 of 4 left; 15 days: one is over; 20 days: one of two goes live, 3/8 are left.
    assert numbers.value("time_to_live_estimated", *MARCH) == 20


def test_where_few_wait_the_plain_median_is_enough(numbers: Numbers) -> None:
    for _ in range(4):
        going("2026-03-01", "2026-03-11")
    going("2026-03-01")

    assert numbers.value("time_to_live_estimated", *MARCH) is None
    assert "at most a fifth" in (numbers.reason("time_to_live_estimated", *MARCH) or "")


def test_on_time_of_all_that_were_due(numbers: Numbers) -> None:
    for live in ("2026-03-10",) * 5 + ("2026-03-15",) + ("2026-03-16", "2026-03-20") + (None, None):
        going(live=live, due="2026-03-15")

    assert numbers.value("on_time_go_live", *MARCH) == 0.6


@pytest.mark.parametrize(
    ("due", "live", "over", "share"),
    [
        ("2026-03-31", "2026-03-31", None, 1),
        ("2026-03-31", "2026-04-01", None, 0),
        ("2026-04-15", "2026-03-31", None, 1),
        ("2026-02-15", "2026-03-01", None, 0),
        ("2026-04-01", None, None, None),
        ("2026-03-15", None, "2026-03-14", None),
        ("2026-03-15", None, "2026-03-15", 0),
        (None, "2026-03-15", None, None),
    ],
)
def test_what_is_due_or_live_in_the_period_counts_once(
    numbers: Numbers, due: str | None, live: str | None, over: str | None, share: int | None
) -> None:
    going(due=due, live=live, over=over)

    assert numbers.value("on_time_go_live", *MARCH) == share


def test_a_new_plan_does_not_make_it_on_time(numbers: Numbers) -> None:
    with written("2026-02-01"):
        one = going(due="2026-03-10")
    with written("2026-03-05"):
        change(record=one, values={"planned_go_live": date(2026, 3, 30), "went_live_on": date(2026, 3, 20)})

    assert numbers.value("on_time_go_live", *MARCH) == 0


def test_delay_by_the_customer_is_told_apart(numbers: Numbers) -> None:
    late, fine = going("2026-03-01", "2026-03-21"), going("2026-03-01", "2026-03-11")
    contact = sample("contact")
    sample("project_task", project=late, contact=contact, due_on=date(2026, 3, 9), done_on=date(2026, 3, 10))
    sample("project_task", project=fine, contact=contact, due_on=date(2026, 3, 9), done_on=date(2026, 3, 9))

    assert numbers.cut("time_to_live_estimated", *MARCH, by="customer_delay").keys() == {"yes", "no"}
    assert numbers.cut("on_time_go_live", *MARCH, by="customer_delay") == {}


def test_the_demo_company_agrees_with_plain_sql(demo: Demo) -> None:
    rows = demo.sql(
        """SELECT julianday(p.went_live_on) - julianday(c.signed_on) FROM delivery_project p
           JOIN billing_contract c ON c.id = p.contract_id JOIN accounts_account a ON a.id = p.account_id
           WHERE p.deleted_at IS NULL AND NOT a.is_internal AND a.deleted_at IS NULL AND c.deleted_at IS NULL
             AND p.went_live_on BETWEEN '2026-01-01' AND '2026-06-30'"""
    )

    found = demo.numbers.value("time_to_live", "2026-01-01", "2026-07-01", as_of="2026-06-30")
    assert found == median(days for [days] in rows)

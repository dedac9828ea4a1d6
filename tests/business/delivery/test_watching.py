"""What is open on the watch lists of projects."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def item(opened: str | None, closed: str | None = None, **values: Any) -> Any:
    days = {"opened_on": opened, "closed_on": closed}
    return sample("raid_item", **{name: day and date.fromisoformat(day) for name, day in days.items()}, **values)


def written(day: str) -> Any:
    return recording(actor=None, path="test", now=datetime.fromisoformat(day).replace(tzinfo=UTC))


def test_open_is_what_was_opened_less_what_was_closed(numbers: Numbers) -> None:
    for place in range(8):
        item("2026-03-01", "2026-03-20" if place < 5 else None)

    assert numbers.value("project_raid_open", *MARCH) == 3
    assert numbers.value("project_raid_open", "2026-03-01", "2026-03-20") == 8


@pytest.mark.parametrize(
    ("opened", "closed", "is_open"),
    [
        ("2026-03-31", None, 1),
        ("2026-04-01", None, 0),
        ("2026-03-01", "2026-03-31", 0),
        ("2026-03-01", "2026-04-01", 1),
    ],
)
def test_the_last_day_decides(numbers: Numbers, opened: str, closed: str | None, is_open: int) -> None:
    item(opened, closed)

    assert numbers.value("project_raid_open", *MARCH) == is_open


def test_an_item_opened_again_keeps_its_first_day_and_was_closed_between(numbers: Numbers) -> None:
    with written("2026-03-01"):
        one = item("2026-03-01")
    with written("2026-03-06"):
        one = change(record=one, values={"closed_on": date(2026, 3, 5)})
    with written("2026-03-11"):
        change(record=one, values={"closed_on": None, "opened_on": date(2026, 3, 11)})

    assert numbers.value("project_raid_open", "2026-03-04", "2026-03-05") == 1
    assert numbers.value("project_raid_open", "2026-03-05", "2026-03-06") == 0
    assert numbers.value("project_raid_open", "2026-03-21", "2026-03-22") == 1
    assert numbers.value("project_raid_age", "2026-03-21", "2026-03-22") == 20


def test_an_item_without_a_day_of_opening_counts_from_when_it_was_written_down(numbers: Numbers) -> None:
    with written("2026-03-11"):
        item(None)

    assert numbers.value("project_raid_open", "2026-03-10", "2026-03-11") == 0
    assert numbers.value("project_raid_age", *MARCH) == 20


def test_overdue_is_due_on_an_earlier_day(numbers: Numbers) -> None:
    for due in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1), None):
        item("2026-03-01", due_on=due)

    assert numbers.value("project_raid_overdue", *MARCH) == 0.25


def test_cut_by_kind_and_severity_and_nothing_open_is_unknown(numbers: Numbers) -> None:
    item("2026-03-01", type="issue", severity="critical")
    item("2026-03-01", type="risk", severity="low")

    assert numbers.cut("project_raid_open", *MARCH, by="kind") == {"issue": 1, "risk": 1}
    assert numbers.cut("project_raid_open", *MARCH, by="severity") == {"critical": 1, "low": 1}
    assert numbers.reason("project_raid_overdue", "2026-02-01", "2026-03-01") == "nothing on the watch lists was open"


def test_the_demo_company_agrees_with_plain_sql(demo: Demo) -> None:
    expected = demo.number(
        """SELECT count(*) FROM delivery_raiditem r JOIN delivery_project p ON p.id = r.project_id
           JOIN accounts_account a ON a.id = p.account_id
           WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL AND NOT a.is_internal AND a.deleted_at IS NULL
             AND r.opened_on <= '2026-06-30' AND (r.closed_on IS NULL OR r.closed_on > '2026-06-30')"""
    )

    assert demo.numbers.value("project_raid_open", "2026-06-01", "2026-07-01", as_of="2026-06-30") == expected

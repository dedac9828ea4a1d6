"""Projects that wait, are under way, and are over."""

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
AT_END = ("2026-03-31", "2026-04-01")


def project(**values: Any) -> Any:
    return sample("project", **{key: _day(value) if key.endswith("_on") else value for key, value in values.items()})


def written(day: str) -> Any:
    return recording(actor=None, path="test", now=datetime.fromisoformat(day).replace(tzinfo=UTC))


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if value else None


def test_active_is_begun_and_not_over(numbers: Numbers) -> None:
    project(started_on="2026-02-01")
    project(started_on="2026-02-01", closed_on="2026-03-20")
    project(started_on="2026-03-01", closed_on="2026-04-05")
    project(started_on="2026-04-01")

    found = {one.series: one.value for one in numbers.answers("project_count", *MARCH)}

    assert found == {
        "project_count": 2, "projects_on_hold": 0, "projects_queued": 0, "projects_started": 1,
        "projects_went_live": 0, "projects_closed": 1, "projects_cancelled": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("started", "closed", "active"),
    [
        ("2026-03-31", None, 1),
        ("2026-04-01", None, 0),
        ("2026-03-01", "2026-03-31", 0),
        ("2026-03-01", "2026-04-01", 1),
    ],
)
def test_the_last_day_decides(numbers: Numbers, started: str, closed: str | None, active: int) -> None:
    project(started_on=started, closed_on=closed)

    assert numbers.value("project_count", *MARCH) == active


def test_signed_and_not_begun_is_queued(numbers: Numbers) -> None:
    contract = sample("contract", signed_on=date(2026, 3, 10))
    project(contract=contract, started_on="2026-04-10")

    assert numbers.value("projects_queued", "2026-03-09", "2026-03-10") == 0
    assert numbers.value("projects_queued", "2026-03-10", "2026-03-11") == 1
    assert numbers.value("project_count", *MARCH) == 0
    assert numbers.value("projects_queued", "2026-04-10", "2026-04-11") == 0


def test_on_hold_is_active_and_told_as_it_was_then(numbers: Numbers) -> None:
    with written("2026-02-01"):
        one = project(started_on="2026-02-01", status="running")
    with written("2026-03-10"):
        one = change(record=one, values={"status": "on_hold"})
    with written("2026-03-20"):
        change(record=one, values={"status": "running"})

    assert numbers.value("projects_on_hold", "2026-03-09", "2026-03-10") == 0
    assert numbers.value("projects_on_hold", "2026-03-15", "2026-03-16") == 1
    assert numbers.value("project_count", "2026-03-15", "2026-03-16") == 1
    assert numbers.value("projects_on_hold", *AT_END) == 0


def test_without_days_the_status_tells_when_it_began_and_was_cancelled(numbers: Numbers) -> None:
    with written("2026-02-01"):
        one = project(status="planned")
    with written("2026-03-05"):
        one = change(record=one, values={"status": "running"})
    with written("2026-03-25"):
        change(record=one, values={"status": "cancelled"})

    assert numbers.value("projects_queued", "2026-03-04", "2026-03-05") == 1
    assert numbers.value("project_count", "2026-03-24", "2026-03-25") == 1
    assert numbers.value("project_count", *AT_END) == 0
    assert numbers.value("projects_started", *MARCH) == 1
    assert numbers.value("projects_cancelled", *MARCH) == 1


def test_what_is_cancelled_while_it_waits_never_began(numbers: Numbers) -> None:
    with written("2026-03-01"):
        one = project(status="planned")
    with written("2026-03-25"):
        change(record=one, values={"status": "cancelled"})

    assert numbers.value("projects_queued", "2026-03-24", "2026-03-25") == 1
    assert numbers.value("projects_started", *MARCH) == 0
    assert numbers.value("projects_queued", *AT_END) == 0


def test_the_demo_company_agrees_with_plain_sql(demo: Demo) -> None:
    ours = """FROM delivery_project p JOIN accounts_account a ON a.id = p.account_id
              WHERE p.deleted_at IS NULL AND NOT a.is_internal AND a.deleted_at IS NULL """
    june = {"as_of": "2026-06-30"}
    active = demo.number(
        f"""SELECT count(*) {ours} AND p.started_on <= '2026-06-30'
            AND (p.closed_on IS NULL OR p.closed_on > '2026-06-30')"""
    )
    went_live = demo.number(f"SELECT count(*) {ours} AND p.went_live_on BETWEEN '2026-04-01' AND '2026-06-30'")

    assert demo.numbers.value("project_count", "2026-04-01", "2026-07-01", **june) == active > 0
    assert demo.numbers.value("projects_went_live", "2026-04-01", "2026-07-01", **june) == went_live > 0

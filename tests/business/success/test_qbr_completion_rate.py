"""QBR completion: held of those due."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import on, paying, written
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")


def review(due: str, held: str | None = None, status: str = "", **values: Any) -> Any:
    if "account" not in values:
        values["account"] = sample("account")
        paying(values["account"], "2025-01-01")
    told = status or ("held" if held else "planned")
    return sample("qbr", due_on=on(due), held_on=on(held), status=told, **values)


def test_held_of_due(numbers: Numbers) -> None:
    for _ in range(32):
        review("2026-02-10", "2026-02-12")
    for _ in range(8):
        review("2026-02-10")

    assert numbers.value("qbr_completion_rate", *QUARTER) == 0.8
    assert numbers.value("qbrs_due", *QUARTER) == 40


@pytest.mark.parametrize(
    ("due", "held", "status", "rate"),
    [
        ("2026-01-05", "2026-03-31", "held", 1),  # late, but within the period
        ("2026-03-25", "2026-04-08", "held", 1),
        ("2026-03-25", "2026-04-09", "held", 0),
        ("2026-02-01", "2025-12-20", "held", 1),
        ("2026-02-01", "2026-02-01", "declined", 0),
        ("2026-02-01", None, "cancelled", 0),
        ("2026-04-01", "2026-03-30", "held", None),
    ],
)
def test_in_time(numbers: Numbers, due: str, held: str | None, status: str, rate: float | None) -> None:
    review(due, held, status)

    assert numbers.value("qbr_completion_rate", *QUARTER) == rate


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2025-12-12", None, 1),  # 60 days before
        ("2025-12-13", None, 0),
        ("2025-01-01", "2026-03-13", 1),  # its last day is 31 days after
        ("2025-01-01", "2026-03-12", 0),
        ("2025-01-01", "2026-02-01", 0),
    ],
)
def test_not_due_for_who_just_came_or_is_about_to_go(numbers: Numbers, first: str, last: str | None, due: int) -> None:
    account = sample("account")
    paying(account, first, last)
    review("2026-02-10", account=account)

    assert numbers.value("qbrs_due", *QUARTER) == due


def test_the_days_count_from_going_live(numbers: Numbers) -> None:
    account = sample("account")
    paying(account, "2025-01-01", live_on=on("2026-01-10"))
    review("2026-02-10", account=account)

    assert numbers.value("qbrs_due", *QUARTER) == 0


def test_of_a_company_without_contracts_all_are_due(numbers: Numbers) -> None:
    review("2026-02-10", "2026-02-10", account=sample("account"))

    assert numbers.value("qbr_completion_rate", *QUARTER) == 1


def test_what_may_still_be_held_is_left_out(numbers: Numbers) -> None:
    with written("2025-01-01"):
        review("2026-02-10")
        review("2026-02-10", "2026-02-10")

    assert numbers.value("qbr_completion_rate", *QUARTER, as_of="2026-02-23") == 1
    assert numbers.value("qbr_completion_rate", *QUARTER, as_of="2026-02-24") == 0.5


def test_nothing_due_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("qbr_completion_rate", *QUARTER) is None
    assert numbers.reason("qbr_completion_rate", *QUARTER) == "no business review was due in the period"


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    due, held = demo.sql(
        """
        WITH lines AS (
          SELECT l.*, coalesce(l.service_end, '9999-12-31') AS last FROM billing_contractline l
          WHERE l.is_recurring AND l.amount > 0 AND l.deleted_at IS NULL),
        due AS (
          SELECT q.* FROM success_qbr q JOIN accounts_account a ON a.id = q.account_id AND NOT a.is_internal
          WHERE q.deleted_at IS NULL AND q.due_on >= '2026-01-01' AND q.due_on < '2026-07-01'
            AND (SELECT coalesce(min(live_on), min(service_start)) FROM lines l WHERE l.account_id = q.account_id)
                <= date(q.due_on, '-60 days')
            AND EXISTS (SELECT 1 FROM lines l WHERE l.account_id = q.account_id AND l.service_start <= q.due_on
                        AND l.last > q.due_on)
            AND EXISTS (SELECT 1 FROM lines l WHERE l.account_id = q.account_id
                        AND l.service_start <= date(q.due_on, '+31 days') AND l.last > date(q.due_on, '+30 days')))
        SELECT count(*), sum(status = 'held' AND held_on <= max('2026-06-30', date(due_on, '+14 days'))) FROM due
        """
    )[0]

    asked = {"as_of": "2026-07-15"}
    assert demo.numbers.value("qbrs_due", "2026-01-01", "2026-07-01", **asked) == due > 5
    assert demo.numbers.value("qbr_completion_rate", "2026-01-01", "2026-07-01", **asked) == held / due

"""Customers that left: reasons, exit interviews, return of data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import on, paying
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def left(last: str = "2026-03-14", amount: int = 100, **values: Any) -> Any:
    """A customer whose last paid day is given, with its off-boarding."""
    account = sample("account")
    paying(account, "2025-01-01", last, amount)
    given = {"reason": "Price", "notified_on": on("2026-02-01"), "ended_on": on(last), **values}
    return sample("offboarding", account=account, **given)


def test_interviewed_of_those_that_left(numbers: Numbers) -> None:
    for _ in range(5):
        left(exit_interview_on=on("2026-04-13"))
    left(exit_interview_on=on("2026-04-14"))
    for _ in range(2):
        left(reason="Went to a competitor")

    assert numbers.value("exit_interview_rate", *MARCH) == 0.625
    assert numbers.cut("churn_reasons_and_exit", *MARCH, by="reason") == {"Price": 6, "Went to a competitor": 2}
    assert numbers.cut("churned_mrr_by_reason", *MARCH, by="reason") == {"Price": 600, "Went to a competitor": 200}


@pytest.mark.parametrize(
    ("last", "count"), [("2026-02-28", 1), ("2026-02-27", 0), ("2026-03-30", 1), ("2026-03-31", 0)]
)
def test_churn_is_the_day_after_the_last(numbers: Numbers, last: str, count: int) -> None:
    left(last)

    assert numbers.value("churn_reasons_and_exit", *MARCH) == count


@pytest.mark.parametrize(
    ("days", "returned", "rate"), [(30, "2026-04-13", 1), (30, "2026-04-14", 0), (60, "2026-04-14", 1)]
)
def test_data_is_returned_in_the_days_agreed(numbers: Numbers, days: int, returned: str, rate: int) -> None:
    left(data_returned_on=on(returned))

    assert numbers.value("data_return_rate", *MARCH, data_return_days=days) == rate


def test_a_reason_that_nobody_noted_is_unknown_and_a_return_erases_nothing(numbers: Numbers) -> None:
    account = sample("account")
    paying(account, "2025-01-01", "2026-03-14")
    paying(account, "2026-04-20")
    left()

    assert numbers.cut("churn_reasons_and_exit", *MARCH, by="reason") == {"Price": 1, "unknown": 1}


def test_who_records_no_off_boarding_gets_no_rate(numbers: Numbers) -> None:
    paying(sample("account"), "2025-01-01", "2026-03-14")

    assert numbers.value("churn_reasons_and_exit", *MARCH) == 1
    assert numbers.value("exit_interview_rate", *MARCH) is None


def test_by_how_long_they_stayed(numbers: Numbers) -> None:
    left()

    assert numbers.cut("churn_reasons_and_exit", *MARCH, by="tenure") == {"1 to 2 years": 1}


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [(count, interviews)] = demo.sql(
        """
        WITH lines AS (
          SELECT l.account_id, l.service_start, coalesce(l.service_end, '9999-12-31') AS last
          FROM billing_contractline l JOIN accounts_account a ON a.id = l.account_id AND NOT a.is_internal
          WHERE l.is_recurring AND l.amount > 0 AND l.deleted_at IS NULL),
        ends AS (
          SELECT DISTINCT e.account_id, e.last FROM lines e
          WHERE e.last >= '2024-12-31' AND e.last < '2026-06-30' AND NOT EXISTS (
            SELECT 1 FROM lines l WHERE l.account_id = e.account_id
            AND l.service_start <= date(e.last, '+1 day') AND l.last > e.last))
        SELECT count(*), sum(EXISTS (SELECT 1 FROM success_offboarding o WHERE o.account_id = e.account_id
          AND o.exit_interview_on <= date(coalesce(o.ended_on, e.last), '+30 days')))
        FROM ends e
        """
    )

    asked = {"as_of": "2026-07-15"}
    assert demo.numbers.value("churn_reasons_and_exit", "2025-01-01", "2026-07-01", **asked) == count > 0
    rate = demo.numbers.value("exit_interview_rate", "2025-01-01", "2026-07-01", **asked)
    assert (rate or 0) == interviews / count

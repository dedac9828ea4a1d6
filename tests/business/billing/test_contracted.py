"""Contracted ARR: with what is signed and has not begun, without what is known to end (metrics.md, `arr`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.support.numbers import Numbers


def on(numbers: Numbers, series: str, day: str) -> Any:
    """The number at the end of a day, by all that is known."""
    following = date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
    return numbers.value(series, day, following)


def signed(one: Any, day: str) -> None:
    """Says when a line's contract was signed."""
    one.contract.signed_on = date.fromisoformat(day)
    one.contract.save()


def test_a_line_counts_from_its_signature_before_its_service_begins(numbers: Numbers) -> None:
    line(sample("account"), 100, "2025-01-01")
    signed(line(sample("account"), 50, "2026-03-01"), "2026-01-20")

    assert [on(numbers, "contracted_arr", day) for day in ("2026-01-19", "2026-01-20", "2026-03-01")] == [
        1200,
        1800,
        1800,
    ]
    assert [on(numbers, "arr", day) for day in ("2026-01-20", "2026-02-28", "2026-03-01")] == [1200, 1200, 1800]
    assert on(numbers, "contracted_arr_gross", "2026-02-01") == 1800


def test_an_announced_departure_is_taken_off_the_net_form_and_is_told_until_it_comes(numbers: Numbers) -> None:
    line(sample("account"), 100, "2025-01-01")
    leaving = line(sample("account"), 40, "2025-01-01", "2026-06-30")
    leaving.contract.terminated_on = date(2026, 3, 10)
    leaving.contract.save()

    days = ("2026-03-09", "2026-03-10", "2026-06-30", "2026-07-01")
    assert [on(numbers, "contracted_arr", day) for day in days] == [1680, 1200, 1200, 1200]
    assert [on(numbers, "contracted_arr_gross", day) for day in days] == [1680, 1680, 1680, 1200]
    assert [on(numbers, "churn_notice_mrr", day) for day in days] == [0, 40, 40, 0]
    assert [on(numbers, "arr", day) for day in days] == [1680, 1680, 1680, 1200]


def test_an_account_that_gives_notice_is_known_to_leave_with_all_its_lines(numbers: Numbers) -> None:
    leaving, back = sample("account"), sample("account")
    line(leaving, 30, "2025-01-01", "2026-06-30")
    line(leaving, 10, "2025-06-01", "2026-06-30")
    sample("offboarding", account=leaving, notified_on=date(2026, 4, 1), ended_on=None)
    line(back, 20, "2024-01-01", "2024-12-31")
    sample("offboarding", account=back, notified_on=date(2024, 10, 1), ended_on=date(2024, 12, 31))
    line(back, 25, "2025-07-01")

    assert [on(numbers, "churn_notice_mrr", day) for day in ("2024-10-01", "2026-03-31", "2026-04-01")] == [20, 0, 40]
    assert [on(numbers, "contracted_arr", day) for day in ("2026-03-31", "2026-04-01")] == [780, 300]
    assert on(numbers, "contracted_arr_gross", "2026-04-01") == 780


def test_what_is_signed_for_later_adds_to_what_still_runs(numbers: Numbers) -> None:
    line(sample("account"), 100, "2025-01-01", "2025-12-31")
    signed(line(sample("account"), 60, "2026-01-01"), "2025-11-15")

    assert on(numbers, "contracted_arr", "2025-12-31") == 1200 + 720
    assert on(numbers, "contracted_arr", "2026-01-01") == 720


def test_fixture_a_signed_and_running_is_contracted(numbers: Numbers) -> None:
    for amount in (1000, 800, 250, 200, 250, 600, 150, 110, 90):
        line(sample("account"), amount, "2026-01-01")

    assert on(numbers, "contracted_arr", "2026-03-31") == on(numbers, "arr", "2026-03-31") == 41400

"""Feedback, its closed loop, who is heard, and who stands up for us."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import noon, on, paying, written
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def answer(score: int, followed: str | None = None, day: str = "2026-03-10", **values: Any) -> Any:
    given = {"type": "nps", "responded_at": noon(day), "sent_at": noon(day), **values}
    return sample("survey_response", score=score, closed_loop_at=noon(followed), **given)


def customers(count: int) -> list[Any]:
    found = [sample("account") for _ in range(count)]
    for one in found:
        paying(one, "2025-01-01")
    return found


def test_notes_comments_and_reviews_are_feedback(numbers: Numbers) -> None:
    sample("feedback", given_on=on("2026-03-05"), source="interview", theme="Price")
    answer(9, comment="Fine")
    answer(9)
    sample("advocacy", type="review", status="given", given_on=on("2026-03-06"))
    sample("advocacy", type="story", status="given", given_on=on("2026-03-06"))
    sample("feedback", given_on=on("2026-04-01"))

    assert numbers.value("customer_feedback", *MARCH) == 3
    assert sorted(numbers.cut("customer_feedback", *MARCH, by="source").values()) == [1, 1, 1]


def test_unhappy_answers_followed_up_within_a_week(numbers: Numbers) -> None:
    for _ in range(9):
        answer(6, "2026-03-17")
    for _ in range(2):
        answer(6, "2026-03-18")
    answer(0)
    answer(7)

    assert numbers.value("closed_loop_rate", *MARCH) == 0.75


@pytest.mark.parametrize(("type", "score", "counts"), [("csat", 2, True), ("csat", 3, False), ("nps", 6, True)])
def test_who_needs_a_follow_up(numbers: Numbers, type: str, score: int, counts: bool) -> None:
    answer(score, "2026-03-11", type=type)

    assert numbers.value("closed_loop_rate", *MARCH) == (1 if counts else None)


def test_answers_of_less_than_a_week_are_left_out(numbers: Numbers) -> None:
    with written("2026-01-01"):
        answer(3, "2026-03-11")
        answer(3, day="2026-03-20")

    assert numbers.value("closed_loop_rate", *MARCH, as_of="2026-03-26") == 1
    assert numbers.value("closed_loop_rate", *MARCH, as_of="2026-03-27") == 0.5


def test_who_records_no_follow_ups_gets_no_rate(numbers: Numbers) -> None:
    answer(3)

    assert numbers.value("closed_loop_rate", *MARCH) is None


def test_customers_heard_in_a_year(numbers: Numbers) -> None:
    four = customers(4)
    sample("feedback", account=four[0], given_on=on("2025-04-01"))
    sample("feedback", account=four[1], given_on=on("2025-03-31"))
    sample("feedback", given_on=on("2026-03-01"))  # of someone who is no customer

    assert numbers.value("accounts_heard", *MARCH) == 0.25


def test_advocates_of_customers(numbers: Numbers) -> None:
    many = customers(60)
    for one in many[:9]:
        sample("advocacy", account=one, type="reference", status="given", given_on=on("2025-04-01"))
    sample("advocacy", account=many[0], type="story", status="given", given_on=on("2026-01-01"))
    sample("advocacy", account=many[20], type="story", status="agreed", asked_on=on("2026-01-01"))
    sample("advocacy", account=many[21], type="story", status="given", given_on=on("2025-03-31"))

    assert numbers.value("advocates", *MARCH) == 0.15
    assert numbers.value("advocate_accounts", *MARCH) == 9


def test_advocates_are_told_of_live_customers_where_going_live_is_recorded(numbers: Numbers) -> None:
    one, other, waiting = (sample("account") for _ in range(3))
    paying(one, "2025-01-01", live_on=on("2025-02-01"))
    paying(other, "2025-01-01", live_on=on("2026-03-31"))
    paying(waiting, "2025-01-01", live_on=on("2026-04-01"))
    sample("advocacy", account=one, type="reference", status="given", given_on=on("2026-01-01"))

    assert numbers.value("advocates", *MARCH) == 0.5


def test_no_customers_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("advocates", *MARCH) is None
    assert numbers.reason("accounts_heard", *MARCH) == "no customers on that day"


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [(noted, said, reviews, acts)] = demo.sql(
        """
        SELECT
          (SELECT count(*) FROM success_feedback f WHERE deleted_at IS NULL
           AND given_on >= '2026-01-01' AND given_on < '2026-07-01'),
          (SELECT count(*) FROM success_surveyresponse s WHERE deleted_at IS NULL AND comment <> ''
           AND responded_at >= '2026-01-01' AND responded_at < '2026-07-01'),
          (SELECT count(*) FROM success_advocacy WHERE type = 'review' AND given_on >= '2026-01-01'
           AND given_on < '2026-07-01'),
          (SELECT count(*) FROM success_advocacy WHERE given_on >= '2026-01-01' AND given_on < '2026-07-01')
        """
    )

    span, asked = ("2026-01-01", "2026-07-01"), {"as_of": "2026-07-15"}
    assert demo.numbers.value("customer_feedback", *span, **asked) == noted + said + reviews > 5
    assert demo.numbers.value("advocacy_acts", *span, **asked) == acts

"""Satisfaction of customers, and answers found without a case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def answer(score: int | None, day: int = 10, **values: Any) -> Any:
    given = {"account": sample("account"), "contact": sample("contact"), **values}
    responded = at(day) if score is not None else None
    return sample("survey_response", type="csat", score=score, sent_at=at(1), responded_at=responded, **given)


def test_satisfied_of_all_answers_and_answers_of_all_sent(numbers: Numbers) -> None:
    for score in (5, 5, 4, 3, 1):
        answer(score)
    for _ in range(15):
        answer(None)

    assert numbers.value("csat", *MARCH) == 0.6
    assert numbers.value("csat_mean", *MARCH) == 18 / 5
    assert numbers.value("csat_response_rate", *MARCH) == 0.25


def test_the_last_answer_of_a_week_counts(numbers: Numbers) -> None:
    case, contact, account = sample("case"), sample("contact"), sample("account")
    of_one = {"case": case, "contact": contact, "account": account}
    answer(1, 10, **of_one)
    answer(5, 16, **of_one)
    answer(2, 23, **of_one)

    assert numbers.value("csat", *MARCH) == 0.5


def test_no_answer_is_unknown_and_answers_of_other_sorts_do_not_count(numbers: Numbers) -> None:
    sample("survey_response", type="nps", score=10, sent_at=at(1), responded_at=at(2))
    answer(5, 31)

    assert numbers.value("csat", "2026-03-01", "2026-03-31") is None
    assert numbers.value("csat", *MARCH) == 1


def visit(contact: Any, when: datetime, **values: Any) -> Any:
    return sample("kb_session", contact=contact, at=when, **values)


def test_a_visit_followed_by_a_case_of_the_account_within_a_day_is_no_deflection(numbers: Numbers) -> None:
    account = sample("account")
    people = [sample("contact", account=account) for _ in range(4)]
    other = sample("contact", account=sample("account"))
    visit(people[0], at(3))
    visit(people[1], at(5))
    visit(people[2], at(9))
    visit(other, at(9))
    sample("case", account=account, opened_at=at(4, 11))  # 23 hours after the first visit
    sample("case", account=account, opened_at=at(6, 13))  # 25 hours after the second

    assert numbers.value("case_deflection_rate", *MARCH) == 0.75
    assert numbers.value("self_service_ratio", *MARCH) == 2


def test_one_visit_per_person_in_half_an_hour_and_none_of_strangers(numbers: Numbers) -> None:
    contact = sample("contact", account=sample("account"))
    visit(contact, at(3, 12, 0))
    visit(contact, at(3, 12, 29))
    visit(contact, at(3, 13, 0))
    visit(None, at(3, 15))

    assert numbers.value("help_visits", *MARCH) == 2

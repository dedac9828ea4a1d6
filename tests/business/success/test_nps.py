"""Net Promoter Score: promoters less detractors, of the latest answers of people at customers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import noon, paying
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

YEAR = ("2025-04-01", "2026-04-01")


def answer(score: int | None, day: str | None = "2026-02-01", **values: Any) -> Any:
    given = {"type": "nps", "sent_at": noon(day), **values}
    if "contact" not in given:
        given["contact"] = sample("contact")
    return sample("survey_response", score=score, responded_at=noon(day), **given)


def test_promoters_less_detractors(numbers: Numbers) -> None:
    for score in (10, 9, 9, 8, 7, 6, 3, 10):
        answer(score)

    assert numbers.value("nps", *YEAR) == 25
    assert numbers.value("nps_standard_error", *YEAR) == pytest.approx(29.3151, abs=1e-4)
    assert numbers.value("nps_answers", *YEAR) == 8


@pytest.mark.parametrize(("scores", "score"), [([9] * 4 + [0] * 3 + [7], 12.5), ([9] * 3 + [0] * 4 + [7], -12.5)])
def test_shares_are_not_rounded(numbers: Numbers, scores: list[int], score: float) -> None:
    for one in scores:
        answer(one)

    assert numbers.value("nps", *YEAR) == score


def test_the_latest_answer_of_a_person_counts(numbers: Numbers) -> None:
    person = sample("contact")
    answer(2, "2025-06-01", contact=person)
    answer(9, "2026-03-01", contact=person)

    assert numbers.value("nps", *YEAR) == 100
    assert numbers.value("nps", "2025-04-01", "2026-03-01") == -100


@pytest.mark.parametrize(("day", "n"), [("2025-04-01", 1), ("2025-03-31", 0), ("2026-03-31", 1), ("2026-04-01", 0)])
def test_answers_of_twelve_months_count(numbers: Numbers, day: str, n: int) -> None:
    answer(9, day)

    assert numbers.value("nps_answers", *YEAR) == n


@pytest.mark.parametrize(("last", "n"), [("2026-03-31", 1), ("2026-03-30", 0)])
def test_a_former_customer_is_out_from_the_day_after_it_left(numbers: Numbers, last: str, n: int) -> None:
    account = sample("account")
    paying(account, "2025-01-01", last)
    answer(3, account=account)

    assert numbers.value("nps_answers", *YEAR) == n


def test_who_came_back_is_heard_again(numbers: Numbers) -> None:
    account = sample("account")
    paying(account, "2025-01-01", "2026-02-10")
    paying(account, "2026-03-10")
    answer(3, account=account)

    assert numbers.value("nps_answers", *YEAR) == 1
    assert numbers.value("nps_answers", "2026-02-01", "2026-03-01") == 0


def test_over_accounts_takes_the_mean_of_each(numbers: Numbers) -> None:
    first, second, third = (sample("account") for _ in range(3))
    answer(10, account=first)
    answer(8, account=first)
    answer(10, account=second)
    answer(7, account=second)
    answer(6, account=third)
    answer(7, account=third)

    assert numbers.value("nps_account", *YEAR) == 0  # means 9, 8.5 and 6.5


def test_response_rate_and_nothing_over_nothing(numbers: Numbers) -> None:
    answer(9)
    for _ in range(3):
        sample("survey_response", type="nps", sent_at=noon("2026-02-01"))
    sample("survey_response", type="csat", sent_at=noon("2026-02-01"))

    assert numbers.value("nps_response_rate", *YEAR) == 0.25
    assert numbers.value("nps", "2024-01-01", "2024-02-01") is None
    assert numbers.reason("nps", "2024-01-01", "2024-02-01") == "no answer in the twelve months before"


def test_by_product_and_role(numbers: Numbers) -> None:
    account, product = sample("account"), sample("product", name="Planner")
    paying(account, "2025-01-01", amount=500, product=product)
    paying(account, "2025-01-01", amount=100)
    answer(9, account=account, contact=sample("contact", role="champion"))
    answer(2, contact=sample("contact", role="admin"))

    assert numbers.cut("nps", *YEAR, by="product") == {"Planner": 100, "none": -100}
    assert set(numbers.cut("nps", *YEAR, by="role").values()) == {100, -100}


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    rows = demo.sql(
        """
        WITH answers AS (
          SELECT s.*, row_number() OVER (PARTITION BY contact_id ORDER BY responded_at DESC, s.id DESC) AS place
          FROM success_surveyresponse s JOIN accounts_account a ON a.id = s.account_id
          WHERE s.deleted_at IS NULL AND a.deleted_at IS NULL AND NOT a.is_internal AND s.type = 'nps'
            AND s.score IS NOT NULL AND s.responded_at >= '2025-07-01' AND s.responded_at < '2026-07-01')
        SELECT score FROM answers s WHERE place = 1 AND (
          EXISTS (SELECT 1 FROM billing_contractline l WHERE l.account_id = s.account_id AND l.amount > 0
                  AND l.is_recurring AND l.service_start <= '2026-06-30'
                  AND coalesce(l.service_end, '9999') >= '2026-06-30')
          OR NOT EXISTS (SELECT 1 FROM billing_contractline l WHERE l.account_id = s.account_id AND l.amount > 0
                  AND l.is_recurring AND l.service_start <= '2026-06-30'))
        """
    )
    scores = [score for (score,) in rows]
    expected = 100 * (sum(one >= 9 for one in scores) - sum(one <= 6 for one in scores)) / len(scores)

    asked = {"as_of": "2026-06-30"}
    assert demo.numbers.value("nps_answers", "2026-06-01", "2026-07-01", **asked) == len(scores) > 5
    assert demo.numbers.value("nps", "2026-06-01", "2026-07-01", **asked) == expected

"""What comes of courses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
FIRST = date(2026, 3, 1)


def enrolled(after: int | None = None, *, on: date = FIRST, **values: Any) -> Any:
    done = on + timedelta(days=after) if after is not None else None
    return sample("training", **{"course": "Basics", "enrolled_on": on, "completed_on": done, **values})


def test_completed_of_enrolled_and_passed_of_assessed(numbers: Numbers) -> None:
    for place in range(40):
        enrolled(30 if place < 32 else None, score=80 if place < 30 else None, passed=place < 27)

    assert numbers.value("training_outcomes", *MARCH) == 0.8
    assert numbers.value("training_pass_rate", *MARCH) == 0.9


@pytest.mark.parametrize(("after", "share"), [(60, 1), (61, 0), (None, 0)])
def test_sixty_days_are_given(numbers: Numbers, after: int | None, share: int) -> None:
    enrolled(after)

    assert numbers.value("training_outcomes", *MARCH) == share


@pytest.mark.parametrize(("left_after", "share"), [(59, None), (60, 0)])
def test_who_left_before_day_sixty_does_not_count(numbers: Numbers, left_after: int, share: int | None) -> None:
    enrolled(contact=sample("contact", active_to=FIRST + timedelta(days=left_after)))

    assert numbers.value("training_outcomes", *MARCH) == share


def test_attempts_of_one_person_are_one_enrolment(numbers: Numbers) -> None:
    contact = sample("contact")
    enrolled(5, contact=contact, score=40)
    enrolled(5, contact=contact, score=70, passed=True, on=date(2026, 4, 20))
    enrolled(5, score=90, passed=True)

    found = {one.series: one.value for one in numbers.answers("training_outcomes", *MARCH)}

    assert found == {
        "training_outcomes": 1, "training_pass_rate": 1, "training_first_pass_rate": 0.5,
        "training_score_gain": 30, "accounts_trained": 0,
    }  # fmt: skip
    assert numbers.value("training_outcomes", "2026-04-01", "2026-05-01") is None


def test_an_account_is_trained_with_an_administrator_and_half_of_its_people(numbers: Numbers) -> None:
    account = sample("account")
    people = [sample("contact", account=account, role=role) for role in ("admin", "champion", "champion", "champion")]
    for person, after in zip(people, (9, 19, None, None), strict=True):
        enrolled(after, contact=person, account=account)

    assert numbers.value("accounts_trained", "2026-03-19", "2026-03-20") == 0
    assert numbers.value("accounts_trained", "2026-03-20", "2026-03-21") == 1


def test_without_an_administrator_an_account_is_not_trained(numbers: Numbers) -> None:
    enrolled(9, contact=sample("contact", role="champion"))

    assert numbers.value("accounts_trained", *MARCH) == 0


def test_cut_by_course_and_product(numbers: Numbers) -> None:
    project = sample("project", product=sample("product", name="Core"))
    enrolled(9, course="Basics", project=project)
    enrolled(course="Depth")

    assert numbers.cut("training_outcomes", *MARCH, by="course") == {"Basics": 1, "Depth": 0}
    assert numbers.cut("training_outcomes", *MARCH, by="product") == {"Core": 1, "none": 0}


def test_the_demo_company_agrees_with_plain_sql(demo: Demo) -> None:
    [[done, everyone]] = demo.sql(
        """SELECT sum(EXISTS (SELECT 1 FROM success_training d WHERE d.contact_id = t.contact_id
                              AND d.course = t.course AND d.deleted_at IS NULL
                              AND julianday(d.completed_on) - julianday(t.enrolled_on) <= 60)), count(*)
           FROM success_training t JOIN accounts_account a ON a.id = t.account_id
           JOIN accounts_contact c ON c.id = t.contact_id
           WHERE t.deleted_at IS NULL AND NOT a.is_internal AND a.deleted_at IS NULL
             AND t.enrolled_on BETWEEN '2026-01-01' AND '2026-03-31'
             AND (c.active_to IS NULL OR julianday(c.active_to) - julianday(t.enrolled_on) >= 60)
             AND NOT EXISTS (SELECT 1 FROM success_training e WHERE e.contact_id = t.contact_id
                             AND e.course = t.course AND e.deleted_at IS NULL
                             AND (e.enrolled_on, e.id) < (t.enrolled_on, t.id))"""
    )

    found = demo.numbers.value("training_outcomes", "2026-01-01", "2026-04-01", as_of="2026-07-15")
    assert everyone > 0
    assert found == done / everyone

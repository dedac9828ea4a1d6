"""What customers can do by themselves: the mean of three components, of each customer and then of all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import on, paying, seats, use
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def trained(account: Any, done: str = "2026-02-01", *, role: str = "user_lead", **values: Any) -> Any:
    contact = sample("contact", account=account, role=role, active_to=on(values.pop("gone", None)))
    given = {"passed": True, "course": "Basics", "enrolled_on": on("2026-01-15"), "completed_on": on(done), **values}
    return sample("training", account=account, contact=contact, **given)


def test_the_mean_of_administrators_teams_and_people(numbers: Numbers) -> None:
    account = sample("account")
    paying(account, "2026-01-01")
    for _ in range(2):
        trained(account, role="admin")
    for _ in range(28):
        trained(account)
    seats(account, 4, unit="teams")
    for team, people in (("north", range(15)), ("south", range(15, 30)), ("west", range(30, 40))):
        events = [(account, f"user-{one}", "board", "2026-03-10") for one in people]
        use(numbers.lake, *events, properties=f'{{"team": "{team}"}}')

    found = {one.series: one.value for one in numbers.answers("customer_capability_scale", *MARCH)}

    # 2 of 2 administrators, 3 of 4 teams, 30 trained of 40 who are active.
    assert found["customer_capability_scale"] == pytest.approx((1 + 0.75 + 0.75) / 3)
    assert (found["capability_admins"], found["capability_teams"], found["capability_users"]) == (1, 0.75, 0.75)


def test_what_is_unknown_is_left_out_and_nothing_is_above_one(numbers: Numbers) -> None:
    account, silent, former = (sample("account") for _ in range(3))
    for one in (account, silent):
        paying(one, "2026-01-01")
    paying(former, "2026-01-01", "2026-03-30")
    for _ in range(3):
        trained(account, role="admin")
    trained(account, role="admin", passed=False)
    use(numbers.lake, *[(account, f"user-{one}", "board", "2026-03-02") for one in range(2)])

    found = {one.series: one.value for one in numbers.answers("customer_capability_scale", *MARCH)}

    # The first has three administrators, and four people trained of two active; the second none of two.
    assert found["customer_capability_scale"] == (1 + 0) / 2
    assert (found["capability_admins"], found["capability_teams"], found["capability_users"]) == (0.5, None, 1)
    assert numbers.cut("customer_capability_scale", *MARCH, by="account") == {account.name: 1, silent.name: 0}
    assert numbers.value("capability_admins", *MARCH, required_admins=6) == 0.25


@pytest.mark.parametrize(
    ("done", "gone", "admins"),
    [
        ("2026-03-31", None, 0.5),
        ("2026-04-01", None, 0),
        ("2026-02-01", "2026-03-31", 0.5),
        ("2026-02-01", "2026-03-30", 0),
    ],
)
def test_an_administrator_counts_from_the_course_until_they_leave(
    numbers: Numbers, done: str, gone: str | None, admins: float
) -> None:
    account = sample("account")
    paying(account, "2026-01-01")
    trained(account, done, role="admin", gone=gone)

    assert numbers.value("capability_admins", *MARCH) == admins


def test_without_courses_and_use_it_is_unknown(numbers: Numbers) -> None:
    paying(sample("account"), "2026-01-01")

    assert numbers.reason("customer_capability_scale", *MARCH) == "of no customer is it known"

"""Ongoing business impact: outcomes at their target, and their growth."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import on, paying
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def read(value: int, day: str = "2026-03-01", account: Any = None, **values: Any) -> Any:
    given = {"name": "Hours saved", "baseline": Decimal(0), "target": Decimal(200), **values}
    return sample("outcome", account=account or sample("account"), value=Decimal(value), on=on(day), **given)


def test_at_target_of_those_read_lately(numbers: Numbers) -> None:
    for _ in range(30):
        read(200)
    for _ in range(10):
        read(199)

    assert numbers.value("ongoing_business_impact", *MARCH) == 0.75
    assert numbers.value("impact_coverage", *MARCH) == 1


@pytest.mark.parametrize(("day", "value", "coverage"), [("2025-12-02", 1, 1), ("2025-12-01", None, 0)])
def test_old_readings_lower_coverage_not_attainment(
    numbers: Numbers, day: str, value: int | None, coverage: int
) -> None:
    read(300, day)

    assert numbers.value("ongoing_business_impact", *MARCH) == value
    assert numbers.value("impact_coverage", *MARCH) == coverage


def test_where_less_is_better_the_other_way_round(numbers: Numbers) -> None:
    read(13, baseline=Decimal(18), target=Decimal(13))
    read(14, baseline=Decimal(18), target=Decimal(13))

    assert numbers.value("ongoing_business_impact", *MARCH) == 0.5


def test_the_latest_reading_of_a_goal_counts(numbers: Numbers) -> None:
    account = sample("account")
    goal = sample("success_goal", account=account, baseline=Decimal(0), target=Decimal(200))
    read(250, "2026-02-01", account, goal=goal, name="After a month", baseline=None, target=None)
    read(150, "2026-03-01", account, goal=goal, name="After two months", baseline=None, target=None)

    assert numbers.value("ongoing_business_impact", *MARCH) == 0
    assert numbers.value("ongoing_business_impact", "2026-02-01", "2026-03-01") == 1


def test_growth_over_a_year(numbers: Numbers) -> None:
    account = sample("account")
    read(200, "2025-03-01", account)
    read(260, "2026-03-01", account)
    read(0, "2025-03-01", other := sample("account"))
    read(90, "2026-03-01", other)

    assert numbers.value("impact_growth", *MARCH) == pytest.approx(0.30)


def test_former_customers_are_out(numbers: Numbers) -> None:
    account = sample("account")
    paying(account, "2025-01-01", "2026-03-30")
    read(300, account=account)

    assert numbers.value("ongoing_business_impact", *MARCH) is None
    assert numbers.reason("impact_coverage", *MARCH) == "no outcome with a target is tracked"

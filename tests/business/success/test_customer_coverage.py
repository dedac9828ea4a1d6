"""Books of CSMs, and whether their time goes to the largest customers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import noon, on, paying
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def customer(amount: int, csm: Any = None, first: str = "2025-01-01") -> Any:
    account = sample("account", csm=csm)
    paying(account, first, amount=amount)
    return account


def test_the_top_fifth_brings_half(numbers: Numbers) -> None:
    for amount in (300, 200, 100, 80, 70, 60, 50, 60, 40, 40):
        customer(amount)

    assert numbers.value("arr_long_tail", *MARCH) == 0.5


def test_a_fifth_is_rounded_up(numbers: Numbers) -> None:
    for amount in (50, 30, 10, 5, 5, 0):
        customer(amount)
    customer(20)

    assert numbers.value("arr_long_tail", *MARCH) == pytest.approx(80 / 120)  # two of six


def test_customers_and_arr_of_each_csm(numbers: Numbers) -> None:
    anna, ben = sample("person", name="Anna"), sample("person", name="Ben")
    customer(100, anna)
    customer(100, anna)
    customer(200, ben)
    customer(100)

    assert numbers.value("customer_coverage", *MARCH) == 2
    assert numbers.value("arr_per_csm", *MARCH) == 3000
    assert numbers.cut("customer_coverage", *MARCH, by="csm") == {"Anna": 2, "Ben": 1, "nobody": None}


def test_time_on_the_top_fifth(numbers: Numbers) -> None:
    anna, other = sample("person", name="Anna"), sample("person", name="Otto")
    large = customer(500, anna)
    small = [customer(10, anna) for _ in range(4)]
    sample("time_entry", person=anna, account=large, hours=Decimal(3), on=on("2026-03-05"))
    sample("time_entry", person=anna, account=small[0], hours=Decimal(1), on=on("2026-03-06"))
    sample("time_entry", person=other, account=small[0], hours=Decimal(9), on=on("2026-03-06"))
    sample("time_entry", person=anna, account=small[0], hours=Decimal(9), on=on("2026-04-01"))
    sample("activity", rep=anna, account=small[1], duration_minutes=600, at=noon("2026-03-07"))

    assert numbers.value("focus_ratio", *MARCH) == 0.75


def test_without_time_entries_activities_tell(numbers: Numbers) -> None:
    anna = sample("person", name="Anna")
    large, small = customer(500, anna), customer(10, anna)
    sample("activity", rep=anna, account=large, duration_minutes=30, at=noon("2026-03-07"))
    sample("activity", rep=anna, account=small, duration_minutes=30, at=noon("2026-03-07"))

    assert numbers.value("focus_ratio", *MARCH) == 0.5


def test_nobody_and_nothing_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("customer_coverage", *MARCH) is None
    assert numbers.value("focus_ratio", *MARCH) is None
    assert numbers.value("arr_long_tail", *MARCH) is None

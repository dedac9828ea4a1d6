"""The planned market, its size and our share of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
SHARE, SIZE = "addressable_market_penetration", "addressable_market_size"


def planned(targets: int, arr: int, cut: str = "segment=Mid", start: str = "2026-01-01") -> None:
    """Assumptions of the plan from a day on."""
    sample("plan_figure", metric="target_accounts", version="Plan", cut=cut, period=date.fromisoformat(start),
           value=Decimal(targets))  # fmt: skip
    sample("plan_figure", metric="expected_arr_per_account", version="Plan", cut=cut,
           period=date.fromisoformat(start), amount=Decimal(arr), currency="USD")  # fmt: skip


def customer(segment: str = "Mid", **values: Any) -> None:
    """An account that pays from January on, until a day if told."""
    ends = values.pop("service_end", None)
    account = sample("account", segment=segment, **values)
    contract = sample("contract", account=account, status="signed", signed_on=date(2026, 1, 1))
    sample("contract_line", account=account, contract=contract, amount=Decimal(10), currency="USD", period="month",
           is_recurring=True, service_start=date(2026, 1, 1), service_end=ends)  # fmt: skip


def test_size_and_share(numbers: Numbers) -> None:
    planned(2000, 12_000)
    for _ in range(3):
        customer()
    customer("Small")

    assert numbers.value(SIZE, *MARCH) == 24_000_000
    assert numbers.value(SHARE, *MARCH) == 0.0015


def test_by_segment(numbers: Numbers) -> None:
    planned(10, 1000, "segment=Mid")
    planned(5, 4000, "segment=Large, region=North")
    customer("Mid")
    customer("Large", region="North")
    customer("Large", region="South")

    assert numbers.cut(SHARE, *MARCH, by="segment") == {"Mid": 0.1, "Large": 0.2}
    assert numbers.cut(SIZE, *MARCH, by="segment") == {"Mid": 10_000, "Large": 20_000}
    assert numbers.value(SHARE, *MARCH) == 2 / 15


@pytest.mark.parametrize(("last", "share"), [(date(2026, 3, 31), 0.1), (date(2026, 3, 30), 0.0)])
def test_customers_at_the_end_of_the_period(numbers: Numbers, last: date, share: float) -> None:
    planned(10, 1000)
    customer(service_end=last)

    assert numbers.value(SHARE, *MARCH) == share


def test_a_newer_assumption_takes_over_on_its_day(numbers: Numbers) -> None:
    planned(10, 1000)
    planned(20, 2000, start="2026-04-01")
    customer()

    assert numbers.value(SHARE, *MARCH) == 0.1
    assert numbers.value(SHARE, "2026-04-01", "2026-05-01") == 0.05
    assert numbers.value(SIZE, "2026-04-01", "2026-05-01") == 40_000


def test_without_a_plan_both_are_unknown(numbers: Numbers) -> None:
    customer()

    assert numbers.value(SHARE, *MARCH) is None
    assert "target_accounts" in (numbers.reason(SHARE, *MARCH) or "")
    assert numbers.value(SIZE, *MARCH) is None

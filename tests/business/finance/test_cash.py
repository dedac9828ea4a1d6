"""Cash burn and how long the cash lasts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")


def flow(amount: int, on: str = "2026-02-10", type: str = "operating", **values: Any) -> Any:
    given = {"currency": "USD", **values}
    return sample("cash_flow", amount=Decimal(amount), type=type, on=date.fromisoformat(on), **given)


def balance(amount: int, on: str, bank_account: str = "Main") -> Any:
    return sample("cash", balance=Decimal(amount), on=date.fromisoformat(on), bank_account=bank_account, currency="USD")


@pytest.fixture
def quarter(numbers: Numbers) -> Numbers:
    """Cash falls from 2.0 to 1.7 million in three months, 0.3 million of it borrowed."""
    balance(2_000_000, "2025-12-31")
    balance(1_700_000, "2026-03-31")
    flow(400_000, "2026-01-15")
    flow(-900_000, "2026-02-15")
    flow(-100_000, "2026-03-31", "investing")
    flow(300_000, "2026-03-01", "financing")
    return numbers


def test_net_burn_is_what_the_business_costs_a_month(quarter: Numbers) -> None:
    assert quarter.value("cash_burn", *QUARTER) == 200_000
    assert quarter.value("net_burn", *QUARTER) == 600_000
    assert quarter.value("gross_burn", *QUARTER) == Decimal("333333.333333")


def test_the_same_from_balances_where_no_flows_but_financing_are_recorded(numbers: Numbers) -> None:
    balance(2_000_000, "2025-12-31")
    balance(1_700_000, "2026-03-31")
    flow(300_000, "2026-03-01", "financing")

    assert numbers.value("cash_burn", *QUARTER) == 200_000
    assert numbers.value("gross_burn", *QUARTER) is None
    assert numbers.reason("gross_burn", *QUARTER) == "no cash flows of operations or investments are recorded"


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-01-01", 300_000), ("2026-03-31", 300_000), ("2025-12-31", 200_000), ("2026-04-01", 200_000)],
)
def test_only_flows_of_the_period_count(quarter: Numbers, on: str, expected: int) -> None:
    flow(-300_000, on)

    assert quarter.value("cash_burn", *QUARTER) == expected


def test_nothing_recorded_is_unknown_not_zero(numbers: Numbers) -> None:
    assert numbers.value("cash_burn", *QUARTER) is None
    assert numbers.reason("cash_burn", *QUARTER) == "neither cash flows nor balances at both ends are recorded"
    assert numbers.value("runway", *QUARTER) is None
    assert numbers.reason("runway", *QUARTER) == "neither cash flows nor balances at both ends are recorded"


def test_part_of_a_month_counts_by_its_days(numbers: Numbers) -> None:
    flow(-73_000, "2026-01-05")

    # 73 days of the quarter are seen: 73 ÷ (365 ÷ 12) = 2.4 months.
    assert numbers.value("cash_burn", *QUARTER, as_of="2026-03-14") == Decimal("30416.666667")


def test_runway_at_the_burn_of_the_last_three_full_months(quarter: Numbers) -> None:
    assert quarter.value("runway", *QUARTER) == 8.5


def test_longer_bases_of_runway(quarter: Numbers) -> None:
    # 0.6 million in six and in twelve months.
    assert quarter.value("runway_6_months", *QUARTER) == 17.0
    assert quarter.value("runway_12_months", *QUARTER) == 34.0


def test_within_a_month_the_full_months_before_it_count(quarter: Numbers) -> None:
    balance(1_600_000, "2026-04-10")
    flow(-5_000_000, "2026-04-05")

    assert quarter.value("runway", "2026-04-01", "2026-04-11") == 8.0


def test_who_generates_cash_has_no_runway(numbers: Numbers) -> None:  # E18
    balance(1_000_000, "2025-12-31")
    for month in ("01", "02", "03"):
        flow(50_000, f"2026-{month}-10")

    assert numbers.value("cash_burn", *QUARTER) == -50_000
    assert numbers.value("runway", *QUARTER) is None
    assert numbers.reason("runway", *QUARTER) == "not burning"


def test_balances_of_several_accounts_add_up_and_stand_until_the_next(numbers: Numbers) -> None:
    balance(100, "2026-01-31", "Main")
    balance(40, "2026-02-15", "Savings")
    balance(70, "2026-03-05", "Main")

    assert numbers.value("cash_held", "2026-02-01", "2026-03-01") == 140
    assert numbers.value("cash_held", "2026-03-01", "2026-04-01") == 110


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    spent = demo.number(
        "SELECT -sum(amount) FROM finance_cashflow WHERE deleted_at IS NULL AND type IN ('operating', 'investing')"
        " AND \"on\" >= '2026-04-01' AND \"on\" < '2026-07-01' AND currency = 'EUR'"
    )
    held = demo.number(
        "SELECT balance FROM finance_cashbalance WHERE deleted_at IS NULL AND \"on\" <= '2026-06-30'"
        ' ORDER BY "on" DESC LIMIT 1'
    )
    asked = {"as_of": "2026-07-15"}

    assert demo.numbers.value("net_burn", "2026-04-01", "2026-07-01", **asked) == Decimal(spent) / 1_000_000
    if spent > 0:
        assert demo.numbers.value("runway", "2026-04-01", "2026-07-01", **asked) == pytest.approx(3 * held / spent)
    else:
        assert demo.numbers.reason("runway", "2026-04-01", "2026-07-01", **asked) == "not burning"

"""What growth costs: burn per new ARR, and sales and marketing per customer and per ARR won."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.billing.test_fixture_a import line
from tests.business.finance.test_cash import flow
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")
BLENDED = "blended: what part is for new customers is not recorded, so all cost counts"


def cost(amount: int, category: str = "sales", period: str = "2026-02-01") -> Any:
    return sample("gl", amount=Decimal(amount), category=category, currency="USD", period=date.fromisoformat(period))


def won(count: int, yearly: int, on: str = "2026-02-15") -> None:
    for _ in range(count):
        line(sample("account"), yearly, on, period="year")


def test_burn_for_each_unit_of_arr_added(numbers: Numbers) -> None:
    flow(-600_000)
    won(5, 120_000)
    line(sample("account"), 100_000, "2025-01-01", "2026-02-01", period="year")

    assert numbers.value("net_new_arr", *QUARTER) == pytest.approx(Decimal(500_000), abs=Decimal("0.0001"))
    assert numbers.value("burn_multiple", *QUARTER) == pytest.approx(1.2)


def test_shrinking_while_burning_has_no_multiple(numbers: Numbers) -> None:
    flow(-600_000)
    line(sample("account"), 120_000, "2025-01-01", "2026-02-01", period="year")

    assert numbers.value("burn_multiple", *QUARTER) is None
    assert numbers.reason("burn_multiple", *QUARTER) == "shrinking"


def test_generating_cash_is_zero_whatever_arr_does(numbers: Numbers) -> None:  # E18
    flow(150_000)

    assert numbers.value("burn_multiple", *QUARTER) == 0
    assert numbers.reason("burn_multiple", *QUARTER) == "generating"


def test_over_twelve_months_all_of_them_count(numbers: Numbers) -> None:
    flow(-300_000, "2025-05-10")
    flow(-300_000)
    won(5, 120_000)

    assert numbers.value("burn_multiple_trailing", *QUARTER) == pytest.approx(1.0)
    assert numbers.value("burn_multiple", *QUARTER) == pytest.approx(0.5)


@pytest.fixture
def forty(numbers: Numbers) -> Numbers:
    """Forty customers won with 800,000 of sales and marketing."""
    cost(500_000)
    cost(300_000, "marketing")
    won(40, 12_000)
    return numbers


def test_cost_of_a_customer_won(forty: Numbers) -> None:
    assert forty.value("cac", *QUARTER, new_business_share="0.75") == 15_000
    assert forty.reason("cac", *QUARTER, new_business_share="0.75") is None
    assert forty.value("cac_blended", *QUARTER, new_business_share="0.75") == 20_000


def test_without_a_share_of_new_business_all_cost_counts_and_it_says_so(forty: Numbers) -> None:
    assert forty.value("cac", *QUARTER) == 20_000
    assert forty.reason("cac", *QUARTER) == BLENDED


@pytest.mark.parametrize(
    "outside",
    [{"category": "success"}, {"category": "cogs_success"}, {"period": "2025-12-31"}, {"period": "2026-04-01"}],
    ids=str,
)
def test_customer_success_and_other_periods_are_out(forty: Numbers, outside: dict[str, str]) -> None:
    cost(99_999, **outside)

    assert forty.value("cac", *QUARTER) == 20_000


def test_customers_who_came_back_are_not_won(forty: Numbers) -> None:
    back = sample("account")
    line(back, 100, "2024-01-01", "2024-12-31")
    line(back, 100, "2026-02-01")

    assert forty.value("cac", *QUARTER) == 20_000


def test_no_new_customer_or_no_cost_is_unknown(numbers: Numbers) -> None:
    assert numbers.reason("cac", *QUARTER) == "no cost of sales or marketing is recorded in the period"
    cost(100)
    assert numbers.value("cac", *QUARTER) is None
    assert numbers.reason("cac", *QUARTER) == "no new customer in the period"


def test_cost_of_arr_won(numbers: Numbers) -> None:
    cost(800_000)
    won(5, 120_000)
    grown = sample("account")
    line(grown, 12_000, "2025-01-01", period="year")
    line(grown, 120_000, "2026-02-01", period="year")

    # 0.75 × 800,000 ÷ 600,000; 800,000 ÷ (600,000 + 120,000)
    assert numbers.value("new_cac_ratio", *QUARTER, new_business_share="0.75") == pytest.approx(1.0)
    assert numbers.value("new_cac_ratio_blended", *QUARTER) == pytest.approx(800 / 720)
    assert numbers.reason("new_cac_ratio", *QUARTER) == BLENDED


def test_nothing_won_has_no_ratio(numbers: Numbers) -> None:
    cost(800_000)

    assert numbers.value("new_cac_ratio", *QUARTER) is None
    assert numbers.reason("new_cac_ratio", *QUARTER) == "no ARR was won in the period"


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    spent = demo.number(
        "SELECT sum(amount) FROM finance_glentry WHERE deleted_at IS NULL AND category IN ('sales', 'marketing')"
        " AND period >= '2026-01-01' AND period < '2026-07-01'"
    )
    span = ("2026-01-01", "2026-07-01")

    assert demo.numbers.value("selling_cost", *span, as_of="2026-07-15") == Decimal(spent) / 1_000_000
    customers = demo.numbers.value("new_customers", *span, as_of="2026-07-15")
    assert demo.numbers.value("cac", *span, as_of="2026-07-15") == pytest.approx(Decimal(spent) / 1_000_000 / customers)

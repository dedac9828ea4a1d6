"""What sales and marketing bring for what they cost, and how many qualified leads become deals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.business.sales.signing import contract, line
from tests.business.samples import sample
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")


def cost(amount: int, month: str, category: str = "sales") -> None:
    """An entry of the ledger."""
    sample("gl", category=category, amount=Decimal(amount), currency="USD", period=date.fromisoformat(month))


@pytest.fixture
def grown(numbers: Numbers) -> Numbers:
    """720 thousand of ARR added and 120 lost in the first quarter, for 800 of cost, and 400 a quarter before."""
    new, steady = sample("account"), sample("account")
    line(contract(new, "2026-02-01", "2026-02-01", None), 720_000)
    line(contract(steady, "2025-01-01", "2025-01-01", "2026-03-09"), 120_000)
    cost(500_000, "2026-01-01")
    cost(300_000, "2026-02-01", "marketing")
    cost(900_000, "2026-02-01", "customer_success")
    cost(400_000, "2025-11-01")
    return numbers


def test_what_was_gained_for_what_it_cost(grown: Numbers) -> None:
    assert grown.value("sales_efficiency", *QUARTER) == 0.75
    assert grown.value("sales_efficiency_gross", *QUARTER) == 0.9


def test_cost_may_be_taken_a_quarter_earlier(grown: Numbers) -> None:
    assert grown.value("sales_efficiency", *QUARTER, lag_quarters=1) == 1.5


def test_without_cost_it_is_unknown(grown: Numbers) -> None:
    assert grown.value("sales_efficiency", "2026-04-01", "2026-07-01") is None
    reason = grown.reason("sales_efficiency", "2026-04-01", "2026-07-01")
    assert reason == "no cost of sales or marketing is recorded in the period"


def accepted(after: int | None, day: str = "2026-01-10") -> Any:
    """A lead that became an SQL on a day, and a deal some days later."""
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    converted = None if after is None else at + timedelta(days=after)
    return sample("lead", created_at=datetime(2026, 1, 1, tzinfo=UTC), sql_at=at, converted_at=converted)


def test_sixteen_of_28_accepted_leads_became_deals(numbers: Numbers) -> None:
    for after in [0, 90, *[30] * 14, 91, *[None] * 11]:
        accepted(after)

    assert numbers.value("sql_to_opportunity_rate", *QUARTER) == 16 / 28


def test_a_deal_earlier_on_the_same_day_counts_and_one_of_a_day_before_does_not(numbers: Numbers) -> None:
    same, earlier = accepted(30), accepted(30)
    same.converted_at = datetime(2026, 1, 10, 9, tzinfo=UTC)
    same.save()
    earlier.converted_at = datetime(2026, 1, 9, 9, tzinfo=UTC)
    earlier.save()

    assert numbers.value("sql_to_opportunity_rate", *QUARTER) == 0.5


def test_leads_of_the_last_days_are_marked_as_immature_and_none_is_unknown(numbers: Numbers) -> None:
    accepted(3)

    assert (numbers.reason("sql_to_opportunity_rate", *QUARTER, as_of="2026-04-05") or "").startswith("immature")
    assert numbers.value("sql_to_opportunity_rate", "2025-10-01", "2026-01-01") is None

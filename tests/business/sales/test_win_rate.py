"""Win rate: won of won and lost by the day of closing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

FIRST_QUARTER = ("2026-01-01", "2026-04-01")


def deal(outcome: str, closed: str = "2026-02-10", **values: Any) -> Any:
    """A deal of new business, qualified in January, decided at noon of a day."""
    closed_at = datetime.combine(date.fromisoformat(closed), datetime.min.time(), UTC).replace(hour=12)
    given = {"type": "new", "qualified_at": datetime(2026, 1, 5, tzinfo=UTC), **values}
    return sample(
        "opportunity", outcome=outcome, closed_at=closed_at, created_at=datetime(2025, 12, 1, tzinfo=UTC), **given
    )


@pytest.fixture
def quarter(numbers: Numbers) -> Numbers:
    """Six won and eighteen lost deals in the first quarter."""
    for _ in range(6):
        deal("won")
    for _ in range(18):
        deal("lost")
    return numbers


def test_won_of_won_and_lost(quarter: Numbers) -> None:
    assert quarter.value("win_rate", *FIRST_QUARTER) == 0.25
    assert quarter.value("won_opportunities", *FIRST_QUARTER) == 6


@pytest.mark.parametrize(
    "outside",
    [
        {"type": "renewal"},
        {"type": "services"},
        {"qualified_at": None},
        {"closed": "2026-04-01"},
        {"closed": "2025-12-31"},
    ],
    ids=str,
)
def test_renewals_services_unqualified_and_other_periods_are_out(quarter: Numbers, outside: dict[str, Any]) -> None:
    deal("won", **outside)

    assert quarter.value("win_rate", *FIRST_QUARTER) == 0.25


def test_one_more_win_moves_it(quarter: Numbers) -> None:
    deal("won", "2026-03-31")

    assert quarter.value("win_rate", *FIRST_QUARTER) == 7 / 25


def test_nothing_closed_is_unknown_not_zero(quarter: Numbers) -> None:
    assert quarter.value("win_rate", "2026-04-01", "2026-07-01") is None
    assert quarter.reason("win_rate", "2026-04-01", "2026-07-01") == "no opportunity closed in the period"
    assert quarter.value("won_opportunities", "2026-04-01", "2026-07-01") == 0


def test_by_value_weighs_with_arr(numbers: Numbers) -> None:
    deal("won", arr=Decimal(30_000), currency="USD")
    deal("lost", arr=Decimal(10_000), currency="USD")

    assert numbers.value("win_rate_value", *FIRST_QUARTER) == 0.75


def test_a_company_that_records_no_qualification_counts_all_its_deals(numbers: Numbers) -> None:
    deal("won", qualified_at=None)
    deal("lost", qualified_at=None)

    assert numbers.value("win_rate", *FIRST_QUARTER) == 0.5


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    won, lost = demo.sql(
        """
        SELECT sum(outcome = 'won'), sum(outcome = 'lost') FROM sales_opportunity o
        LEFT JOIN accounts_account a ON a.id = o.account_id
        WHERE o.deleted_at IS NULL AND o.type IN ('new', 'expansion') AND o.qualified_at IS NOT NULL
          AND o.closed_at >= '2026-01-01' AND o.closed_at < '2026-07-01' AND coalesce(a.is_internal, 0) = 0
        """
    )[0]

    assert demo.numbers.value("win_rate", "2026-01-01", "2026-07-01", as_of="2026-07-15") == won / (won + lost)

"""From lead to MQL, to SQL, to a deal: cohorts that are followed for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.business.marketing.test_lead_count import lead, noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

JANUARY = ("2026-01-01", "2026-02-01")
HALF_YEAR = ("2025-07-01", "2026-01-01")


def many(count: int, day: str = "2026-01-05", **stamps: int | None) -> None:
    """Leads created on a day that reach milestones so many days after it."""
    for _ in range(count):
        reached: dict[str, Any] = {
            f"{name}_at": noon(day) + timedelta(days=days) for name, days in stamps.items() if days is not None
        }
        lead(day, **reached)


def test_lead_to_mql_within_ninety_days(numbers: Numbers) -> None:
    many(30, mql=90)
    many(4, mql=91)
    many(166)

    assert numbers.value("lead_to_mql_rate", *JANUARY) == 0.15


def test_mql_to_sql_as_cohort_and_as_snapshot(numbers: Numbers) -> None:
    many(12, mql=10, sql=20)
    many(16, mql=10, sql=100)
    many(52, mql=10)
    many(18, day="2025-12-01", mql=5, sql=40)

    assert numbers.value("mql_to_sql_rate", *JANUARY) == 0.35
    assert numbers.value("mql_to_sql_rate_snapshot", *JANUARY) == 0.375
    assert numbers.value("sql_count", *JANUARY) == 30


@pytest.mark.parametrize(("sql", "accepted"), [(9, 0), (10, 1), (100, 1), (101, 0)])
def test_ninety_days_after_the_mql_still_count_and_before_it_never(numbers: Numbers, sql: int, accepted: int) -> None:
    many(3, mql=10)
    many(1, mql=10, sql=sql)

    assert numbers.value("mql_to_sql_rate", *JANUARY) == accepted / 4


def test_an_sql_without_mql_is_direct(numbers: Numbers) -> None:
    many(1, mql=3, sql=5)
    many(2, sql=5)

    assert numbers.value("mql_to_sql_rate", *JANUARY) == 1.0
    assert numbers.value("direct_sql_count", *JANUARY) == 2


def test_mql_to_opportunity_within_180_days(numbers: Numbers) -> None:
    many(12, mql=10, sql=30, converted=190)
    many(4, mql=10, sql=30, converted=40)
    many(12, mql=10, sql=30, converted=191)
    many(52, mql=10)

    assert numbers.value("mql_to_opportunity_rate", *JANUARY) == 0.2
    assert numbers.value("mql_to_sql_rate", *JANUARY) == 0.35


def test_leads_of_one_deal_each_count(numbers: Numbers) -> None:
    deal = sample("opportunity")
    for _ in range(2):
        lead("2026-01-02", mql_at=noon("2026-01-03"), converted_at=noon("2026-01-09"), opp=deal)

    assert numbers.value("mql_to_opportunity_rate", *JANUARY) == 1.0


def test_a_young_cohort_is_shown_and_marked(numbers: Numbers) -> None:
    many(2, mql=1, sql=3)

    assert numbers.value("mql_to_sql_rate", *JANUARY, as_of="2026-03-01") == 1.0
    assert "immature" in (numbers.reason("mql_to_sql_rate", *JANUARY, as_of="2026-03-01") or "")
    assert "immature" not in (numbers.reason("mql_to_sql_rate", *JANUARY, as_of="2026-05-02") or "")


@pytest.mark.parametrize("series", ["lead_to_mql_rate", "mql_to_sql_rate", "mql_to_opportunity_rate"])
def test_over_nothing_and_without_any_such_date_the_rate_is_unknown(numbers: Numbers, series: str) -> None:
    assert numbers.value(series, *JANUARY) is None
    many(3)
    assert numbers.value(series, *JANUARY) is None
    assert "no lead" in (numbers.reason(series, *JANUARY) or "")


def test_a_cohort_of_which_none_came_further_is_zero(numbers: Numbers) -> None:
    many(3, mql=1)
    many(1, day="2025-06-01", mql=1, sql=2)

    assert numbers.value("mql_to_sql_rate", *JANUARY) == 0


@pytest.mark.parametrize(
    ("series", "start", "reached", "days"),
    [
        ("lead_to_mql_rate", "created_at", "mql_at", 90),
        ("mql_to_sql_rate", "mql_at", "sql_at", 90),
        ("mql_to_opportunity_rate", "mql_at", "converted_at", 180),
    ],
)
def test_equals_plain_sql_over_a_demo_company(demo: Demo, series: str, start: str, reached: str, days: int) -> None:
    [[top, bottom]] = demo.sql(
        f"""
        SELECT sum(coalesce(l.{reached} >= l.{start}
                            AND julianday(date(l.{reached})) - julianday(date(l.{start})) <= {days}, 0)), count(*)
        FROM marketing_lead l LEFT JOIN accounts_account a ON a.id = l.account_id
        WHERE l.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0
          AND l.{start} >= '2025-07-01' AND l.{start} < '2026-01-01'
        """
    )
    found: Any = demo.numbers.value(series, *HALF_YEAR, as_of="2026-07-15")

    assert found == top / bottom

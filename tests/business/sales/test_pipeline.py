"""The pipeline: created, open, covered, pushed back; how fast it grows and what it brings a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tests.business.sales.dealing import lived, noon, on, stage, won
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
APRIL = ("2026-04-01", "2026-05-01")


def qualified(day: str, arr: int | None = 10, *later: tuple[str, dict[str, Any]], **values: Any) -> Any:
    """A deal that qualifies on the day it is created."""
    return lived(day, *later, qualified=day, arr=arr, **values)


def test_created_pipeline_is_frozen_at_qualification(numbers: Numbers) -> None:
    qualified("2026-03-10", 10)
    qualified("2026-03-12", 25, ("2026-04-02", {"arr": 40}))

    assert numbers.value("pipeline_created", *MARCH) == Decimal(35)
    assert numbers.value("pipeline_created_count", *MARCH) == 2
    assert numbers.value("pipeline_amount_change", *MARCH) == 0
    assert numbers.value("pipeline_amount_change", *APRIL) == Decimal(15)


@pytest.mark.parametrize(
    ("given", "created"),
    [("2026-03-24", 30), ("2026-03-25", 0)],
    ids=["14 days later", "15 days later"],
)
def test_a_first_amount_counts_if_it_comes_within_14_days(numbers: Numbers, given: str, created: int) -> None:
    qualified("2026-03-10", None, (given, {"arr": 30}))

    assert numbers.value("pipeline_created", *MARCH) == Decimal(created)
    assert numbers.value("pipeline_created_without_amount", *MARCH) == (0 if created else 1)
    assert numbers.value("pipeline_amount_change", *MARCH) == Decimal(30 - created)


@pytest.mark.parametrize("outside", [{"type": "renewal"}, {"type": "services"}], ids=str)
def test_renewals_and_services_create_no_pipeline(numbers: Numbers, outside: dict[str, str]) -> None:
    qualified("2026-03-10", 10, **outside)

    assert numbers.value("pipeline_created_count", *MARCH) == 0


def test_a_deal_won_on_the_day_it_qualifies_is_created_too(numbers: Numbers) -> None:
    qualified("2026-03-10", 10, ("2026-03-10", {"closed_at": noon("2026-03-10"), "outcome": "won"}))

    assert numbers.value("pipeline_created", *MARCH) == Decimal(10)
    assert numbers.value("open_pipeline", *MARCH) == 0


def test_open_pipeline_is_what_it_was_on_the_day(numbers: Numbers) -> None:
    qualified("2026-03-01", 20)
    qualified("2026-03-01", 30, ("2026-04-10", {"arr": 90}))
    qualified("2026-03-01", 50, won("2026-04-01"))
    lived("2026-03-01", arr=70)
    lived("2026-03-01", ("2026-04-05", {"qualified": "2026-04-05"}), arr=5)

    assert numbers.value("open_pipeline", *MARCH) == Decimal(100)
    assert numbers.value("open_pipeline", *APRIL) == Decimal(20 + 90 + 5)
    assert numbers.value("open_pipeline_count", *APRIL) == 3


def test_a_passed_close_date_is_included_and_listed(numbers: Numbers) -> None:
    qualified("2026-03-01", 20, close="2026-03-30")
    qualified("2026-03-01", 30, close="2026-03-31")

    assert numbers.value("open_pipeline", *MARCH) == Decimal(50)
    assert numbers.value("overdue_close", *MARCH) == Decimal(20)
    assert numbers.value("overdue_close_count", *MARCH) == 1
    assert numbers.cut("open_pipeline", *MARCH, by="expected_close") == {"2026-03": Decimal(50)}


def test_before_our_history_imported_snapshots_tell_the_pipeline(numbers: Numbers) -> None:
    deal = lived("2026-05-01", arr=90, qualified="2026-05-01")
    with recording(actor=None, path="test", now=noon("2026-05-02")):
        change(record=deal, values={"created_at": noon("2026-01-05"), "qualified_at": noon("2026-01-06")})
    sample("opp_snapshot", opp=deal, stage="Demo", on=on("2026-01-08"), amount=Decimal(40), currency="USD")
    sample("opp_snapshot", opp=deal, stage="Proposal", on=on("2026-04-08"), amount=Decimal(60), currency="USD")

    assert numbers.cut("open_pipeline", *MARCH, by="stage") == {"Demo": Decimal(40)}
    assert numbers.cut("open_pipeline", *APRIL, by="stage") == {"Proposal": Decimal(60)}
    assert numbers.value("open_pipeline", "2026-05-01", "2026-06-01") == Decimal(90)


def test_coverage_is_open_over_what_is_missing(numbers: Numbers) -> None:
    with recording(actor=None, path="test", now=noon("2026-01-01")):
        quota(150_000)
    for amount in (100_000, 200_000):
        qualified("2026-01-10", amount, close="2026-03-20")
    qualified("2026-01-10", 70_000, close="2026-04-20")
    qualified("2026-01-10", 50_000, won("2026-02-10"), close="2026-02-10")

    assert numbers.value("pipeline_coverage", "2026-01-01", "2026-04-01", as_of="2026-02-20") == 3.0


def test_no_target_and_a_met_one_are_unknown(numbers: Numbers) -> None:
    asked = ("2026-01-01", "2026-04-01")
    assert numbers.reason("pipeline_coverage", *asked) == "no target in ARR is set for the period"

    quota(40_000)
    qualified("2026-01-10", 50_000, won("2026-02-10"))

    assert numbers.value("pipeline_coverage", *asked) is None
    assert numbers.reason("pipeline_coverage", *asked) == "the target is met"


def test_a_quota_changed_on_the_way_counts_by_its_days(numbers: Numbers) -> None:
    with recording(actor=None, path="test", now=noon("2026-01-01")):
        one = quota(300_000)
    with recording(actor=None, path="test", now=noon("2026-02-15")):
        change(record=one, values={"amount": Decimal(390_000)})

    assert numbers.value("pipeline_target", "2026-01-01", "2026-04-01") == Decimal(345_000)


def quota(amount: int) -> Any:
    """A seller's target in ARR for the first quarter."""
    return sample(
        "quota", measure="arr", amount=Decimal(amount), currency="USD", from_on=date(2026, 1, 1),
        to_on=date(2026, 3, 31),
    )  # fmt: skip


def test_growth_compares_with_the_period_before(numbers: Numbers) -> None:
    for _ in range(4):
        qualified("2026-03-10", 200)
    for _ in range(5):
        qualified("2026-04-10", 152)

    assert numbers.value("funnel_growth_rate_count", *APRIL) == 0.25
    assert numbers.value("funnel_growth_rate", *APRIL) == pytest.approx(-0.05)
    assert numbers.value("funnel_growth_rate", *MARCH) is None
    assert numbers.value("funnel_growth_trend_count", *APRIL) == 9 / 4 - 1


def test_a_running_period_is_compared_with_as_many_days(numbers: Numbers) -> None:
    for day in ("03-02", "03-04", "03-06", "03-08", "03-10", "03-11", *["03-20"] * 12):
        qualified(f"2026-{day}")
    for _ in range(6):
        qualified("2026-04-05")

    found = numbers.value("funnel_growth_rate_count", *APRIL, as_of="2026-04-10")

    assert found == pytest.approx(0.2)


def test_pushes_go_to_a_later_month_and_changes_are_all(numbers: Numbers) -> None:
    qualified(
        "2026-03-01", 10, ("2026-03-05", {"close": "2026-04-15"}), ("2026-03-06", {"close": "2026-04-20"}),
        ("2026-03-07", {"close": "2026-05-10"}), ("2026-03-08", {"close": "2026-04-30"}), close="2026-03-31",
    )  # fmt: skip

    assert numbers.value("close_date_push_count", *MARCH) == 2
    assert numbers.value("close_date_changes", *MARCH) == 4
    assert numbers.value("open_close_date_pushes", *MARCH) == 2


def test_edits_of_one_day_are_one(numbers: Numbers) -> None:
    qualified(
        "2026-03-01", 10, ("2026-03-05", {"close": "2026-06-15"}), ("2026-03-05", {"close": "2026-03-31"}),
        close="2026-03-31",
    )  # fmt: skip

    assert numbers.value("close_date_changes", *MARCH) == 0


def test_slippage_is_of_what_was_expected_when_the_period_began(numbers: Numbers) -> None:
    qualified("2026-02-01", 10, ("2026-03-05", {"close": "2026-04-15"}), close="2026-03-20")
    qualified("2026-02-01", 10, ("2026-03-05", {"close": "2026-03-31"}), close="2026-03-20")
    qualified("2026-02-01", 10, won("2026-03-01"), close="2026-03-31")
    qualified("2026-02-01", 10, close="2026-03-01")
    qualified("2026-02-01", 10, ("2026-03-05", {"close": "2026-05-15"}), close="2026-04-01")
    qualified("2026-03-01", 10, ("2026-03-05", {"close": "2026-05-15"}), close="2026-03-20")

    assert numbers.value("slippage_rate", *MARCH) == 1 / 4


def test_velocity_is_deals_times_chance_times_size_over_days(numbers: Numbers) -> None:
    for outcome, days in (("won", 80), ("won", 100), *[("lost", 10)] * 6):
        closed = {"outcome": outcome, "closed_at": noon(str(date.fromordinal(on("2025-06-01").toordinal() + days)))}
        sample(
            "opportunity", type="new", arr=Decimal(25_000), currency="USD", created_at=noon("2025-06-01"),
            qualified_at=noon("2025-06-01"), **closed,
        )  # fmt: skip
    for _ in range(4):
        qualified("2026-03-01", 10)

    assert numbers.value("sales_velocity_deals", *MARCH) == 4
    assert numbers.value("sales_velocity_cycle_days", *MARCH) == 90
    assert numbers.value("sales_velocity", *MARCH).quantize(Decimal("0.0001")) == Decimal("277.7778")


def test_velocity_without_wins_is_unknown(numbers: Numbers) -> None:
    qualified("2026-03-01", 10, stage("Demo", "2026-03-05"))

    assert numbers.value("sales_velocity", *MARCH) is None
    assert numbers.reason("sales_velocity", *MARCH) == "no opportunity closed in the period"


def test_created_and_open_equal_plain_sql_over_a_demo_company(demo: Demo) -> None:
    asked = {"as_of": "2026-07-15"}
    of_business = "o.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0 AND a.merged_into_id IS NULL"
    created = demo.number(
        f"""
        SELECT count(*) FROM sales_opportunity o LEFT JOIN accounts_account a ON a.id = o.account_id
        WHERE {of_business} AND o.type IN ('new', 'expansion')
          AND o.qualified_at >= '2026-01-01' AND o.qualified_at < '2026-07-01'
        """
    )
    opened = demo.number(
        f"""
        WITH last AS (SELECT v.*, row_number() OVER (PARTITION BY record_id ORDER BY effective_at DESC, version_id DESC)
                        AS nth FROM sales_opportunity_version v WHERE effective_at < '2026-04-01')
        SELECT count(*) FROM last JOIN sales_opportunity o ON o.id = last.record_id
        LEFT JOIN accounts_account a ON a.id = o.account_id
        WHERE nth = 1 AND last.closed_at IS NULL AND o.qualified_at < '2026-04-01' AND {of_business}
        """
    )

    assert demo.numbers.value("pipeline_created_count", "2026-01-01", "2026-07-01", **asked) == created > 10
    assert demo.numbers.value("open_pipeline_count", "2026-01-01", "2026-04-01", **asked) == opened > 0

"""How large deals are, how long they take, and how they fare with each product."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tenure.business.sales.models import OpportunityLine
from tenure.foundation.records.operations import change, create, delete
from tenure.foundation.records.recording import recording
from tests.business.sales.dealing import lived, lost, noon, won
from tests.business.samples import sample
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")
CLOSED = datetime(2026, 3, 20, 12, tzinfo=UTC)


def deal(outcome: str = "won", days: int = 30, **values: Any) -> Any:
    """A deal that closes on 20 March, qualified some days before and created ten days before that."""
    given = {"type": "new", "currency": "USD", "qualified_at": CLOSED - timedelta(days=days), **values}
    created = CLOSED - timedelta(days=days + 10)
    return sample("opportunity", outcome=outcome, closed_at=CLOSED, created_at=created, **given)


def test_median_and_mean_days_from_qualification_and_from_creation(numbers: Numbers) -> None:
    for days in (30, 45, 60, 90, 200):
        deal(days=days)
    deal("lost", days=7)

    assert numbers.value("sales_cycle_length", *QUARTER) == 60
    assert numbers.value("sales_cycle_length_mean", *QUARTER) == 85
    assert numbers.value("sales_cycle_length_from_creation", *QUARTER) == 70
    assert numbers.value("lost_cycle_length", *QUARTER) == 7


def test_won_on_the_day_of_qualification_took_no_days(numbers: Numbers) -> None:
    deal(days=0)

    assert numbers.value("sales_cycle_length", *QUARTER) == 0


def test_average_of_won_deals_with_arr(numbers: Numbers) -> None:
    for arr in (12_000, 24_000, 60_000):
        deal(arr=Decimal(arr))
    deal(arr=Decimal(0), one_time=Decimal(9_000))
    deal("lost", arr=Decimal(500_000))
    deal(type="renewal", arr=Decimal(500_000))

    assert numbers.value("average_deal_size", *QUARTER) == Decimal(32_000)


def test_new_business_and_expansion_apart_and_other_amounts(numbers: Numbers) -> None:
    deal(arr=Decimal(10_000), one_time=Decimal(2_000), tcv=Decimal(32_000))
    deal(type="expansion", arr=Decimal(4_000), tcv=Decimal(4_000))

    assert numbers.value("average_deal_size_new", *QUARTER) == Decimal(10_000)
    assert numbers.value("average_deal_size_expansion", *QUARTER) == Decimal(4_000)
    assert numbers.value("average_deal_size_acv", *QUARTER) == Decimal(8_000)
    assert numbers.value("average_deal_size_tcv", *QUARTER) == Decimal(18_000)


def test_where_no_arr_is_recorded_at_all_other_amounts_are_the_size(numbers: Numbers) -> None:
    deal(one_time=Decimal(1_000))
    deal(one_time=Decimal(5_000), tcv=Decimal(3_000))
    deal("lost", one_time=Decimal(4_000))

    assert numbers.value("average_deal_size", *QUARTER) == Decimal(2_000)
    assert numbers.value("win_rate_value", *QUARTER) == 0.5


def test_nothing_won_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("average_deal_size", *QUARTER) is None
    assert numbers.value("sales_cycle_length", *QUARTER) is None
    assert numbers.value("win_rate", *QUARTER) is None
    assert numbers.value("won_opportunities", *QUARTER) == 0


def test_the_cohort_counts_what_qualified_and_is_young_for_a_while(numbers: Numbers) -> None:
    for outcome in ["won"] * 8 + ["lost"] * 20:
        deal(outcome)
    for _ in range(12):
        sample("opportunity", type="new", created_at=CLOSED, qualified_at=CLOSED - timedelta(days=1))

    [by_other_name] = numbers.answers("opportunity_to_close_rate", *QUARTER, as_of="2026-04-15")
    assert (by_other_name.series, by_other_name.value) == ("win_rate_cohort", 0.2)
    assert (numbers.reason("win_rate_cohort", *QUARTER, as_of="2026-04-15") or "").startswith("immature")
    assert numbers.reason("win_rate_cohort", *QUARTER) is None


def _with(opp: Any, product: Any, day: str, arr: int = 1_000) -> Any:
    with recording(actor=None, path="test", now=noon(day)):
        return create(
            model=OpportunityLine,
            values={"opp": opp, "product": product, "arr": Decimal(arr), "currency": "USD"},
        )


def _drop(line: Any, day: str) -> None:
    with recording(actor=None, path="test", now=noon(day)):
        delete(record=line)


def test_a_product_that_was_dropped_before_the_win_counts_as_lost(numbers: Numbers) -> None:
    suite, other = sample("product", name="Suite"), sample("product", name="Other")
    for _ in range(4):
        kept = lived("2026-01-05", won("2026-03-01"), qualified="2026-01-10")
        _with(kept, suite, "2026-01-06")
    dropped = lived("2026-01-05", won("2026-03-01"), qualified="2026-01-10")
    _with(dropped, other, "2026-01-06")
    _drop(_with(dropped, suite, "2026-01-06"), "2026-02-01")
    for _ in range(5):
        _with(lived("2026-01-05", lost("2026-03-01"), qualified="2026-01-10"), suite, "2026-01-06", 2_000)

    rates = numbers.cut("win_rate_by_product", *QUARTER, by="product")
    assert rates == {"Suite": 0.4, "Other": 1.0}
    assert numbers.cut("win_rate_by_product_value", *QUARTER, by="product") == {"Suite": 4 / 15, "Other": 1.0}


def test_a_product_dropped_before_qualification_or_added_after_the_close_is_none_of_it(numbers: Numbers) -> None:
    suite, early, late = (sample("product", name=name) for name in ("Suite", "Early", "Late"))
    opp = lived("2026-01-05", won("2026-03-01"), qualified="2026-01-10")
    _drop(_with(opp, early, "2026-01-06"), "2026-01-09")
    added = _with(opp, suite, "2026-01-07")
    with recording(actor=None, path="test", now=noon("2026-03-05")):
        change(record=added, values={"product": late})

    assert numbers.cut("win_rate_by_product", *QUARTER, by="product") == {"Suite": 1.0}

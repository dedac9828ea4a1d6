"""Funnel conversion: one cohort of leads through all steps to being a customer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.sales.dealing import lived, noon, won
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def lead(day: str = "2026-03-05", **values: Any) -> Any:
    """A lead created at noon of a day."""
    return sample("lead", created_at=noon(day), **values)


@pytest.fixture
def march(numbers: Numbers) -> Numbers:
    """Ten leads: five MQL, four SQL, three deals, two customers."""
    for _ in range(5):
        lead()
    lead(mql_at=noon("2026-03-06"))
    lead(mql_at=noon("2026-03-06"), sql_at=noon("2026-03-07"))
    for way in ((), (won("2026-04-20"),), (won("2026-04-20"),)):
        deal = lived("2026-03-08", *way)
        steps = {"mql_at": noon("2026-03-06"), "sql_at": noon("2026-03-07"), "converted_at": noon("2026-03-08")}
        lead(opp=deal, **steps)
    return numbers


def test_the_whole_is_the_product_of_its_steps(march: Numbers) -> None:
    steps = [
        march.value(f"funnel_{one}", *MARCH) for one in ("lead_to_mql", "mql_to_sql", "sql_to_deal", "deal_to_won")
    ]

    assert steps == [5 / 10, 4 / 5, 3 / 4, 2 / 3]
    assert march.value("funnel_conversion", *MARCH) == 2 / 10
    assert march.value("leads_per_customer", *MARCH) == 5


def test_a_step_left_out_counts_as_passed(numbers: Numbers) -> None:
    lead(opp=lived("2026-03-08", won("2026-03-20")), converted_at=noon("2026-03-08"))

    assert [numbers.value(f"funnel_{one}", *MARCH) for one in ("mql", "sql", "deals", "customers")] == [1, 1, 1, 1]


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-01"])
def test_leads_of_other_periods_are_out(march: Numbers, day: str) -> None:
    lead(day)

    assert march.value("funnel_leads", *MARCH) == 10


def test_deals_without_a_lead_stand_apart(march: Numbers) -> None:
    lived("2026-03-10", won("2026-03-20"))
    lived("2026-03-10")
    lived("2026-03-10", type="renewal")

    assert march.value("direct_deals", *MARCH) == 2
    assert march.value("direct_customers", *MARCH) == 1
    assert march.value("funnel_conversion", *MARCH) == 2 / 10


def test_no_leads_are_unknown_not_zero(numbers: Numbers) -> None:
    assert numbers.value("funnel_conversion", *MARCH) is None
    assert numbers.reason("funnel_conversion", *MARCH) == "no lead was created in the period"
    assert numbers.reason("leads_per_customer", *MARCH) == "no lead of the period is a customer yet"


def test_steps_never_widen_over_a_demo_company(demo: Demo) -> None:
    asked = {"as_of": "2026-07-15"}
    steps = [
        demo.numbers.value(f"funnel_{one}", "2025-01-01", "2026-01-01", **asked)
        for one in ("leads", "mql", "sql", "deals", "customers")
    ]

    assert steps == sorted(steps, reverse=True)
    assert steps[0] > steps[-1] > 0

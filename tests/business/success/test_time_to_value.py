"""From signature to value: time to value and first impact."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import contract, line, on, written
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

JANUARY = ("2026-01-01", "2026-02-01")
SIGNED = date(2026, 1, 10)


def signed(last: str | None = None, **values: Any) -> Any:
    found = contract(sample("account"), "2026-01-10", last, **values)
    line(found, 100)
    return found


def valued(of: Any, days: int, **values: Any) -> Any:
    given = {"verified": True, "is_first_value": True, **values}
    return sample("outcome", account=of.account, on=SIGNED + timedelta(days=days), **given)


def test_who_waits_still_counts_as_waiting(numbers: Numbers) -> None:
    """20, 35, 50 and 90 days; one open at 60 days, as it left then."""
    with written("2025-01-01"):
        for days in (20, 35, 50, 90):
            valued(signed(), days)
        signed("2026-03-10")

    assert numbers.value("time_to_value", *JANUARY, as_of="2026-12-31") == 50
    assert numbers.value("value_by_90", *JANUARY, as_of="2026-12-31") == 1
    assert numbers.value("never_reached_value", *JANUARY, as_of="2026-12-31") == 1


@pytest.mark.parametrize(
    ("outcome", "median"),
    [({}, 30), ({"verified": False}, None), ({"is_first_value": False}, None)],
    ids=str,
)
def test_only_confirmed_first_values_count(numbers: Numbers, outcome: dict[str, Any], median: int | None) -> None:
    with written("2025-01-01"):
        valued(signed(), 30, **outcome)
        valued(contract(sample("account"), "2025-01-01", None), 0)  # first values are recorded

    assert numbers.value("time_to_value", *JANUARY, as_of="2026-12-31") == median


def test_what_comes_after_the_customer_left_does_not_count(numbers: Numbers) -> None:
    with written("2025-01-01"):
        valued(signed("2026-02-10"), 60)
        valued(signed(), 40)

    assert numbers.value("never_reached_value", *JANUARY, as_of="2026-12-31") == 1


def test_renewals_have_no_clock_and_expansions_their_own(numbers: Numbers) -> None:
    with written("2025-01-01"):
        first = signed()
        line(contract(first.account, "2026-01-20", None), 50)
        line(contract(first.account, "2026-01-25", None, renews=first), 50)
        valued(first, 30)

    assert numbers.value("time_to_value", *JANUARY, as_of="2026-12-31") == 30
    assert numbers.value("time_to_value_expansion", *JANUARY, as_of="2026-12-31") == 20


def test_from_kickoff_and_from_the_first_day_of_service(numbers: Numbers) -> None:
    with written("2025-01-01"):
        first = contract(sample("account"), "2026-02-01", None, signed_on=on("2026-01-10"))
        line(first, 100)
        sample("project", account=first.account, contract=first, kickoff_on=on("2026-01-20"))
        valued(first, 60)

    assert numbers.value("time_to_value_from_kickoff", *JANUARY, as_of="2026-12-31") == 50
    assert numbers.value("time_to_value_from_start", *JANUARY, as_of="2026-12-31") == 38


def test_nothing_recorded_is_unknown(numbers: Numbers) -> None:
    signed()

    assert numbers.value("time_to_value", *JANUARY) is None
    assert numbers.value("value_by_90", *JANUARY) is None


def test_confirmed_impact_by_day_180(numbers: Numbers) -> None:
    many = [signed() for _ in range(25)]
    for one in many[:18]:
        valued(one, 180, is_first_value=False)
    valued(many[18], 181)
    valued(many[19], 10, verified=False)

    assert numbers.value("first_business_impact", *JANUARY) == 0.72
    assert numbers.value("first_business_impact_unverified", *JANUARY) == 0.76


def test_how_far_on_the_way_to_its_target(numbers: Numbers) -> None:
    for value in (15, 14, 13):
        valued(signed(), 30, baseline=Decimal(18), target=Decimal(13), value=Decimal(value))

    assert numbers.value("first_impact_attainment", *JANUARY) == pytest.approx(0.8)


def test_young_cohorts_are_told_so(numbers: Numbers) -> None:
    with written("2025-01-01"):
        signed()

    assert numbers.reason("first_business_impact", *JANUARY, as_of="2026-05-01") == (
        "immature: final 180 days after the period"
    )


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    rows = demo.sql(
        """
        WITH firsts AS (
          SELECT c.account_id, min(c.signed_on) AS signed_on FROM billing_contract c
          JOIN accounts_account a ON a.id = c.account_id AND NOT a.is_internal
          WHERE c.deleted_at IS NULL AND c.renews_id IS NULL AND EXISTS (
            SELECT 1 FROM billing_contractline l WHERE l.contract_id = c.id AND l.is_recurring AND l.amount > 0)
          GROUP BY 1)
        SELECT EXISTS (SELECT 1 FROM success_outcome o WHERE o.account_id = f.account_id AND o.verified
          AND o."on" >= f.signed_on AND o."on" <= date(f.signed_on, '+180 days'))
        FROM firsts f WHERE signed_on >= '2024-10-01' AND signed_on < '2025-10-01'
        """
    )

    asked = {"as_of": "2026-07-15"}
    found = demo.numbers.value("first_business_impact", "2024-10-01", "2025-10-01", **asked)
    assert found == sum(reached for (reached,) in rows) / len(rows)

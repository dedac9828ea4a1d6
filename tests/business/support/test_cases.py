"""Cases by their turns: how many come in, wait, and are escalated."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def case(opened: str, resolved: str | None = None, **values: Any) -> Any:
    return sample("case", opened_at=noon(opened), resolved_at=noon(resolved) if resolved else None, **values)


def event(of: Any, kind: str, day: str, **values: Any) -> Any:
    return sample("case_event", case=of, type=kind, at=noon(day), **values)


def test_opening_plus_opened_plus_reopened_less_resolved_is_closing(numbers: Numbers) -> None:
    waiting = [case("2026-02-20") for _ in range(30)]
    [case("2026-03-05", "2026-03-06") for _ in range(100)]
    [case("2026-03-10") for _ in range(20)]
    for one in waiting[:15]:
        event(one, "resolved", "2026-03-02")
    for one in waiting[:5]:
        event(one, "reopened", "2026-03-20")

    found = {one.series: one.value for one in numbers.answers("open_cases", *MARCH)}

    assert numbers.value("open_cases", "2026-02-01", "2026-03-01") == 30
    assert found == {"open_cases": 40, "opened_cases": 120, "reopened_cases": 5, "resolved_cases": 115}


def test_age_runs_from_the_first_opening_and_does_not_start_again(numbers: Numbers) -> None:
    one = case("2026-03-01", "2026-03-05")
    event(one, "resolved", "2026-03-05")
    event(one, "reopened", "2026-03-10")

    assert numbers.value("case_aging", "2026-03-20", "2026-03-21") == 19
    assert numbers.value("case_aging", "2026-03-07", "2026-03-08") is None


def test_ages_in_the_middle_and_in_buckets(numbers: Numbers) -> None:
    for age in (1, 3, 10, 20, 45):
        case((date(2026, 3, 31) - timedelta(days=age)).isoformat())

    found = {one.series: one.value for one in numbers.answers("case_aging", *MARCH)}

    assert found == {
        "case_aging": 79 / 5,
        "case_age_median": 10,
        "case_age_p90": 35,  # the fourth age, 20, and six tenths of the way to 45
        "cases_aged_0_to_2_days": 1,
        "cases_aged_2_to_7_days": 1,
        "cases_aged_7_to_14_days": 1,
        "cases_aged_14_to_30_days": 1,
        "cases_aged_30_days_or_more": 1,
    }


def test_nobody_waits_is_no_age_and_empty_buckets(numbers: Numbers) -> None:
    assert numbers.value("case_aging", *MARCH) is None
    assert numbers.value("cases_aged_0_to_2_days", *MARCH) == 0


def test_cases_for_every_hundred_customers(numbers: Numbers) -> None:
    for _ in range(2):
        account = sample("account")
        contract = sample("contract", account=account, status="signed")
        sample(
            "contract_line", account=account, contract=contract, amount=Decimal(10), currency="USD", period="month",
            service_start=date(2026, 1, 1),
        )  # fmt: skip
    case("2026-03-03")

    assert numbers.value("cases_per_100_customers", *MARCH) == 50


def test_cut_by_product_what_has_none_is_unclassified(numbers: Numbers) -> None:
    product = sample("product", name="Atlas")
    [case("2026-03-03", product=product) for _ in range(2)]
    case("2026-03-04")

    assert numbers.cut("support_cases", *MARCH, by="product") == {"Atlas": 2, "unclassified": 1}


@pytest.mark.parametrize(
    ("raised", "escalated"),
    [("escalated_at", 1), ("event", 1), ("severity", 1), ("tier", 0), ("later", 0)],
)
def test_what_counts_as_an_escalation(numbers: Numbers, raised: str, escalated: int) -> None:

    with recording(actor=None, path="test", now=noon("2026-03-02")):
        one = case("2026-03-02", severity="3", escalated_at=noon("2026-03-04") if raised == "escalated_at" else None)
        if raised == "event":
            event(one, "escalated", "2026-03-04")
    with recording(actor=None, path="test", now=noon("2026-03-04")):
        if raised == "severity":
            one.severity = "1"
        if raised == "tier":
            one.tier = "2"
        if raised == "later":
            one.escalated_at = noon("2026-04-01")
        one.save()

    assert numbers.value("escalated_cases", *MARCH) == escalated


def test_rate_of_escalation_is_of_those_opened_and_final_after_thirty_days(numbers: Numbers) -> None:
    [case("2026-03-03") for _ in range(111)]
    [case("2026-03-03", escalated_at=noon("2026-04-02")) for _ in range(9)]

    assert numbers.value("case_escalation_rate", *MARCH) == 0.075
    assert numbers.reason("case_escalation_rate", *MARCH, as_of="2026-04-29") == (
        "immature: final 30 days after the period"
    )
    assert numbers.reason("case_escalation_rate", *MARCH, as_of="2026-04-30") is None


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    opened = demo.number(
        """
        SELECT count(*) FROM support_case c LEFT JOIN accounts_account a ON a.id = c.account_id
        WHERE c.deleted_at IS NULL AND c.merged_into_id IS NULL AND coalesce(a.is_internal, 0) = 0
          AND c.opened_at >= '2026-04-01' AND c.opened_at < '2026-07-01'
        """
    )
    zone = demo.number("SELECT zone FROM organisation_company")

    answer = demo.numbers.value("support_cases", "2026-04-01", "2026-07-01", as_of="2026-07-15")

    assert zone == "Europe/Berlin" or answer == opened
    assert abs(answer - opened) <= 2  # those of the two hours around each end, in a zone east of UTC

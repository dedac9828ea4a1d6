"""Customers and recurring revenue that are live."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def line(
    yearly: int, start: str = "2026-01-01", live: str | None = None, end: str = "2026-12-31", **values: Any
) -> Any:
    account = values.pop("account", None) or sample("account")
    contract = sample("contract", account=account, status="signed", signed_on=_day(start), start_on=_day(start))
    return sample(
        "contract_line", contract=contract, account=account, amount=yearly, currency="USD", period="year",
        is_recurring=True, service_start=_day(start), service_end=_day(end), live_on=_day(live), **values,
    )  # fmt: skip


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None


def test_lines_in_service_are_live_or_not(numbers: Numbers) -> None:
    line(60_000, live="2026-02-01")
    line(48_000, start="2026-03-01")
    line(24_000, start="2026-04-01")

    assert numbers.value("arr", *MARCH) == 108_000
    assert numbers.value("live_arr", *MARCH) == 60_000
    assert numbers.value("non_live_arr", *MARCH) == 48_000
    assert numbers.value("non_live_age", *MARCH) == 30
    assert numbers.value("non_live_arr_30_to_90_days", *MARCH) == 48_000


def test_age_is_weighted_by_what_is_at_risk(numbers: Numbers) -> None:
    line(12_000, live="2026-01-01")
    line(36_000, start="2026-03-01")
    line(12_000, start="2026-03-21")

    assert numbers.value("non_live_age", *MARCH) == (36 * 30 + 12 * 10) / 48


def test_a_line_is_live_from_its_very_day(numbers: Numbers) -> None:
    line(12_000, live="2026-03-31")

    assert numbers.value("live_arr", *MARCH) == 12_000
    assert numbers.value("live_arr", "2026-03-01", "2026-03-31") == 0
    assert numbers.value("live_customers", *MARCH) == 1
    assert numbers.value("live_customers", "2026-03-01", "2026-03-31") == 0


def test_live_customers_of_all_customers(numbers: Numbers) -> None:
    for place in range(10):
        ended = "2026-02-28" if place == 0 else "2026-12-31"
        line(12_000, live="2026-02-01" if place < 7 else None, end=ended)

    assert numbers.value("customers", *MARCH) == 9
    assert numbers.value("live_customers", *MARCH) == 6
    assert numbers.value("live_share", *MARCH) == 6 / 9


def test_an_added_product_that_is_not_live_leaves_its_customer_live(numbers: Numbers) -> None:
    account = sample("account")
    line(12_000, live="2026-02-01", account=account, product=sample("product", name="Core"))
    line(6_000, account=account, product=sample("product", name="Extra"))

    assert numbers.value("live_customers", *MARCH) == 1
    assert numbers.cut("live_customers", *MARCH, by="product") == {"Core": 1}
    assert numbers.value("live_arr", *MARCH) == 12_000


def test_a_customer_stays_live_until_they_leave(numbers: Numbers) -> None:
    account = sample("account")
    line(12_000, live="2026-02-01", end="2026-02-28", account=account, product=sample("product"))
    line(6_000, end="2026-05-31", account=account, product=sample("product"))

    assert numbers.value("live_customers", *MARCH) == 1
    assert numbers.value("live_customers", "2026-05-01", "2026-06-01") == 1
    assert numbers.value("live_customers", "2026-06-01", "2026-07-01") == 0


def test_a_renewal_of_what_is_live_is_live_and_a_new_start_is_not(numbers: Numbers) -> None:
    account, product = sample("account"), sample("product")
    line(12_000, start="2025-01-01", live="2025-02-01", end="2025-12-31", account=account, product=product)
    line(15_000, start="2026-01-01", account=account, product=product)

    assert numbers.value("live_arr", *MARCH) == 15_000
    assert numbers.value("live_customers", *MARCH) == 1


def test_without_a_day_of_its_own_a_line_goes_live_with_its_project(numbers: Numbers) -> None:
    one, other = line(12_000), line(6_000)
    manager = sample("person", name="Noor")
    sample("project", account=one.account, contract=one.contract, went_live_on=_day("2026-03-10"), manager=manager)
    sample("project", account=other.account, contract=one.contract, went_live_on=_day("2026-03-10"))

    assert numbers.value("live_arr", *MARCH) == 12_000
    assert numbers.value("live_arr", "2026-03-01", "2026-03-10") == 0
    assert numbers.cut("live_arr", *MARCH, by="manager") == {"Noor": 12_000, "nobody": 0}


def test_where_no_day_is_recorded_it_is_unknown_and_without_customers_it_is_zero(numbers: Numbers) -> None:
    assert numbers.value("live_customers", *MARCH) == 0
    line(12_000)

    assert numbers.value("live_customers", *MARCH) is None
    assert numbers.value("live_arr", *MARCH) is None
    assert "no day of going live is recorded" in (numbers.reason("live_arr", *MARCH) or "")


def test_live_and_not_live_are_arr_in_the_demo_company(demo: Demo) -> None:
    june = ("2026-06-01", "2026-07-01")
    found = {key: demo.numbers.value(key, *june, as_of="2026-06-30") for key in ("arr", "live_arr", "non_live_arr")}
    live = demo.number(
        """SELECT count(DISTINCT l.account_id) FROM billing_contractline l
           JOIN billing_contract c ON c.id = l.contract_id JOIN accounts_account a ON a.id = l.account_id
           WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND NOT a.is_internal AND a.deleted_at IS NULL
             AND l.is_recurring AND l.amount > 0 AND c.status NOT IN ('void', 'draft', 'sent')
             AND l.service_start <= '2026-06-30' AND (l.service_end IS NULL OR l.service_end >= '2026-06-30')
             AND EXISTS (SELECT 1 FROM billing_contractline e WHERE e.account_id = l.account_id
                         AND e.deleted_at IS NULL AND e.live_on <= '2026-06-30')"""
    )

    assert found["live_arr"] + found["non_live_arr"] == found["arr"]
    assert demo.numbers.value("live_customers", *june, as_of="2026-06-30") == live > 0

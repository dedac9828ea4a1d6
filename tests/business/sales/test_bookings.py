"""Bookings: ARR and total value by the day of signing, and how long contracts run."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.business.sales.signing import contract, line
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


@pytest.fixture
def march(numbers: Numbers) -> Numbers:
    """A new customer of 24,000, an add-on of 6,000 and an early renewal of 100,000 at 108,000, signed in March."""
    line(contract(sample("account"), "2026-03-05", "2026-05-01", "2027-04-30"), 24_000)
    grown = sample("account")
    line(contract(grown, "2025-01-10", "2025-01-10", "2027-01-09"), 20_000)
    line(contract(grown, "2026-03-31", "2026-03-31", "2027-03-30"), 500, "month")
    kept, suite = sample("account"), sample("product")
    old = contract(kept, "2025-05-01", "2025-05-01", "2026-04-30")
    line(old, 100_000, product=suite)
    line(contract(kept, "2026-03-10", "2026-05-01", "2027-04-30", renews=old), 108_000, product=suite)
    return numbers


def test_new_business_and_what_expansion_adds(march: Numbers) -> None:
    assert march.value("arr_bookings", *MARCH) == Decimal(38_000)
    assert march.value("arr_bookings_new", *MARCH) == Decimal(24_000)
    assert march.value("arr_bookings_expansion", *MARCH) == Decimal(14_000)
    assert march.value("renewal_bookings", *MARCH) == Decimal(100_000)
    assert march.value("arr_bookings_gross", *MARCH) == Decimal(138_000)


def test_the_day_of_signing_counts_not_that_of_the_start(march: Numbers) -> None:
    assert march.value("arr_bookings", "2026-05-01", "2026-06-01") == 0
    assert march.value("arr_bookings", "2026-03-31", "2026-04-01") == Decimal(6_000)


def test_a_renewal_at_less_books_no_expansion(numbers: Numbers) -> None:
    account = sample("account")
    old = contract(account, "2025-01-01", "2025-01-01", "2025-12-31")
    line(old, 100_000)
    line(contract(account, "2026-03-10", "2026-01-01", "2026-12-31", renews=old), 90_000)

    assert numbers.value("arr_bookings", *MARCH) == 0
    assert numbers.value("renewal_bookings", *MARCH) == Decimal(90_000)


def test_by_product_a_renewal_tells_what_grew(numbers: Numbers) -> None:
    account, suite, extra = sample("account"), sample("product", name="Suite"), sample("product", name="Extra")
    old = contract(account, "2025-01-01", "2025-01-01", "2025-12-31")
    line(old, 10_000, product=suite)
    new = contract(account, "2026-03-10", "2026-01-01", "2026-12-31", renews=old)
    line(new, 10_000, product=suite)
    line(new, 4_000, product=extra)

    cut = numbers.cut("arr_bookings", *MARCH, by="product")
    assert {name: value for name, value in cut.items() if value} == {"Extra": Decimal(4_000)}


def test_a_step_after_the_first_year_counts_on_its_own_day(numbers: Numbers) -> None:
    suite = sample("product")
    ramp = contract(sample("account"), "2026-03-10", "2026-04-01", "2028-03-31")
    line(ramp, 12_000, product=suite, end="2027-03-31")
    line(ramp, 20_000, product=suite, start="2027-04-01")

    assert numbers.value("arr_bookings", *MARCH) == Decimal(12_000)
    assert numbers.value("booked_ramp_arr", *MARCH) == 0
    assert numbers.value("booked_ramp_arr", "2027-04-01", "2027-05-01") == Decimal(8_000)
    assert numbers.value("tcv_bookings", *MARCH) == Decimal(32_000)


@pytest.mark.parametrize(("left", "undone"), [("2026-04-09", 24_000), ("2026-04-10", 0)])
def test_leaving_within_thirty_days_takes_the_booking_back_on_that_day(
    numbers: Numbers, left: str, undone: int
) -> None:
    line(contract(sample("account"), "2026-03-10", "2026-03-10", "2027-03-09", terminated_on=left), 24_000)

    april = ("2026-04-01", "2026-05-01")
    assert numbers.value("arr_bookings", *MARCH) == Decimal(24_000)
    assert numbers.value("debookings", *april) == Decimal(undone)
    assert numbers.value("arr_bookings", *april) == Decimal(-undone)


@pytest.mark.parametrize("outside", [{"status": "void"}, {"is_recurring": False}], ids=str)
def test_void_contracts_and_one_time_lines_are_no_arr(numbers: Numbers, outside: dict[str, Any]) -> None:
    signed = contract(sample("account"), "2026-03-05", "2026-03-05", "2027-03-04")
    if "status" in outside:
        signed.status = outside["status"]
        signed.save()
    line(signed, 24_000, is_recurring=outside.get("is_recurring", True))

    assert numbers.value("arr_bookings", *MARCH) == 0


def test_total_value_is_all_that_was_committed(numbers: Numbers) -> None:
    signed = contract(sample("account"), "2026-03-05", "2026-04-01", "2029-03-31")
    line(signed, 2_000, "month")
    line(signed, 10_000, "", is_recurring=False)

    assert numbers.value("tcv_bookings", *MARCH) == Decimal(82_000)
    assert numbers.value("arr_bookings", *MARCH) == Decimal(24_000)


def test_a_company_without_contracts_books_its_won_deals(numbers: Numbers) -> None:
    when = datetime(2026, 3, 9, tzinfo=UTC)
    for kind, arr in (("new", 30_000), ("renewal", 50_000), ("services", 0)):
        sample("opportunity", type=kind, outcome="won", closed_at=when, created_at=when, arr=Decimal(arr),
               one_time=Decimal(1_000), currency="USD")  # fmt: skip

    assert numbers.value("arr_bookings", *MARCH) == Decimal(30_000)
    assert numbers.value("renewal_bookings", *MARCH) == Decimal(50_000)
    assert numbers.value("tcv_bookings", *MARCH) == Decimal(83_000)


def test_months_of_a_term_weigh_by_arr(numbers: Numbers) -> None:
    line(contract(sample("account"), "2026-03-01", "2026-03-01", "2027-02-28"), 100_000)
    line(contract(sample("account"), "2026-03-02", "2026-04-01", "2029-03-31"), 50_000)

    assert numbers.value("contract_length", *MARCH) == 20
    assert numbers.value("contract_length", "2026-04-01", "2026-05-01") is None


def test_an_add_on_that_ends_with_the_master_inherits_its_term(numbers: Numbers) -> None:
    account = sample("account")
    line(contract(account, "2026-03-01", "2026-03-01", "2027-02-28"), 100_000)
    line(contract(account, "2026-03-20", "2026-09-01", "2027-02-28"), 50_000)

    assert numbers.value("contract_length", *MARCH) == 12


def test_month_to_month_is_one_month(numbers: Numbers) -> None:
    line(contract(sample("account"), "2026-03-01", "2026-03-01", None, is_month_to_month=True), 100, "month")

    assert numbers.value("contract_length", *MARCH) == 1
    assert numbers.value("tcv_bookings", *MARCH) == Decimal(100)


def test_new_business_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    new = demo.number(
        """
        SELECT sum(round(l.amount * CASE l.period WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END * l.fx_rate))
        FROM billing_contract c JOIN billing_contractline l ON l.contract_id = c.id
        JOIN sales_opportunity o ON o.id = c.opp_id JOIN accounts_account a ON a.id = c.account_id
        WHERE c.deleted_at IS NULL AND l.deleted_at IS NULL AND c.status <> 'void' AND a.is_internal = 0
          AND o.type = 'new' AND c.renews_id IS NULL AND l.is_recurring = 1
          AND l.service_start < date(c.start_on, '+1 year') AND NOT EXISTS (
            SELECT 1 FROM billing_contractline n WHERE n.replaces_id = l.id AND n.contract_id = l.contract_id
            AND n.deleted_at IS NULL AND n.service_start < date(c.start_on, '+1 year'))
          AND c.signed_on >= '2025-01-01' AND c.signed_on < '2026-01-01'
        """
    )

    booked = demo.numbers.value("arr_bookings_new", "2025-01-01", "2026-01-01", as_of="2026-07-15")
    assert booked == (Decimal(new) / 1_000_000).quantize(Decimal("0.000001"))

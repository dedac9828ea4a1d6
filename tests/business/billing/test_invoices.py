"""Billings, and what is open and overdue of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def invoice(total: int, issued: str, due: str | None = None, **values: Any) -> Any:
    given = {"status": "issued", "currency": "USD", "account": sample("account"), **values}
    return sample(
        "invoice",
        total=Decimal(total),
        issued_on=date.fromisoformat(issued),
        due_on=date.fromisoformat(due) if due else None,
        **given,
    )


def pay(of: Any, amount: int, day: str, **values: Any) -> Any:
    given = {"currency": "USD", "is_refund": False, **values}
    return sample("payment", invoice=of, amount=Decimal(amount), received_on=date.fromisoformat(day), **given)


def credit(of: Any, amount: int, day: str) -> Any:
    return sample("credit_note", invoice=of, amount=Decimal(amount), currency="USD", issued_on=date.fromisoformat(day))


def test_billings_are_invoices_less_credit_notes_each_on_its_day(numbers: Numbers) -> None:
    one = invoice(50_000, "2026-03-10")
    credit(one, 2_000, "2026-03-20")
    credit(one, 500, "2026-04-01")
    invoice(9_000, "2026-03-11", status="void")
    invoice(9_000, "2026-03-11", status="draft")
    invoice(119, "2026-04-02", tax=Decimal(19))

    assert numbers.value("billings", *MARCH) == 48_000
    assert numbers.value("invoiced_amount", *MARCH) == 50_000
    assert numbers.value("credited_amount", *MARCH) == 2_000
    assert numbers.value("billings", "2026-04-01", "2026-05-01") == 100 - 500


def test_what_is_left_of_a_part_payment_is_late_by_its_days(numbers: Numbers) -> None:
    one = invoice(1_000, "2026-02-01", "2026-03-01")
    pay(one, 400, "2026-03-05")

    assert numbers.value("overdue_receivables", "2026-03-20", "2026-03-21") == 600
    assert numbers.value("overdue_1_to_30_days", "2026-03-20", "2026-03-21") == 600
    assert numbers.value("overdue_receivables", "2026-03-01", "2026-03-02") == 0
    assert numbers.value("overdue_receivables", "2026-03-02", "2026-03-03") == 1_000


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2026-03-31", "overdue_1_to_30_days"),
        ("2026-04-01", "overdue_31_to_60_days"),
        ("2026-04-30", "overdue_31_to_60_days"),
        ("2026-05-01", "overdue_61_to_90_days"),
        ("2026-05-30", "overdue_61_to_90_days"),
        ("2026-05-31", "overdue_over_90_days"),
    ],
)
def test_buckets(numbers: Numbers, day: str, bucket: str) -> None:
    invoice(1_000, "2026-02-01", "2026-03-01")
    following = date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()

    late = {one.series: one.value for one in numbers.answers("overdue_receivables", day, following)}

    assert late[bucket] == 1_000
    assert sum(value for key, value in late.items() if key.startswith("overdue_") and key.endswith("_days")) == 1_000


def test_refunds_open_again_and_too_much_is_no_negative_debt(numbers: Numbers) -> None:
    one, two = invoice(1_000, "2026-02-01", "2026-02-10"), invoice(300, "2026-02-01", "2026-02-10")
    pay(one, 1_500, "2026-02-20")
    pay(one, 700, "2026-03-10", is_refund=True)

    assert numbers.value("open_receivables", "2026-03-01", "2026-03-02") == 300
    assert numbers.value("open_receivables", *MARCH) == 300 + 200
    assert two.total == 300


def test_days_of_sales_outstanding(numbers: Numbers) -> None:
    paid = invoice(60_000, "2026-03-01")
    pay(paid, 60_000, "2026-03-02")
    invoice(30_000, "2026-03-15")
    pay(invoice(5_000, "2025-01-15"), 5_000, "2025-02-01")

    assert numbers.value("dso", *MARCH) == 30


def test_billings_equal_plain_sql_over_a_demo_company(demo: Demo) -> None:
    invoiced = demo.number(
        """
        SELECT sum(i.total - coalesce(i.tax, 0)) FROM billing_invoice i
        JOIN accounts_account a ON a.id = i.account_id AND NOT a.is_internal
        JOIN organisation_company c ON c.currency = i.currency
        WHERE i.deleted_at IS NULL AND i.status NOT IN ('draft', 'void')
          AND i.issued_on >= '2026-01-01' AND i.issued_on < '2026-07-01'
        """
    )
    currency = demo.number("SELECT currency FROM organisation_company")

    asked = demo.numbers.value(
        "invoiced_amount", "2026-01-01", "2026-07-01", as_of="2026-07-15", where=f"invoice.currency = '{currency}'"
    )

    assert asked == Decimal(invoiced) / 1_000_000

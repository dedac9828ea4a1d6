"""A finance person's day: bill, get paid, credit, chase, export, put an amount right, and look back a month."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.business.billing.models import CreditNote, Invoice, InvoiceLine, Payment
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.history import as_of
from tests.scenarios.hands import add_part, cell, come_in, edit, fill_in, open_list
from tests.support.shots import Shots

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(customer: Account, act: Callable[..., Any]) -> Invoice:
    """Issued in January, due in February, not paid; two ciphers of its total were mixed up."""
    with act(datetime(2026, 1, 12, 9, 0, tzinfo=UTC)):
        values = {"number": "INV-2026-00001", "account": customer, "status": "issued", "currency": "EUR"}
        amounts = {"total": Decimal("2830"), "tax": Decimal("380")}
        dates = {"issued_on": date(2026, 1, 12), "due_on": date(2026, 2, 11)}
        return operations.create(model=Invoice, values={**values, **amounts, **dates})


def test_a_finance_persons_day(page: Page, accountant: User, late: Invoice, shots: Shots, tmp_path: Path) -> None:
    come_in(page, email="fiona@northwind.example")
    shots.glance(page, "finance-01-home")

    _bills(page, shots)
    _is_paid_and_credits(page, shots)
    _chases(page, shots)
    _exports(page, tmp_path)
    _puts_the_amount_right(page, shots)
    _looks_back_a_month(page, shots)
    _takes_a_slip_back(page, shots)


def _bills(page: Page, shots: Shots) -> None:
    open_list(page, "Invoices")
    page.get_by_role("link", name="New invoice").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Account": "Harbour",
            "Contract": "C-2025-0001",
            "Status": "Issued",
            "Total": "2380",
            "Tax": "380",
            "Issued": "2026-03-10",
            "Due": "2026-04-09",
        },
    )
    shots.glance(page, "finance-02-new-invoice")
    page.get_by_role("button", name="Add invoice").click()
    add_part(
        page,
        "invoice line",
        {
            "Description": "Atlas, March",
            "Product": "Atlas",
            "Quantity": "40",
            "Amount": "1,500.25",
            "First day paid for": "2026-03-01",
            "Last day paid for": "2026-03-31",
        },
    )
    add_part(page, "invoice line", {"Description": "Training at the depot", "Amount": "499.75"})
    expect(page.locator("#parts-invoice_line tfoot")).to_contain_text("€2,000.00")
    shots.glance(page, "finance-03-invoice")

    invoice = Invoice.objects.get(issued_on=date(2026, 3, 10))
    assert (invoice.number, invoice.account.name, invoice.total) == ("INV-2026-00002", "Harbour Foods", Decimal(2380))
    assert [line.amount for line in InvoiceLine.objects.order_by("pk")] == [Decimal("1500.25"), Decimal("499.75")]


def _is_paid_and_credits(page: Page, shots: Shots) -> None:
    expect(page.locator(".figures")).to_contain_text("Still open€2,380.00")
    add_part(page, "payment", {"Amount": "2000", "Method": "Bank transfer", "Reference": "HF 0310"})
    expect(page.locator(".figures")).to_contain_text("Still open€380.00")
    add_part(page, "credit note", {"Amount": "380", "Reason": "Exempt from tax"})
    expect(page.locator(".figures")).to_contain_text("Still open€0.00")
    edit(page, "status", "Paid")
    expect(page.locator("#parts-payment")).to_contain_text("€2,000.00")
    expect(page.locator("#parts-credit_note")).to_contain_text("CN-2026-00001")
    shots.glance(page, "finance-04-paid")

    payment, credit = Payment.objects.get(), CreditNote.objects.get()
    assert (payment.amount, payment.method, payment.currency) == (Decimal(2000), "transfer", "EUR")
    assert payment.received_on == date(2026, 3, 10)
    assert (credit.number, credit.amount, credit.issued_on) == ("CN-2026-00001", Decimal(380), date(2026, 3, 10))
    assert payment.invoice == credit.invoice == Invoice.objects.get(status="paid")


def _chases(page: Page, shots: Shots) -> None:
    open_list(page, "Invoices")
    page.get_by_role("link", name="Overdue", exact=True).click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    expect(page.locator("tfoot")).to_contain_text("€2,830.00")
    shots.glance(page, "finance-05-overdue")


def _exports(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    file = folder / "overdue.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert [(row["number"], row["total"], row["due_on"]) for row in rows] == [
        ("INV-2026-00001", "2830.00", "2026-02-11")
    ]


def _puts_the_amount_right(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="INV-2026-00001").click()
    page.get_by_role("link", name="Open as page").click()
    page.get_by_role("link", name="Correct", exact=True).click()
    fill_in(page.locator("form.record-form[data-guard]"), {"Total": "2380", "Reason": "Two ciphers were mixed up"})
    shots.glance(page, "finance-06-correcting")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".figures")).to_contain_text("€2,380.00")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".history > li").first).to_contain_text("Two ciphers were mixed up")
    shots.glance(page, "finance-07-history")

    invoice = Invoice.objects.get(number="INV-2026-00001")
    held = as_of(record=invoice, instant=datetime(2026, 2, 1, tzinfo=UTC))
    assert held is not None
    assert (invoice.total, held.total) == (Decimal(2380), Decimal(2380))


def _looks_back_a_month(page: Page, shots: Shots) -> None:
    edit_due(page)
    page.get_by_role("link", name="History").click()
    page.get_by_label("As it was at the end of").fill("2026-02-10")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".past-strip")).to_contain_text("10 February 2026")
    expect(cell(page, "due_on")).to_contain_text("11 Feb 2026")
    expect(cell(page, "total")).to_contain_text("€2,380.00")
    expect(page.locator("[data-edit]")).to_have_count(0)
    shots.glance(page, "finance-08-a-month-ago")
    page.get_by_role("link", name="Back to today").click()
    expect(cell(page, "due_on")).to_contain_text("31 Mar 2026")


def edit_due(page: Page) -> None:
    """They get until the end of March."""
    page.get_by_role("link", name="Overview").click()
    edit(page, "due_on", "2026-03-31")


def _takes_a_slip_back(page: Page, shots: Shots) -> None:
    edit(page, "status", "Uncollectible")
    expect(page.locator("h1 .state")).to_have_text("Uncollectible")
    page.locator(".toast-note", has_text="Saved.").last.get_by_role("button", name="Undo").click()
    expect(page.locator("h1 .state")).to_have_text("Issued")
    expect(page.locator(".toast-note").filter(has_text=re.compile("undone|taken back", re.IGNORECASE))).to_be_visible()
    shots.glance(page, "finance-09-undone")

    assert Invoice.objects.get(number="INV-2026-00001").status == "issued"

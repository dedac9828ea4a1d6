"""Parts of a record, worked on their owner's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract, ContractLine, Invoice, InvoiceLine, Product
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.stale import latest_version_id

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]
PART = {"HX-Request": "true"}


def lines_url(invoice: Invoice) -> str:
    return f"{record_url(invoice)}parts/invoice-lines/"


@pytest.fixture
def lines(invoice: Invoice, act: Callable[..., Any]) -> list[InvoiceLine]:
    """Two lines of 800 and 200.50 euros."""
    with act():
        return [
            operations.create(
                model=InvoiceLine,
                values={"invoice": invoice, "description": text, "amount": Decimal(amount), "currency": "EUR"},
            )
            for text, amount in (("Platform", "800"), ("Services", "200.50"))
        ]


def test_lines_stand_on_the_page_of_their_invoice_with_their_total(
    browse: Browse, admin: User, invoice: Invoice, lines: list[InvoiceLine]
) -> None:
    soup = BeautifulSoup(browse(admin).get(record_url(invoice)).content, "html.parser")

    section = soup.select_one("#parts-invoice_line")
    rows = [[td.get_text(strip=True) for td in row.select("td")][:3] for row in section.select("tbody tr")]
    assert rows == [["Platform", "1", "€800.00"], ["Services", "1", "€200.50"]]
    assert [td.get_text(strip=True) for td in section.select("tfoot td")][:3] == ["Total", "", "€1,000.50"]


def test_a_line_is_added_and_the_total_follows(
    browse: Browse, admin: User, invoice: Invoice, lines: list[InvoiceLine]
) -> None:
    values = {"description": "Training", "qty": "2", "amount": "99.50", "currency": "EUR"}

    answer = browse(admin).post(f"{lines_url(invoice)}new/", values, headers=PART)

    assert InvoiceLine.objects.get(description="Training").invoice == invoice
    assert "€1,100.00" in answer.content.decode()
    assert "undo" in answer.headers["HX-Trigger"]


def test_an_error_in_a_line_keeps_its_input(browse: Browse, admin: User, invoice: Invoice) -> None:
    values = {"description": "", "qty": "many", "amount": "99.50", "currency": "EUR"}

    answer = browse(admin).post(f"{lines_url(invoice)}new/", values, headers=PART)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="many"' in html
    assert 'value="99.50"' in html
    assert not InvoiceLine.objects.exists()


def test_a_line_is_changed_and_deleted_in_place(
    browse: Browse, admin: User, invoice: Invoice, lines: list[InvoiceLine]
) -> None:
    client, line = browse(admin), lines[0]
    address = f"{lines_url(invoice)}{line.public_id}/"
    base = {"base": latest_version_id(line)}

    changed = client.post(
        address, {**base, "description": "Platform", "qty": "1", "amount": "900", "currency": "EUR"}, headers=PART
    )
    deleted = client.delete(address, headers=PART)

    assert "€1,100.50" in changed.content.decode()
    assert "Platform" not in deleted.content.decode()
    line.refresh_from_db()
    assert (line.amount, line.deleted_at is None) == (Decimal("900.00"), False)


def test_a_part_takes_what_it_shares_with_its_owner(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        contract = operations.create(
            model=Contract,
            values={"number": "C-1", "account": account, "currency": "CHF", "signed_on": date(2026, 1, 1)},
        )
        product = operations.create(model=Product, values={"name": "Core"})
    address = f"{record_url(contract)}parts/contract-lines/new/"
    client = browse(admin)

    form = BeautifulSoup(client.get(address, headers=PART).content, "html.parser")
    client.post(address, {"product": product.public_id, "qty": "1", "amount": "5", "currency": "CHF"}, headers=PART)

    assert form.select_one("input[name=currency]")["value"] == "CHF"
    assert form.select("input[name=account]") == []
    line = ContractLine.objects.get()
    assert (line.contract, line.account) == (contract, account)


def test_a_line_is_not_reached_through_another_invoice(
    browse: Browse, admin: User, invoice: Invoice, lines: list[InvoiceLine], account: Account, act: Callable[..., Any]
) -> None:
    with act():
        other = operations.create(model=Invoice, values={"number": "INV-2", "account": account})
    client = browse(admin)

    assert client.get(f"{lines_url(other)}{lines[0].public_id}/").status_code == 404
    assert client.get(f"{record_url(account)}parts/invoice-lines/").status_code == 404
    assert client.get(f"{record_url(invoice)}parts/contacts/").status_code == 404


def test_who_may_not_write_lines_gets_no_buttons_and_no_way(
    browse: Browse, seller: User, invoice: Invoice, lines: list[InvoiceLine]
) -> None:
    client = browse(seller)

    html = client.get(record_url(invoice)).content.decode()

    assert "Platform" in html
    assert "Add invoice line" not in html
    assert client.post(f"{lines_url(invoice)}new/", {"description": "x"}).status_code == 403
    assert client.post(f"{lines_url(invoice)}{lines[0].public_id}/", {"description": "x"}).status_code == 403
    assert client.delete(f"{lines_url(invoice)}{lines[0].public_id}/").status_code == 403
    assert InvoiceLine.objects.count() == 2

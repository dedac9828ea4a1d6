"""What contracts and invoices say of monthly revenue, held against numbers worked out by hand; unknown is not zero."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract, ContractLine, Invoice, InvoiceLine, Product
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.web.first_run.agreeing import agreement
from tenure.interfaces.web.first_run.recurring import monthly, whole_months

ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("amount", "start", "end", "expected"),
    [
        ("600", date(2026, 1, 15), date(2026, 7, 14), "100"),
        ("730", date(2026, 1, 1), date(2026, 3, 14), "304.1666666666666666666666667"),
        ("600", date(2026, 1, 15), None, None),
        ("600", None, None, None),
        (None, date(2026, 1, 1), date(2026, 1, 31), None),
    ],
)
def test_an_amount_is_worth_its_share_of_a_month(
    amount: str | None, start: date | None, end: date | None, expected: str | None
) -> None:
    worth = monthly(amount=Decimal(amount) if amount else None, start=start, end=end)

    assert worth == (Decimal(expected) if expected else None)


def test_months_are_whole_when_the_day_after_the_last_is_the_day_of_the_first() -> None:
    assert whole_months(start=date(2026, 1, 31), end=date(2026, 2, 27)) == 0
    assert whole_months(start=date(2026, 2, 1), end=date(2026, 2, 28)) == 1
    assert whole_months(start=date(2025, 5, 10), end=date(2026, 5, 9)) == 12


def test_nothing_told_is_unknown_and_not_zero(company: Company) -> None:
    found = agreement(on=ON)

    assert (found.contracts.mrr, found.contracts.customers, found.invoices.mrr) == (None, None, None)
    assert (found.verdict, found.sources) == ("unknown", [])


def test_each_source_tells_its_own(company: Company, act: Callable[..., Any]) -> None:
    with act():
        acme, bolt, inner = _account("Acme", "crm", "stripe"), _account("Bolt", "crm"), _account("Own", "crm")
        inner.is_internal = True
        inner.save()
        _contract(acme, amount=Decimal(1200), period="year", source="crm")
        _contract(bolt, amount=Decimal(50), period="month", source="crm")
        _contract(bolt, amount=Decimal(70), period="month", source="crm", status="draft")
        _contract(bolt, amount=None, period="month", source="crm")
        _contract(inner, amount=Decimal(999), period="month", source="crm")
        _invoice(acme, amount=Decimal(300), days=(date(2026, 1, 1), date(2026, 3, 31)), source="stripe")
        _invoice(bolt, amount=Decimal(60), days=(date(2026, 3, 1), date(2026, 3, 31)), source="stripe")
        _invoice(bolt, amount=Decimal(60), days=(date(2026, 2, 1), date(2026, 2, 28)), source="stripe")

    found = agreement(on=ON)

    crm, stripe = found.sources
    assert (crm.source, crm.accounts, crm.shared, crm.alone) == ("crm", 2, 1, 1)
    assert (crm.contracts.mrr, crm.contracts.customers, crm.contracts.unknown) == (Decimal(150), 2, 1)
    assert (crm.invoices.mrr, crm.invoices.customers) == (None, None)
    assert (stripe.source, stripe.accounts, stripe.invoices.mrr) == ("stripe", 1, Decimal(160))
    assert found.verdict == "differ"
    assert [(one.account.name, one.contracts, one.invoices) for one in found.differences] == [
        ("Bolt", Decimal(50), Decimal(60))
    ]


def test_an_amount_without_an_exchange_rate_is_unknown(company: Company, act: Callable[..., Any]) -> None:
    with act():
        _contract(_account("Acme"), amount=Decimal(100), period="month", source="", currency="USD")

    found = agreement(on=ON)

    assert (found.contracts.mrr, found.contracts.lines, found.contracts.unknown) == (None, 1, 1)
    assert [line.source for line in found.sources] == [""]


def _account(name: str, *sources: str) -> Account:
    account = Account.objects.create(name=name)
    for source in sources:
        ExternalId.objects.create(kind_key="account", target_id=account.pk, source=source, external_id=name)
    return account


def _contract(
    account: Account,
    *,
    amount: Decimal | None,
    period: str,
    source: str,
    status: str = "signed",
    currency: str = "EUR",
) -> None:
    product, _ = Product.objects.get_or_create(name="Suite", defaults={"family": "subscription"})
    signed_on = None if status == "draft" else date(2026, 1, 1)
    contract = Contract.objects.create(account=account, status=status, signed_on=signed_on)
    line = ContractLine.objects.create(
        contract=contract,
        account=account,
        product=product,
        amount=amount,
        currency=currency,
        period=period,
        service_start=date(2026, 1, 1),
    )
    if source:
        ExternalId.objects.create(kind_key="contract_line", target_id=line.pk, source=source, external_id=str(line.pk))


def _invoice(account: Account, *, amount: Decimal, days: tuple[date, date], source: str) -> None:
    invoice = Invoice.objects.create(account=account, status="issued", issued_on=days[0], currency="EUR")
    ExternalId.objects.create(kind_key="invoice", target_id=invoice.pk, source=source, external_id=str(invoice.pk))
    InvoiceLine.objects.create(
        invoice=invoice,
        description="Suite",
        amount=amount,
        currency="EUR",
        service_from=days[0],
        service_to=days[1],
    )

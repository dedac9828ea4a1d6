"""The first minutes of an empty company, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract, ContractLine, Invoice, InvoiceLine, Product
from tenure.foundation.access.models import User
from tenure.foundation.records.models import ExternalId
from tests.support.shots import Shots

pytestmark = pytest.mark.browser


def test_an_empty_company_is_led_from_home_to_its_first_page(
    page: Page, sign_in: Callable[..., None], anna: User, act: Callable[..., Any], shots: Shots
) -> None:
    sign_in(user=anna)

    page.goto("/")
    expect(page.get_by_text("tenure demo --port 8001")).to_be_visible()
    shots.take(page, "first-home")
    page.get_by_role("button", name="Use my data").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    shots.take(page, "first-steps")
    with act():
        _company_of_two_sources()
    page.reload()
    page.get_by_role("link", name="Compare: Do these agree?").click()

    expect(page.get_by_text("different things about 1 account")).to_be_visible()
    shots.take(page, "first-agree")
    page.get_by_role("link", name="Open the largest customer").click()
    expect(page.locator("h1")).to_contain_text("Bolt")
    page.goto("/")
    expect(page.get_by_text("The first steps are done")).to_be_visible()
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("The first steps are done")).to_have_count(0)
    page.goto("/settings/company/")
    page.get_by_role("link", name="First steps").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Show on Home again").click()
    page.goto("/")
    expect(page.get_by_text("The first steps are done")).to_be_visible()


def _company_of_two_sources() -> None:
    suite = Product.objects.create(name="Suite", family="subscription")
    for name, amount, billed in (("Acme", 1200, 100), ("Bolt", 6000, 400)):
        account = Account.objects.create(name=name)
        ExternalId.objects.create(kind_key="account", target_id=account.pk, source="crm", external_id=name)
        contract = Contract.objects.create(account=account, status="signed", signed_on=date(2026, 1, 1))
        ContractLine.objects.create(
            contract=contract,
            account=account,
            product=suite,
            amount=Decimal(amount),
            currency="EUR",
            period="year",
            service_start=date(2026, 1, 1),
            service_end=date(2026, 12, 31),
        )
        ExternalId.objects.create(kind_key="contract", target_id=contract.pk, source="crm", external_id=name)
        invoice = Invoice.objects.create(account=account, status="issued", issued_on=date(2026, 3, 1), currency="EUR")
        ExternalId.objects.create(kind_key="invoice", target_id=invoice.pk, source="stripe", external_id=name)
        InvoiceLine.objects.create(
            invoice=invoice,
            description="March",
            product=suite,
            amount=Decimal(billed),
            currency="EUR",
            service_from=date(2026, 3, 1),
            service_to=date(2026, 3, 31),
        )

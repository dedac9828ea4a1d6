"""The plain sheets that a company keeps before it has systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import ContractLine
from tenure.business.sales.models import Opportunity
from tenure.business.support.models import Case
from tenure.foundation.organisation.models import Company
from tests.interfaces.ingest.ready.bringing import bring_ready, outcomes, reasons

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
Write = Callable[[str, str], Path]

CUSTOMERS = """Company,Website,Plan,MRR (EUR),Start date,End date,Churn date,Seats,Account manager,Email
Acme,https://acme.com,Pro,1050,2025-01-10,,,20,Jane,ann@acme.com
Bolt,,Basic,"2,000.50",2025-02-01,,2026-03-01,,Jane,
Cask,,Pro,300,2025-03-01,2026-02-28,,5,,
"""


@pytest.fixture(autouse=True)
def _euros(db: None) -> None:
    Company.objects.create(name="We", currency="EUR")


def test_customers_with_what_they_pay_a_month(ann: Any, write: Write) -> None:
    path = write("list.csv", CUSTOMERS)

    result = bring_ready("spreadsheet", path, by=ann)

    assert reasons(result) == {}
    assert outcomes(result) == {
        ("list", "account"): [{"created": 3}],
        ("list", "contact"): [{"created": 1, "left_out": 2}],
        ("list", "product"): [{"created": 2, "duplicate": 1}],
        ("list", "contract"): [{"created": 3}],
        ("list", "contract_line"): [{"created": 3}],
    }
    told = {
        line.account.name: (line.amount, line.period, line.currency, line.service_start, line.service_end)
        for line in ContractLine.objects.all()
    }
    assert told == {
        "Acme": (Decimal(1050), "month", "EUR", date(2025, 1, 10), None),
        # Gone on the first of March, so the last day of February was the last one paid for.
        "Bolt": (Decimal("2000.50"), "month", "EUR", date(2025, 2, 1), date(2026, 2, 28)),
        "Cask": (Decimal(300), "month", "EUR", date(2025, 3, 1), date(2026, 2, 28)),
    }
    assert Account.objects.get(name="Bolt").status == "former"
    assert (Account.objects.get(name="Acme").domain, Contact.objects.get().name) == ("acme.com", "ann@acme.com")
    assert bring_ready("spreadsheet", path, by=ann).tallies.has_changed_nothing


def test_customers_with_what_they_pay_a_year(ann: Any, write: Write) -> None:
    bring_ready("spreadsheet", write("c.csv", "customer,arr,since\nAcme,12000,2025-01-10\n"), by=ann)

    line = ContractLine.objects.get()
    assert (line.amount, line.period, line.service_start) == (Decimal(12000), "year", date(2025, 1, 10))


def test_deals_and_tickets(ann: Any, write: Write) -> None:
    deals = (
        "Deal,Company,Stage,Value,Close date,Owner\n"
        "First,Acme,Closed won,1200,2025-05-01,Jane\nNext,Acme,Demo,500,,Jane\n"
    )
    tickets = (
        "Ticket ID,Customer,Subject,Priority,Status,Created,Closed at\n7,Acme,Help,High,Closed,2025-06-01,2025-06-02\n"
    )

    result = bring_ready("spreadsheet", write("deals.csv", deals), write("tickets.csv", tickets), by=ann)

    assert reasons(result) == {}
    won, open_ = Opportunity.objects.order_by("pk")
    assert (won.outcome, won.one_time, won.currency, str(won.account)) == ("won", Decimal(1200), "EUR", "Acme")
    assert (open_.outcome, open_.closed_at, str(open_.owner)) == ("", None, "Jane")
    case = Case.objects.get()
    assert (case.severity, case.status, str(case.account)) == ("2", "closed", "Acme")
    assert Account.objects.count() == 1

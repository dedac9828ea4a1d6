"""What people download by hand: Stripe's file of subscriptions, and a report from Salesforce."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import Contract, ContractLine
from tenure.business.marketing.models import Lead
from tenure.business.sales.models import Opportunity
from tenure.business.support.models import Case
from tenure.foundation.organisation.models import Company
from tenure.interfaces.ingest.reading import open_tables
from tenure.interfaces.ingest.ready.shelf import looks_like
from tests.interfaces.ingest.ready.bringing import bring_ready, outcomes, reasons

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

COLUMNS = (
    "id,Customer ID,Customer Description,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),"
    "Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Coupon,"
    "Canceled At (UTC),Ended At (UTC),Cancel At Period End"
)
BASE = {
    "id": "sub_1",
    "Customer ID": "cus_1",
    "Customer Email": "ann@acme.example",
    "Plan": "Pro",
    "Quantity": "3",
    "Currency": "usd",
    "Interval": "month",
    "Amount": "10.50",
    "Status": "active",
    "Created (UTC)": "2026-01-10 09:00",
    "Start (UTC)": "2026-01-10 09:00",
    "Current Period Start (UTC)": "2026-02-10 09:00",
    "Current Period End (UTC)": "2026-03-10 09:00",
    "Cancel At Period End": "false",
}
JANUARY = date(2026, 1, 10)


def _subscriptions(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "subscriptions.csv"
    names = COLUMNS.split(",")
    lines = [",".join({**BASE, **row}.get(name, "") for name in names) for row in rows]
    path.write_text("\n".join([COLUMNS, *lines, ""]))
    return path


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({}, (Decimal("31.50"), "month", JANUARY, None)),
        ({"Interval": "year", "Amount": "120", "Quantity": "1"}, (Decimal(120), "year", JANUARY, None)),
        ({"Status": "past_due"}, (Decimal("31.50"), "month", JANUARY, None)),
        ({"Status": "unpaid"}, (Decimal("31.50"), "month", JANUARY, None)),
        (
            {"Status": "trialing", "Trial Start (UTC)": "2026-01-10 09:00", "Trial End (UTC)": "2026-02-09 09:00"},
            (Decimal("31.50"), "month", date(2026, 2, 9), None),
        ),
        # Scheduled to end with the period, on 10 March: the day before is the last.
        ({"Cancel At Period End": "true"}, (Decimal("31.50"), "month", JANUARY, date(2026, 3, 9))),
        (
            {"Status": "canceled", "Canceled At (UTC)": "2026-02-01 09:00", "Ended At (UTC)": "2026-02-20 09:00"},
            (Decimal("31.50"), "month", JANUARY, date(2026, 2, 19)),
        ),
    ],
)
def test_a_subscription_of_the_dashboard_becomes_a_line(
    ann: Any, tmp_path: Path, said: dict[str, str], line: tuple[Any, ...]
) -> None:
    result = bring_ready("stripe", _subscriptions(tmp_path, said), by=ann)

    assert reasons(result) == {}
    assert [(one.amount, one.period, one.service_start, one.service_end) for one in ContractLine.objects.all()] == [
        line
    ]
    found = ContractLine.objects.get()
    assert (found.qty, found.currency, str(found.product), found.is_recurring) == (
        3 if said.get("Quantity") != "1" else 1,
        "USD",
        "Pro",
        True,
    )
    assert (found.account.name, found.account.billing_email) == ("ann@acme.example", "ann@acme.example")
    assert found.contract.number == "sub_1"


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired", "paused"])
def test_what_never_began_or_stands_still_has_a_contract_and_no_line(ann: Any, tmp_path: Path, status: str) -> None:
    result = bring_ready("stripe", _subscriptions(tmp_path, {"Status": status}), by=ann)

    assert outcomes(result)[("subscriptions", "contract_line")] == [{"left_out": 1}]
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"Coupon": "SPRING"}, "the coupon SPRING lowers the price"),
        ({"Plan": "", "Amount": ""}, "no single plan with an amount"),
        ({"Amount": ""}, "no single plan with an amount"),
        ({"Status": "dreaming"}, "the status dreaming is not one that Stripe has"),
        ({"Interval": "moon"}, "the interval moon is none of"),
    ],
)
def test_what_the_file_does_not_say_is_rejected_with_the_way_out(
    ann: Any, tmp_path: Path, said: dict[str, str], reason: str
) -> None:
    result = bring_ready("stripe", _subscriptions(tmp_path, said, {"id": "sub_2"}), by=ann)

    assert len(reasons(result)) == 1
    assert reason in next(iter(reasons(result)))
    assert [one.contract.number for one in ContractLine.objects.all()] == ["sub_2"]


def test_a_customer_with_two_subscriptions_is_made_once_and_keeps_the_name_it_has(ann: Any, tmp_path: Path) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("id,Name,Email\ncus_1,Acme,ann@acme.example\n")
    bring_ready("stripe", customers, by=ann)

    bring_ready("stripe", _subscriptions(tmp_path, {}, {"id": "sub_2", "Plan": "Storage"}), by=ann)

    assert [one.name for one in Account.objects.all()] == ["Acme"]
    assert ContractLine.objects.count() == 2


REPORT = (
    '"Opportunity Name","Account Name","Opportunity Owner","Stage","Close Date","Amount","Probability (%)","Type"\n'
    '"Acme 2026","Acme","Jane Doe","Closed Won","5/14/2026","12,000.00","100","New Business"\n'
    '"Bolt more","Bolt","Jane Doe","Negotiation","9/30/2026","500.00","60%","Renewal"\n'
    "\n"
    '"Total","","","","","12,500.00","",""\n'
    '"Pipeline this year"\n'
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    '"Confidential Information - Do Not Distribute"\n'
    '"Generated By:  Jane Doe  6/1/2026 9:12 AM"\n'
)


def test_a_report_from_salesforce_is_known_by_its_labels_and_its_foot_is_set_aside(ann: Any, tmp_path: Path) -> None:
    Company.objects.create(name="We", currency="USD")
    path = tmp_path / "report1718.csv"
    path.write_text(REPORT)

    result = bring_ready("salesforce", path, by=ann)

    assert "salesforce" in [one.name for one in looks_like(tables=open_tables(path))]
    won, more = Opportunity.objects.order_by("name")
    assert (won.outcome, won.one_time, won.currency, won.type) == ("won", Decimal(12000), "USD", "new")
    assert (won.close_date, str(won.account), str(won.owner)) == (date(2026, 5, 14), "Acme", "Jane Doe")
    assert (more.outcome, more.probability, more.type) == ("", Decimal("0.6"), "renewal")
    assert result.tallies.broken == {"report1718": 5}
    again = bring_ready("salesforce", path, by=ann)
    assert outcomes(again)[("report1718", "opportunity")] == [{"unchanged": 2}]


FOOT = '\n"Grand Totals (2 records)"\n"Confidential Information - Do Not Distribute"\n'
REPORTS = {
    "accounts": (
        "Account Owner,Account Name,Billing City,Billing Country,Type,Employees,Website,Last Activity\n"
        "Jane Doe,Acme,Berlin,Germany,Customer - Direct,120,www.acme.example,5/1/2026\n"
        'Jane Doe,"Bolt, Inc.",Lyon,France,Prospect,,,\n'
    ),
    "contacts": (
        "Salutation,First Name,Last Name,Title,Account Name,Phone,Mobile,Email,Account Owner\n"
        "Ms.,Ada,Byron,CTO,Acme,,+49 1,Ada@acme.example,Jane Doe\n"
        "Mr.,Bo,Nowhere,,Cask,+33 2,,,Jane Doe\n"
    ),
    "leads": (
        "Lead Owner,First Name,Last Name,Title,Company / Account,Lead Source,Lead Status,Email,Create Date,Converted\n"
        "Jane Doe,Cy,Young,,Dome AG,Web,Working - Contacted,cy@dome.example,4/30/2026,0\n"
        "Jane Doe,Di,Old,,Elm,Web,Closed - Converted,di@elm.example,2/13/2026,1\n"
    ),
    "cases": (
        "Case Owner,Subject,Date/Time Opened,Open,Closed,Account Name,Case Number,Status,Priority,Case Origin\n"
        "Sam Lee,It burns,5/20/2026 9:30 AM,1,0,Acme,00001026,New,High,Email\n"
        "Sam Lee,It burnt,5/19/2026 8:00 AM,0,1,Acme,00001025,Closed,Low,Phone\n"
    ),
}


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    """Four reports as Salesforce exports them, with their feet."""
    Company.objects.create(name="We", currency="USD")
    paths = [tmp_path / f"report of {name}.csv" for name in REPORTS]
    for path, text in zip(paths, REPORTS.values(), strict=True):
        path.write_text(text + FOOT)
    return paths


def test_reports_of_salesforce_become_customers_people_leads_and_cases(ann: Any, reports: list[Path]) -> None:
    for path in reports:
        assert "salesforce" in [one.name for one in looks_like(tables=open_tables(path))]
        bring_ready("salesforce", path, by=ann)

    acme, bolt, cask = Account.objects.order_by("name")
    assert (acme.name, acme.status, acme.size, acme.domain, acme.region) == (
        "Acme", "customer", 120, "acme.example", "Germany",
    )  # fmt: skip
    assert (bolt.name, bolt.status, str(bolt.owner), cask.name) == ("Bolt, Inc.", "prospect", "Jane Doe", "Cask")
    ada, bo = Contact.objects.order_by("name")
    assert (ada.email, ada.account, ada.phone, ada.title) == ("ada@acme.example", acme, "+49 1", "CTO")
    assert (bo.name, bo.account) == ("Bo Nowhere", cask)
    cy, di = Lead.objects.order_by("name")
    assert (cy.status, cy.company, cy.lead_source, di.status) == ("working", "Dome AG", "Web", "converted")
    old, new = Case.objects.order_by("number")
    assert (old.number, old.status, old.severity, old.channel) == ("00001025", "closed", "4", "phone")
    assert (new.status, new.account, str(new.owner)) == ("new", acme, "Sam Lee")


def test_the_same_reports_again_change_nothing(ann: Any, reports: list[Path]) -> None:
    for path in reports:
        bring_ready("salesforce", path, by=ann)

    again = [bring_ready("salesforce", path, by=ann).tallies for path in reports]

    assert [(one.total("created"), one.total("updated"), one.total("rejected")) for one in again] == [(0, 0, 0)] * 4

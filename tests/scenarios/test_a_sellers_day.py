"""A seller's day: from a lead to a signed contract, by mouse and keyboard, as a member of sales."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account, Activity, Contact
from tenure.business.billing.models import Contract, ContractLine, Product
from tenure.business.marketing.models import Lead
from tenure.business.sales.models import Opportunity, Quote, QuoteLine
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.lifecycle.work.models import Note, Notification, Task
from tests.scenarios.hands import add_part, cell, come_in, edit, fill_in, open_list, save_anyway, until
from tests.support.shots import Shots

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead(product: Product, act: Callable[..., Any]) -> Lead:
    """Wrote to us yesterday; nobody has called her yet."""
    with act(datetime(2026, 3, 9, 14, 0, tzinfo=UTC)):
        return operations.create(
            model=Lead,
            values={
                "name": "Ines Duarte",
                "email": "ines@brightwave.example",
                "title": "Chief operating officer",
                "company": "Brightwave",
                "domain": "brightwave.example",
                "lead_source": "Web form",
                "created_at": datetime(2026, 3, 9, 14, 0, tzinfo=UTC),
            },
        )


def test_a_sellers_day(page: Page, seller: User, csm: User, lead: Lead, shots: Shots) -> None:
    come_in(page, email="sam@northwind.example")
    shots.glance(page, "seller-01-home")

    _works_the_lead(page, shots)
    _makes_the_account_and_the_contact(page, shots)
    _makes_the_deal(page, shots)
    _moves_it_on_the_board(page, shots)
    _writes_down_the_call_a_note_and_a_task(page, shots)
    _offers(page, shots)
    _signs(page, shots)

    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("link", name="Send the security sheet").first).to_be_visible()
    shots.glance(page, "seller-20-home-in-the-evening")


def _works_the_lead(page: Page, shots: Shots) -> None:
    open_list(page, "Leads")
    page.get_by_role("link", name="Not yet contacted").click()
    shots.glance(page, "seller-02-leads")
    page.get_by_role("link", name="Ines Duarte").click()
    expect(page.locator("#panel")).to_contain_text("Brightwave")
    shots.glance(page, "seller-03-lead-in-panel")
    page.get_by_role("link", name="Open as page").click()
    edit(page, "owner", "Sam")
    edit(page, "status", "Being worked")
    edit(page, "first_contacted_at", "2026-03-10T09:30")
    expect(page.locator("h1 .state")).to_have_text("Being worked")
    shots.glance(page, "seller-04-lead-worked")

    lead = Lead.objects.get()
    assert (lead.status, lead.owner.name) == ("working", "Sam Okafor")
    assert lead.first_contacted_at == datetime(2026, 3, 10, 8, 30, tzinfo=UTC)


def _makes_the_account_and_the_contact(page: Page, shots: Shots) -> None:
    cell(page, "account").locator("dt").click()
    expect(cell(page, "account").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("Brightwave")
    page.locator(".picker-new").click()
    dialog = page.locator("dialog.new-record")
    expect(dialog.get_by_label(re.compile("^Name"))).to_have_value("Brightwave")
    fill_in(dialog, {"Web domain": "brightwave.example", "Industry": "Lighting", "Region": "South", "Owner": "Sam"})
    shots.glance(page, "seller-05-account-in-a-dialog")
    dialog.get_by_role("button", name="Add account").click()
    expect(dialog).to_have_count(0)
    page.keyboard.press("Enter")
    expect(cell(page, "account").get_by_role("link")).to_have_text("Brightwave")
    edit(page, "status", "Converted")
    edit(page, "converted_at", "2026-03-10T10:00")

    cell(page, "account").get_by_role("link").click()
    page.get_by_role("link", name="Add to people").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Name": "Ines Duarte",
            "E-mail": "ines@brightwave.example",
            "Job title": "Chief operating officer",
            "Role": "Economic buyer",
        },
    )
    shots.glance(page, "seller-06-new-contact")
    page.get_by_role("button", name="Add contact").click()
    page.get_by_role("link", name="Brightwave").first.click()
    shots.glance(page, "seller-07-account")

    account, contact, lead = Account.objects.get(name="Brightwave"), Contact.objects.get(), Lead.objects.get()
    assert (account.domain, account.industry, account.status) == ("brightwave.example", "Lighting", "prospect")
    assert (contact.account, contact.role) == (account, "economic_buyer")
    assert (lead.account, lead.status) == (account, "converted")


def _makes_the_deal(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="Add to open deals").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Name": "Brightwave, first year",
            "Main contact": "Ines",
            "Stage": "Discovery",
            "Owner": "Sam",
            "ARR": "24000",
            "Expected close": "2026-03-31",
        },
    )
    shots.glance(page, "seller-08-new-deal")
    page.get_by_role("button", name="Add opportunity").click()
    expect(page.get_by_role("alert")).to_contain_text("Worth filling in: Lead source, Next step")
    shots.glance(page, "seller-09-asked")
    save_anyway(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Brightwave, first year")

    deal = Opportunity.objects.get()
    assert (deal.account.name, deal.contact.name, deal.stage) == ("Brightwave", "Ines Duarte", "Discovery")
    assert (deal.arr, deal.currency, deal.close_date) == (Decimal(24000), "EUR", date(2026, 3, 31))


def _moves_it_on_the_board(page: Page, shots: Shots) -> None:
    open_list(page, "Opportunities")
    page.get_by_role("link", name="Board", exact=True).click()
    page.locator("[data-card]").drag_to(page.locator("[data-column=Demo]"))
    expect(page.locator("[data-column=Demo] [data-card]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("]")
    expect(page.locator("[data-column=Proposal] [data-card]")).to_have_count(1)
    shots.glance(page, "seller-10-board")

    until(lambda: Opportunity.objects.get().stage == "Proposal", page)
    deal = Opportunity.objects.get()
    stages = deal.versions_model._default_manager.filter(record_id=deal.pk).order_by("version_id")
    assert list(stages.values_list("stage", flat=True)) == ["Discovery", "Demo", "Proposal"]


def _writes_down_the_call_a_note_and_a_task(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="Brightwave, first year").click()
    page.get_by_role("link", name="Open as page").click()
    page.locator("[data-mention]").click()
    page.keyboard.type("Wants to start in April. @Cle")
    expect(page.locator("[data-mention-results] .picker-option")).to_have_text("Cleo Marchetti")
    page.keyboard.press("Enter")
    page.keyboard.type("could you join on Thursday?")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note-text")).to_contain_text("@Cleo Marchetti")
    page.get_by_text("Add a task").click()
    page.get_by_label("What is to be done").fill("Send the security sheet")
    fill_in(page.locator(".adder form"), {"Who": "Sam", "By": "2026-03-12"})
    page.get_by_role("button", name="Add task").click()
    expect(page.locator(".todo-item")).to_contain_text("Send the security sheet")
    shots.glance(page, "seller-11-note-and-task")

    page.get_by_role("link", name="Log an activity").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Type": "Call",
            "Subject": "What they need by April",
            "Contact": "Ines",
            "Our person": "Sam",
            "When": "2026-03-10T09:45",
        },
    )
    shots.glance(page, "seller-12-new-activity")
    page.get_by_role("button", name="Add activity").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What they need by April")
    shots.glance(page, "seller-13-activity")

    deal, task, activity = Opportunity.objects.get(), Task.objects.get(), Activity.objects.get()
    assert Note.objects.get().body.startswith("Wants to start in April. @[Cleo Marchetti]")
    assert "Sam Okafor" in Notification.objects.get(user__name="Cleo Marchetti").text
    assert (task.assignee.name, task.due_on, task.about) == ("Sam Okafor", date(2026, 3, 12), deal)
    assert (activity.opp, activity.account, activity.rep.name) == (deal, deal.account, "Sam Okafor")
    assert activity.at == datetime(2026, 3, 10, 8, 45, tzinfo=UTC)


def _offers(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="Brightwave, first year").first.click()
    page.get_by_role("link", name="Related").click()
    page.locator(".adders").get_by_role("link", name="Quotes").click()
    expect(page.locator("[name='account.text']")).to_have_value("Brightwave")
    fill_in(
        page.locator("form.record-form"),
        {"Contact": "Ines", "Owner": "Sam", "Valid until": "2026-03-31", "Term (months)": "12"},
    )
    page.get_by_role("button", name="Add quote").click()
    save_anyway(page)
    add_part(
        page,
        "quote line",
        {"Product": "Atlas", "Quantity": "40", "Unit price": "50", "Amount": "2000", "Period": "Month"},
    )
    add_part(page, "quote line", {"Product": "Atlas", "Description": "Set-up", "Amount": "1500.50"})
    expect(page.locator("#parts-quote_line tfoot")).to_contain_text("€1,500.50 for the term + €2,000.00 per month")
    edit(page, "status", "Sent")
    shots.glance(page, "seller-14-quote")

    quote = Quote.objects.get()
    assert (quote.number, quote.account.name, quote.opp.name) == ("Q-2026-0001", "Brightwave", "Brightwave, first year")
    assert [(line.amount, line.currency) for line in QuoteLine.objects.order_by("pk")] == [
        (Decimal(2000), "EUR"),
        (Decimal("1500.5"), "EUR"),
    ]


def _signs(page: Page, shots: Shots) -> None:
    edit(page, "status", "Accepted")
    edit(page, "accepted_at", "2026-03-10T09:55")
    page.get_by_role("link", name="Related").click()
    page.locator(".adders").get_by_role("link", name="Contracts").click()
    expect(page.locator("[name='account.text']")).to_have_value("Brightwave")
    fill_in(
        page.locator("form.record-form"),
        {
            "Status": "Signed",
            "Owner": "Sam",
            "Signed": "2026-03-10",
            "Start": "2026-04-01",
            "End": "2027-03-31",
            "Currency": "EUR",
        },
    )
    shots.glance(page, "seller-15-new-contract")
    page.get_by_role("button", name="Add contract").click()
    add_part(
        page,
        "contract line",
        {
            "Product": "Atlas",
            "Quantity": "40",
            "Amount": "2000",
            "Period": "Month",
            "First day of service": "2026-04-01",
            "Last day of service": "2027-03-31",
        },
    )
    shots.glance(page, "seller-16-contract")

    contract, line = Contract.objects.get(), ContractLine.objects.get()
    assert (contract.number, contract.status, contract.quote) == ("C-2026-0001", "signed", Quote.objects.get())
    assert (contract.account.name, contract.opp) == ("Brightwave", Opportunity.objects.get())
    assert (line.account, line.amount, line.period) == (contract.account, Decimal(2000), "month")

    page.get_by_role("link", name="Brightwave, first year").first.click()
    edit(page, "stage", "Closed")
    edit(page, "closed_at", "2026-03-10T10:00")
    edit(page, "outcome", "Won")
    shots.glance(page, "seller-17-won")

    deal = Opportunity.objects.get()
    assert (deal.stage, deal.outcome) == ("Closed", "won")

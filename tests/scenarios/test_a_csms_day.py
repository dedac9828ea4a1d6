"""A CSM's day: goals, a review, a renewal, what worries, and the hand-over of a customer, as a member of success."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract
from tenure.business.sales.models import Opportunity
from tenure.business.success.models import Escalation, Outcome, Qbr, SuccessGoal
from tenure.foundation.access.models import User
from tenure.foundation.records.history import versions_of
from tenure.interfaces.web.models import SavedView
from tenure.lifecycle.work.models import Note, Notification, Task
from tests.scenarios.hands import cell, come_in, edit, fill_in, open_cell, open_list, save_anyway
from tests.support.shots import Shots

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMER = "Harbour Foods"


def test_a_csms_day(page: Page, csm: User, seller: User, customer: Account, shots: Shots) -> None:
    come_in(page, email="cleo@northwind.example")
    shots.glance(page, "csm-01-home")

    _looks_at_the_customer(page, shots)
    _agrees_on_a_goal(page, shots)
    _holds_the_review(page, shots)
    _writes_down_what_worries_her(page, shots)
    _prepares_the_renewal(page, shots)
    _keeps_a_view_of_her_customers(page, shots)
    _hands_the_customer_over(page, shots)


def _looks_at_the_customer(page: Page, shots: Shots) -> None:
    open_list(page, "Accounts")
    page.get_by_role("link", name="Customers", exact=True).click()
    page.get_by_role("link", name=CUSTOMER).click()
    page.get_by_role("link", name="Open as page").click()
    expect(page.locator(".glance")).to_contain_text("C-2025-0001")
    expect(page.locator(".glance")).to_contain_text("Mara Lindner")
    shots.glance(page, "csm-02-customer")


def _agrees_on_a_goal(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="Related").click()
    page.locator(".adders").get_by_role("link", name="Success goals").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Name": "Trucks leave on time",
            "Why it matters to them": "Late trucks cost them a fine each",
            "Measure": "Share of trucks that leave within 15 minutes",
            "Unit": "%",
            "Baseline": "71",
            "Target": "90",
            "Status": "Agreed",
            "Their owner": "Mara",
            "Agreed": "2026-03-10",
            "Due": "2026-06-30",
        },
    )
    shots.glance(page, "csm-03-new-goal")
    page.get_by_role("button", name="Add success goal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trucks leave on time")
    shots.glance(page, "csm-04-goal")
    page.get_by_role("link", name="Related").click()
    page.locator(".adders").get_by_role("link", name="Outcomes").click()
    fill_in(
        page.locator("form.record-form"),
        {"Name": "First month on time", "Value": "83.5", "Target": "90", "Unit": "%", "Day": "2026-03-09"},
    )
    page.get_by_role("button", name="Add outcome").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("First month on time")

    goal, outcome = SuccessGoal.objects.get(), Outcome.objects.get()
    assert (goal.account.name, goal.owner.name, goal.contact.name) == (CUSTOMER, "Cleo Marchetti", "Mara Lindner")
    assert goal.why == "Late trucks cost them a fine each"
    assert (goal.baseline, goal.target, goal.status, goal.due_on) == (71, 90, "agreed", date(2026, 6, 30))
    assert (outcome.goal, outcome.account, outcome.value) == (goal, goal.account, Decimal("83.5"))


def _holds_the_review(page: Page, shots: Shots) -> None:
    open_list(page, "Business reviews")
    page.get_by_role("link", name="New business review").click()
    fill_in(page.locator("form.record-form"), {"Name": "Spring review", "Account": "Harbour", "Due": "2026-03-20"})
    page.get_by_role("button", name="Add business review").click()
    edit(page, "status", "Held")
    edit(page, "held_on", "2026-03-10")
    open_cell(page, "decisions")
    page.keyboard.type("They roll out to the second depot in May.\nWe train the new team in April.")
    page.keyboard.press("Control+Enter")
    expect(cell(page, "decisions")).to_contain_text("We train the new team in April.")
    shots.glance(page, "csm-05-review")

    review = Qbr.objects.get()
    assert (review.status, review.held_on, review.owner.name) == ("held", date(2026, 3, 10), "Cleo Marchetti")
    assert review.decisions == "They roll out to the second depot in May.\nWe train the new team in April."


def _writes_down_what_worries_her(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name=CUSTOMER).first.click()
    page.locator("[data-mention]").click()
    page.keyboard.type("Logins fell by a third since **Mara** is on leave. @Sam")
    expect(page.locator("[data-mention-results] .picker-option")).to_have_text("Sam Okafor")
    page.keyboard.press("Enter")
    page.keyboard.type("who else do you know there?")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note-text strong")).to_have_text("Mara")
    page.get_by_role("link", name="Related").click()
    page.locator(".adders").get_by_role("link", name="Escalations").click()
    fill_in(
        page.locator("form.record-form"),
        {"Subject": "Champion on leave, use falls", "Cause": "Sponsor away", "Tier": "Manager", "ARR at risk": "24000"},
    )
    page.get_by_role("button", name="Add escalation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Champion on leave")
    shots.glance(page, "csm-06-escalation")

    escalation = Escalation.objects.get()
    assert (escalation.account.name, escalation.arr_at_risk, escalation.currency) == (CUSTOMER, 24000, "EUR")
    assert (escalation.tier, escalation.owner.name) == ("manager", "Cleo Marchetti")
    assert Note.objects.get().about == escalation.account
    assert "Cleo Marchetti" in Notification.objects.get(user__name="Sam Okafor").text


def _prepares_the_renewal(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name=CUSTOMER).first.click()
    page.get_by_role("link", name="C-2025-0001").click()
    page.get_by_role("link", name="Open as page").click()
    page.get_by_text("Add a task").click()
    page.get_by_label("What is to be done").fill("Send the renewal offer")
    fill_in(page.locator(".adder form"), {"Who": "Cleo", "By": "2026-03-09"})
    page.get_by_role("button", name="Add task").click()
    expect(page.locator(".is-late")).to_have_text("late: yesterday")
    page.get_by_role("link", name="Related").click()
    shots.glance(page, "csm-07-contract-related")
    page.locator(".adders").get_by_role("link", name=re.compile("^Opportunities")).click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Name": "Harbour Foods, second year",
            "Type": "Renewal",
            "Stage": "Proposal",
            "ARR": "26400",
            "Expected close": "2026-04-15",
        },
    )
    page.get_by_role("button", name="Add opportunity").click()
    save_anyway(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Foods, second year")

    contract, renewal, task = Contract.objects.get(), Opportunity.objects.get(), Task.objects.get()
    assert (renewal.renews, renewal.account, renewal.type) == (contract, contract.account, "renewal")
    assert (renewal.arr, renewal.owner.name) == (Decimal(26400), "Cleo Marchetti")
    assert (task.about, task.due_on, task.done_at) == (contract, date(2026, 3, 9), None)

    page.get_by_role("link", name="Inbox", exact=True).first.click()
    shots.glance(page, "csm-08-inbox")
    expect(page.locator(".home-row", has_text="Send the renewal offer")).to_contain_text("C-2025-0001")
    page.get_by_role("checkbox", name="Send the renewal offer").click()
    expect(page.get_by_role("checkbox", name="Send the renewal offer")).to_have_attribute("aria-checked", "true")
    assert Task.objects.get().done_at is not None


def _keeps_a_view_of_her_customers(page: Page, shots: Shots) -> None:
    open_list(page, "Accounts")
    page.get_by_role("button", name="Filter").click()
    page.locator("#filter-field").select_option(label="CSM")
    page.locator("#filter-value").fill("me")
    page.get_by_role("button", name="Add filter").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Keep view").click()
    page.get_by_label(re.compile("^Save this list as")).fill("My customers")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".list-view[aria-current]")).to_have_text("My customers")
    shots.glance(page, "csm-10-view")

    view = SavedView.objects.get()
    assert (view.name, view.kind_key) == ("My customers", "account")


def _hands_the_customer_over(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name=CUSTOMER).click()
    page.get_by_role("link", name="Open as page").click()
    page.get_by_role("link", name="Change", exact=True).click()
    form = page.locator("form.record-form")
    fill_in(form, {"CSM": "Sam", "Reason": "Cleo is on leave until June"})
    shots.glance(page, "csm-11-hand-over")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator(".history > li").first).to_contain_text("Cleo is on leave until June")
    shots.glance(page, "csm-12-history")

    account = Account.objects.get()
    assert account.csm.name == "Sam Okafor"
    assert [version.csm_id for version in versions_of(record=account)] == [
        account.csm_id,
        User.objects.get(name="Cleo Marchetti").person.pk,
    ]

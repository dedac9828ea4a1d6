"""A support agent's day: a case from its e-mail to its answer, when it comes back, and what is learned from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.business.support.models import Case, CaseEvent, CaseMessage, KbArticle
from tenure.foundation.access.models import User
from tests.scenarios.hands import add_part, come_in, edit, fill_in, open_list
from tests.support.shots import Shots

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = """Good morning,

since yesterday evening no label comes out of the printer at gate 4. Nothing has changed on our side.
Twelve trucks wait.

Mara Lindner"""


def test_a_support_agents_day(
    page: Page, agent: User, customer: Account, shots: Shots, set_clock: Callable[[str], None]
) -> None:
    come_in(page, email="noor@northwind.example")
    shots.glance(page, "support-01-home")

    _opens_the_case(page, shots)
    _answers(page, shots)
    set_clock("2026-03-10T11:00:00+00:00")
    _resolves_it(page, shots)
    set_clock("2026-03-10T14:00:00+00:00")
    _opens_it_again(page, shots)
    _writes_an_article(page, shots)
    _looks_over_the_queue(page, shots)


def _opens_the_case(page: Page, shots: Shots) -> None:
    open_list(page, "Cases")
    page.get_by_role("link", name="New case").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Subject": "No labels at gate 4",
            "Type": "Incident",
            "Severity": "2 · Badly hindered",
            "Channel": "E-mail",
            "Description": MAIL,
            "Account": "Harbour",
            "Contact": "Mara",
            "Product": "Atlas",
        },
    )
    shots.glance(page, "support-02-new-case")
    page.get_by_role("button", name="Add case").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("No labels at gate 4")
    add_part(
        page,
        "case message",
        {"Body": MAIL, "Actor": "Customer", "Contact": "Mara", "When": "2026-03-10T09:40"},
    )
    shots.glance(page, "support-03-case")

    case, message = Case.objects.get(), CaseMessage.objects.get()
    assert (case.number, case.account.name, case.contact.name) == ("00001", "Harbour Foods", "Mara Lindner")
    assert (case.severity, case.owner.name, case.description) == ("2", "Noor Haddad", MAIL)
    assert case.opened_at == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert (message.case, message.actor, message.body) == (case, "customer", MAIL)


def _answers(page: Page, shots: Shots) -> None:
    edit(page, "severity", "1 · Work has stopped")
    edit(page, "status", "In work")
    add_part(page, "case event", {"Type": "Severity changed", "Actor": "Agent", "Agent": "Noor"})
    page.get_by_role("button", name=re.compile("Add case message")).click()
    form = page.locator(".part-form")
    fill_in(form, {"Body": "We look at it now. Please keep gate 4 on paper until noon.", "Author": "Noor"})
    form.get_by_label("Seen by the customer").check()
    form.get_by_role("button", name="Add case message").click()
    expect(page.locator(".message")).to_have_count(2)
    edit(page, "first_response_at", "2026-03-10T10:00")
    page.locator("[data-mention]").fill("The print service lost its certificate. **Renewed by hand.**")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note-text strong")).to_have_text("Renewed by hand.")
    shots.glance(page, "support-04-answered")

    case, event, answer = Case.objects.get(), CaseEvent.objects.get(), CaseMessage.objects.order_by("pk").last()
    assert (case.severity, case.status) == ("1", "open")
    assert case.first_response_at == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert (event.type, event.agent.name, event.case) == ("severity", "Noor Haddad", case)
    assert answer is not None
    assert (answer.public, answer.author.name, answer.at) == (
        True,
        "Noor Haddad",
        datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
    )


def _resolves_it(page: Page, shots: Shots) -> None:
    page.get_by_role("link", name="Change", exact=True).click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Status": "Resolved",
            "Resolved": "2026-03-10T11:50",
            "Resolution": "The certificate of the print service was renewed.",
            "Root cause": "Certificate ran out",
        },
    )
    shots.glance(page, "support-05-resolving")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("h1 .state")).to_have_text("Resolved")
    add_part(page, "case event", {"Type": "Resolved", "Actor": "Agent", "Agent": "Noor"})
    shots.glance(page, "support-06-resolved")

    case = Case.objects.get()
    assert (case.status, case.resolved_at) == ("resolved", datetime(2026, 3, 10, 10, 50, tzinfo=UTC))
    assert case.root_cause == "Certificate ran out"


def _opens_it_again(page: Page, shots: Shots) -> None:
    page.reload()
    edit(page, "status", "In work")
    edit(page, "resolved_at", "")
    add_part(page, "case event", {"Type": "Reopened", "Actor": "Customer"})
    page.get_by_role("link", name="Timeline").click()
    expect(page.locator("#record-body")).to_contain_text("Twelve trucks wait")
    shots.glance(page, "support-07-timeline")

    case = Case.objects.get()
    assert (case.status, case.resolved_at) == ("open", None)
    assert list(CaseEvent.objects.order_by("pk").values_list("type", flat=True)) == ["severity", "resolved", "reopened"]


def _writes_an_article(page: Page, shots: Shots) -> None:
    open_list(page, "Articles")
    page.get_by_role("link", name="New article").click()
    fill_in(
        page.locator("form.record-form"),
        {
            "Title": "No label comes out of a printer",
            "Body": "1. Look whether the certificate of the print service is valid.\n2. Renew it.",
            "Category": "Printing",
            "Product": "Atlas",
        },
    )
    page.get_by_role("button", name="Add article").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("No label comes out")
    edit(page, "status", "Published")
    edit(page, "published_at", "2026-03-10T15:00")
    shots.glance(page, "support-08-article")
    page.keyboard.press("/")
    page.keyboard.type("certificat printer")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text("No label comes out of a printer")
    shots.glance(page, "support-09-search")

    article = KbArticle.objects.get()
    assert (article.status, article.owner.name, article.category) == ("published", "Noor Haddad", "Printing")


def _looks_over_the_queue(page: Page, shots: Shots) -> None:
    open_list(page, "Cases")
    page.get_by_role("link", name="Open", exact=True).click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    shots.glance(page, "support-10-open-cases")
    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.locator("[data-column=open] [data-card]")).to_have_count(1)
    shots.glance(page, "support-11-board")

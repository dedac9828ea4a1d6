"""Record pages in a real browser: keyboard, pickers, undo, and two people in one field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.interfaces.web.addresses import record_url

pytestmark = pytest.mark.django_db(transaction=True)


def cell(page: Page, name: str) -> Any:
    return page.locator(f"[data-cell='{name}']")


def edit(page: Page, name: str) -> None:
    """Opens a field by a click beside its value, and waits until one can type."""
    cell(page, name).locator("dt").click()
    expect(cell(page, name).locator("input:not([type=hidden])").first).to_be_focused()


def second_page(page: Page, live_server: Any, user: User) -> Page:
    """Another browser, signed in as another person."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    context = page.context.browser.new_context(base_url=live_server.url)  # type: ignore[union-attr]
    cookie = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}])
    return context.new_page()


def test_a_field_is_edited_by_click_saved_by_enter_and_undone(
    page: Page, sign_in: Callable[..., None], seller: User, account: Account
) -> None:
    sign_in(user=seller)
    page.goto(record_url(account))

    edit(page, "industry")
    page.keyboard.type("Energy")
    page.keyboard.press("Enter")
    expect(cell(page, "industry")).to_contain_text("Energy")
    expect(page.locator(".toast-note")).to_contain_text("Saved.")

    page.locator("[data-toast-undo]").click()
    expect(cell(page, "industry")).to_contain_text("Retail")


def test_escape_leaves_a_field_as_it_was(
    page: Page, sign_in: Callable[..., None], seller: User, account: Account
) -> None:
    sign_in(user=seller)
    page.goto(record_url(account))

    edit(page, "industry")
    page.keyboard.type("Energy")
    page.keyboard.press("Escape")

    expect(cell(page, "industry").locator(".cell-value")).to_have_text("Retail")
    account.refresh_from_db()
    assert account.industry == "Retail"


def test_e_edits_the_first_field(page: Page, sign_in: Callable[..., None], seller: User, account: Account) -> None:
    sign_in(user=seller)
    page.goto(record_url(account))

    page.keyboard.press("e")

    expect(cell(page, "name").locator("input[name=name]")).to_be_focused()


def test_a_person_is_picked_by_typing(
    page: Page, sign_in: Callable[..., None], seller: User, admin: User, opportunity: Opportunity
) -> None:
    sign_in(user=seller)
    page.goto(record_url(opportunity))

    edit(page, "owner")
    page.keyboard.type("ad")
    expect(page.locator(".picker-option[aria-selected=true]")).to_have_text("Ada")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(cell(page, "owner").locator("a")).to_have_text("Ada")
    opportunity.refresh_from_db()
    assert opportunity.owner == admin.person  # type: ignore[attr-defined]


def test_enter_before_the_answer_takes_the_best_of_it(
    page: Page, sign_in: Callable[..., None], seller: User, admin: User, opportunity: Opportunity
) -> None:
    sign_in(user=seller)
    page.goto(record_url(opportunity))

    edit(page, "owner")
    page.locator("#field-owner").fill("ada")
    page.keyboard.press("Enter")
    expect(page.locator("[data-inline-form] input[name=owner]")).to_have_value(admin.person.public_id)  # type: ignore[attr-defined]
    page.keyboard.press("Enter")

    expect(cell(page, "owner").locator("a")).to_have_text("Ada")


def test_two_people_in_one_field_see_both_values(
    page: Page, live_server: Any, sign_in: Callable[..., None], seller: User, admin: User, account: Account
) -> None:
    sign_in(user=seller)
    page.goto(record_url(account))
    other = second_page(page, live_server, admin)
    other.goto(record_url(account))
    edit(page, "industry")
    edit(other, "industry")

    other.keyboard.type("Media")
    other.keyboard.press("Enter")
    expect(cell(other, "industry").locator(".cell-value")).to_have_text("Media")
    page.locator("[data-cell=industry] input[name=industry]").fill("Energy")
    page.keyboard.press("Enter")

    expect(cell(page, "industry")).to_contain_text("Ada changed Industry while you were editing.")
    expect(cell(page, "industry").locator(".clash-values dd")).to_have_text(["Retail", "Media", "Energy"])
    account.refresh_from_db()
    assert account.industry == "Media"

    page.get_by_role("button", name="Save mine").click()
    expect(cell(page, "industry").locator(".cell-value")).to_have_text("Energy")
    other.context.close()


def test_a_line_is_added_on_the_page_and_the_total_follows(
    page: Page, sign_in: Callable[..., None], admin: User, opportunity: Opportunity, act: Callable[..., Any]
) -> None:
    from tenure.business.billing.models import Product
    from tenure.foundation.records import operations

    with act():
        operations.create(model=Product, values={"name": "Core"})
    sign_in(user=admin)
    page.goto(record_url(opportunity))

    for amount in ("100", "250.50"):
        page.get_by_role("button", name=re.compile("Opportunity line$", re.IGNORECASE)).first.click()
        page.locator(".part-form [name='product.text']").fill("Core")
        expect(page.locator(".part-form .picker-option")).to_have_text("Core")
        page.locator(".part-form .picker-option").click()
        page.locator(".part-form [name=arr]").fill(amount)
        page.keyboard.press("Enter")
        expect(page.locator("#parts-opp_line tbody")).to_contain_text(f"€{amount}")

    expect(page.locator("#parts-opp_line tfoot")).to_contain_text("€350.50")


def test_a_colleague_is_mentioned_by_typing(
    page: Page, sign_in: Callable[..., None], seller: User, admin: User, account: Account
) -> None:
    sign_in(user=seller)
    page.goto(record_url(account))

    page.locator("[data-mention]").click()
    page.keyboard.type("Ask @ad")
    expect(page.locator("[data-mention-results] .picker-option")).to_have_text("Ada")
    page.keyboard.press("Enter")
    page.keyboard.type("today")
    page.get_by_role("button", name="Add note").click()

    expect(page.locator(".note-text")).to_have_text("Ask @Ada today")
    expect(page.locator(".note-text a")).to_have_attribute("href", f"/people/{admin.person.public_id}/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_fits_a_phone(
    page: Page, sign_in: Callable[..., None], seller: User, account: Account, theme: Any
) -> None:
    sign_in(user=seller)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 390, "height": 844})

    for address in ("", "?tab=timeline", "?tab=related", "?tab=history", "change/"):
        page.goto(f"{record_url(account)}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


DROP = """files => {
  const carried = new DataTransfer();
  for (const [name, content] of files) carried.items.add(new File([content], name));
  const fire = (type) => document.querySelector(".record").dispatchEvent(
    new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
  fire("dragenter");
  fire("drop");
}"""


def test_files_dropped_on_the_page_are_attached_and_each_refusal_is_told(
    page: Page, sign_in: Callable[..., None], seller: User, account: Account, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    sign_in(user=seller)
    page.goto(f"{record_url(account)}?tab=timeline")
    page.goto(record_url(account))

    page.evaluate(DROP, [["plan.txt", "hello"], ["photo.png", "no picture"], ["notes.txt", "more"]])

    expect(page.locator("#record-files .todo-item")).to_have_count(2)
    expect(page.locator(".upload.is-refused")).to_contain_text("photo.png")
    expect(page.locator(".upload.is-refused")).to_contain_text("its content is not")
    page.locator("[data-upload-close]").click()
    expect(page.locator(".upload")).to_have_count(0)


def test_a_new_record_is_made_from_a_picker_without_losing_the_form(
    page: Page, sign_in: Callable[..., None], seller: User, account: Account
) -> None:
    sign_in(user=seller)
    page.goto(f"/opportunities/new/?account={account.public_id}")
    page.locator("input[name=name]").fill("Big deal")

    page.locator("input[name='account.text']").fill("Globex")
    page.locator(".picker-new").click()
    dialog = page.locator("dialog.new-record")
    expect(dialog.locator("input[name=name]")).to_have_value("Globex")
    dialog.get_by_role("button", name="Add account").click()
    dialog.get_by_role("button", name="Save anyway").click()

    expect(dialog).to_have_count(0)
    expect(page.locator("input[name='account.text']")).to_have_value("Globex")
    expect(page.locator("input[name=name]")).to_have_value("Big deal")
    made = Account.objects.get(name="Globex")
    assert page.locator("input[type=hidden][name=account]").input_value() == made.public_id

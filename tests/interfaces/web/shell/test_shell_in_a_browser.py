"""The frame in a real browser: keyboard, palette, theme, navigation, phone width, accessibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.lifecycle.work.operations import add_task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/inbox/",
    "/search/?q=contoso",
    "/settings/company/",
    "/settings/calendars/",
    "/settings/jobs/",
    "/audit/",
]


@pytest.fixture
def at_home(page: Page, anna: User, act: Callable[..., Any], sign_in: Callable[..., None]) -> Page:
    """Anna is signed in and at home, with one account and two tasks."""
    with act():
        account = Account.objects.create(name="Contoso Logistics", owner=anna.person)
        add_task(title="Call Contoso", assignee=anna.person, about=account)
        add_task(title="Write the proposal", assignee=anna.person)
    sign_in(user=anna)
    page.goto("/")
    return page


def test_g_and_a_letter_go_and_question_mark_lists_the_keys(at_home: Page) -> None:
    at_home.keyboard.press("?")
    expect(at_home.get_by_role("heading", name="Keyboard")).to_be_visible()
    at_home.keyboard.press("Escape")

    at_home.keyboard.press("g")
    at_home.keyboard.press("i")

    at_home.wait_for_url("**/inbox/")


def test_the_palette_finds_a_record_by_keyboard_alone(at_home: Page) -> None:
    at_home.keyboard.press("Control+k")
    at_home.keyboard.type("contoso l")
    expect(at_home.locator("[data-palette-item]").first).to_contain_text("Contoso Logistics")

    at_home.keyboard.press("Enter")

    at_home.wait_for_url("**/accounts/acc_*/")


def test_the_theme_and_the_width_of_the_navigation_are_remembered(at_home: Page) -> None:
    at_home.get_by_role("button", name="My account").click()
    at_home.get_by_role("button", name="Dark").click()
    at_home.keyboard.press("Escape")
    at_home.locator("[data-nav-toggle]").click()

    at_home.goto("/inbox/")

    expect(at_home.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert at_home.locator(".nav-pane").bounding_box()["width"] == 56  # type: ignore[index]


def test_j_and_k_move_and_the_panel_opens_beside_with_its_own_address(at_home: Page) -> None:
    at_home.keyboard.press("j")
    expect(at_home.locator("[data-row].is-current")).to_contain_text("Call Contoso")

    at_home.keyboard.press("o")

    at_home.wait_for_url("**/?panel=*")
    expect(at_home.locator("#panel")).to_contain_text("Call Contoso")
    at_home.reload()
    expect(at_home.locator("#panel")).to_contain_text("Call Contoso")
    at_home.keyboard.press("Escape")
    expect(at_home.locator("#panel-shell")).to_be_hidden()


def test_a_past_day_turns_amber_and_stays_while_moving_about(at_home: Page) -> None:
    at_home.get_by_title("The day that this page is read as of").click()
    at_home.get_by_label("Read everything as of the end of").fill("2026-03-01")
    at_home.wait_for_url("**/?as_of=2026-03-01")

    at_home.locator(".nav-item", has_text="Inbox").click()

    at_home.wait_for_url("**/inbox/?as_of=2026-03-01")
    expect(at_home.locator(".as-of.is-past")).to_be_visible()
    at_home.get_by_role("link", name="Back to today").first.click()
    at_home.wait_for_url("**/inbox/")


def test_a_phone_shows_the_navigation_as_a_drawer_and_never_scrolls_sideways(at_home: Page) -> None:
    at_home.set_viewport_size({"width": 390, "height": 844})
    for address in PAGES:
        at_home.goto(address)
        assert at_home.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    at_home.get_by_role("button", name="Open the navigation").click()
    at_home.locator(".nav-item", has_text="Home").click()

    expect(at_home.get_by_role("heading", name="Good to see you, Anna")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_accessible_in_light_and_dark(at_home: Page, theme: str) -> None:
    at_home.context.add_cookies([{"name": "theme", "value": theme, "url": at_home.url}])
    troubles = []
    for address in [*PAGES, "/account/password/change/"]:
        at_home.goto(address)
        for found in Axe().run(at_home).response["violations"]:
            first = found["nodes"][0]
            troubles.append((address, found["id"], first["html"][:120], first["failureSummary"][:200]))

    assert troubles == []


def test_dangerous_buttons_ask_first(at_home: Page) -> None:
    at_home.goto("/settings/calendars/")
    at_home.get_by_label("Name").fill("Berlin")
    at_home.get_by_role("button", name="Add calendar").click()
    at_home.get_by_role("button", name="Remove", exact=True).first.click()
    expect(at_home.get_by_text("Remove the calendar Berlin")).to_be_visible()

    at_home.get_by_role("button", name="Cancel").click()
    assert at_home.url.endswith("/")
    at_home.get_by_role("button", name="Remove", exact=True).first.click()
    at_home.locator("[data-confirm-yes]").click()

    expect(at_home.get_by_text("The calendar Berlin was removed.")).to_be_visible()


def test_somebody_signs_in_with_their_password(page: Page, anna: User) -> None:
    page.goto("/inbox/")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Password").fill("a long enough secret")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

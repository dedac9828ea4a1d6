"""Lists in a real browser: filter by choosing, edit in place with undo, keyboard, columns, many at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def rows(page: Page) -> list[str]:
    """The names of the rows, in order."""
    return page.locator("tbody tr[data-row] a.row-name").all_inner_texts()


def test_a_filter_is_built_by_choosing_and_taken_away_by_its_chip(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/")

    page.get_by_role("button", name="Filter").click()
    page.locator("#filter-field").select_option("industry")
    page.locator("#filter-value").fill("Retail")
    expect(page.locator("[data-filter-count]")).to_contain_text("2 accounts match")
    page.get_by_role("button", name="Add filter").click()

    expect(page.locator(".chip")).to_have_count(1)
    assert sorted(rows(page)) == ["Aster", "Birch"]
    page.locator(".chip a").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)


def test_a_written_filter_says_at_once_what_is_wrong(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/")

    page.get_by_role("button", name="Filter").click()
    page.locator("#where-text").fill("industri = 'Retail'")

    expect(page.locator("[data-text-count]")).to_contain_text("industry")


def test_a_cell_is_edited_by_double_click_and_undone(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/?sort=name")
    cell = page.locator("tbody tr[data-row]").first.locator("[data-cell=industry]")

    cell.locator(".cell-value").dblclick()
    expect(cell.locator("input[name=industry]")).to_be_focused()
    page.keyboard.type("Energy")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Energy")

    page.locator("[data-toast-undo]").click()
    expect(cell).to_contain_text("Retail")


def test_the_keyboard_moves_selects_and_opens(
    page: Page, sign_in: Callable[..., None], manager: User, three: list[Account]
) -> None:
    sign_in(user=manager)
    page.goto("/accounts/?sort=name")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("Birch")
    expect(page).to_have_url(re.compile("panel="))
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"/accounts/{three[1].public_id}/"))


def test_chosen_columns_stay_chosen(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/")

    page.get_by_role("button", name="Columns").click()
    page.locator("[data-column-list] input[value=region]").uncheck()
    page.locator("[data-column-list] input[value=size]").check()
    page.get_by_role("button", name="Use these columns").click()

    expect(page.locator("thead th").filter(has_text="Employees")).to_have_count(1)
    page.goto("/accounts/")
    expect(page.locator("thead th").filter(has_text="Employees")).to_have_count(1)
    expect(page.locator("thead th").filter(has_text="Region")).to_have_count(0)


def test_many_are_changed_after_a_look_and_taken_back_as_one(
    page: Page, sign_in: Callable[..., None], manager: User, three: list[Account]
) -> None:
    sign_in(user=manager)
    page.goto("/accounts/")

    page.locator("[data-select-all]").check()
    page.get_by_role("button", name="Change a field").click()
    page.locator("#bulk-field").select_option("industry")
    page.get_by_role("button", name="Go on").click()
    page.locator("input[name=industry]").fill("Energy")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator("[data-effect]")).to_contain_text("2 of 3 would change")
    page.get_by_role("button", name="Change 2").click()

    expect(page.locator(".toast-note")).to_contain_text("2 of 3 changed")
    assert Account.objects.filter(industry="Energy").count() == 3
    page.locator("[data-toast-undo]").click()
    expect(page.locator("[data-cell=industry]").filter(has_text="Retail")).to_have_count(2)


def test_a_column_drawn_wider_stays_wide(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/")

    page.locator("th[data-width-of=industry] [data-edge]").focus()
    with page.expect_response(re.compile("/accounts/widths/")):
        page.keyboard.press("ArrowRight")
    width = page.locator("th[data-width-of=industry]").get_attribute("data-width")
    page.reload()

    expect(page.locator("th[data-width-of=industry]")).to_have_css("width", f"{width}px")

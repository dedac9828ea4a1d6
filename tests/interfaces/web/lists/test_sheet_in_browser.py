"""A list used like a sheet in a real browser: keys between cells, columns drawn over, and a past day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.interfaces.web.models import ListLayout

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/accounts/?sort=name&columns=name,industry,size,region"


def cell(page: Page, row: int, name: str) -> Locator:
    """A cell by its row and column."""
    return page.locator("tbody tr[data-row]").nth(row).locator(f"[data-cell='{name}']")


def edit(page: Page, row: int, name: str) -> None:
    """Opens a cell by double click, until it takes what is typed."""
    cell(page, row, name).locator(".cell-value").dblclick()
    expect(cell(page, row, name).locator(f"input[name={name}]")).to_be_focused()


def heads(page: Page) -> list[str]:
    """The names of the columns as they stand."""
    return page.locator("th[data-width-of]").evaluate_all("all => all.map(each => each.dataset.widthOf)")


def test_tab_saves_and_opens_the_next_cell_also_in_the_next_row_and_shift_tab_leads_back(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto(ADDRESS)

    edit(page, 0, "industry")
    page.keyboard.type("Energy")
    page.keyboard.press("Tab")
    expect(cell(page, 0, "size").locator("input[name=size]")).to_be_focused()
    expect(cell(page, 0, "industry")).to_contain_text("Energy")
    page.keyboard.press("Shift+Tab")
    expect(cell(page, 0, "industry").locator("input[name=industry]")).to_be_focused()
    for name in ("size", "region"):
        page.keyboard.press("Tab")
        expect(cell(page, 0, name).locator(f"input[name={name}]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, 1, "industry").locator("input[name=industry]")).to_be_focused()

    three[0].refresh_from_db()
    assert (three[0].industry, three[0].versions_model._default_manager.filter(record_id=three[0].pk).count()) == (
        "Energy",
        2,
    )


def test_enter_saves_escape_gives_up_and_arrows_move_between_cells(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto(ADDRESS)

    edit(page, 0, "industry")
    page.keyboard.type("Energy")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "industry").locator("[data-edit]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, "industry").locator("[data-edit]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "size").locator("[data-edit]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, 1, "size").locator("input[name=size]")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(cell(page, 1, "size").locator("[data-edit]")).to_be_focused()

    three[0].refresh_from_db()
    three[1].refresh_from_db()
    assert (three[0].industry, three[1].size) == ("Energy", 200)


def test_a_refused_value_keeps_its_cell_open(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto(ADDRESS)

    edit(page, 0, "size")
    page.keyboard.type("many")
    page.keyboard.press("Tab")

    expect(cell(page, 0, "size").locator(".field-error")).to_be_visible()
    expect(cell(page, 0, "size").locator("input[name=size]")).to_be_focused()


def test_columns_are_put_in_order_by_dragging_their_heads_and_by_keys(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto(ADDRESS)

    with page.expect_response("**/accounts/columns/"):
        page.locator("th[data-width-of=region]").drag_to(
            page.locator("th[data-width-of=industry]"), target_position={"x": 4, "y": 10}
        )
    assert heads(page) == ["name", "region", "industry", "size"]
    page.locator("th[data-width-of=size] .sort-link").focus()
    with page.expect_response("**/accounts/columns/"):
        page.keyboard.press("Alt+ArrowLeft")
    assert heads(page) == ["name", "region", "size", "industry"]
    expect(page.locator("th[data-width-of=size] .sort-link")).to_be_focused()

    first = page.locator("tbody tr[data-row]").first.locator("[data-cell]")
    assert first.evaluate_all("all => all.map(each => each.dataset.cell)") == ["region", "size", "industry"]
    page.goto("/accounts/?sort=name")
    assert heads(page) == ["name", "region", "size", "industry"]
    assert ListLayout.objects.get().columns == ["name", "region", "size", "industry"]


def test_columns_are_moved_in_their_menu_by_dragging(
    page: Page, sign_in: Callable[..., None], seller: User, three: list[Account]
) -> None:
    sign_in(user=seller)
    page.goto(ADDRESS)

    page.get_by_role("button", name="Columns").click()
    items = page.locator("[data-column-item]")
    items.nth(2).drag_to(items.nth(0), target_position={"x": 40, "y": 3})
    page.get_by_role("button", name="Use these columns").click()

    expect(page.locator("th[data-width-of]").nth(1)).to_have_attribute("data-width-of", "region")
    assert heads(page) == ["name", "region", "industry", "size"]


def test_a_past_day_is_chosen_above_the_list_and_nothing_can_be_edited_there(
    page: Page, sign_in: Callable[..., None], seller: User, company: Any, act: Callable[..., Any]
) -> None:
    with act(datetime(2026, 1, 5, tzinfo=UTC)):
        acme = operations.create(model=Account, values={"name": "Alpha", "industry": "Retail"})
    with act():
        operations.change(record=acme, values={"name": "Acme"})
    sign_in(user=seller)
    page.goto("/accounts/?as_of=2026-02-01")

    expect(page.locator("tbody a.row-name")).to_have_text("Alpha")
    cell(page, 0, "industry").locator(".cell-value").dblclick()
    expect(page.locator("[data-inline-form]")).to_have_count(0)
    page.locator("a.row-name").click()
    expect(page.locator("#panel")).to_contain_text("Alpha")

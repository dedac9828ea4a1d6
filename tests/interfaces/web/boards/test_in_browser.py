"""Boards in a real browser: a card moves by mouse and by keyboard, and goes back on Undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records import operations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def prospect(company: Any, act: Callable[..., Any]) -> Account:
    """A company that may buy."""
    with act():
        return operations.create(model=Account, values={"name": "Dune", "status": "prospect"})


def test_a_card_moves_by_mouse_and_comes_back_by_undo(
    page: Page, sign_in: Callable[..., None], seller: User, prospect: Account
) -> None:
    sign_in(user=seller)
    page.goto("/accounts/board/")

    page.locator("[data-card]").drag_to(page.locator("[data-column=customer]"))
    expect(page.locator("[data-column=customer] [data-card]")).to_have_count(1)
    expect(page.locator(".toast-note")).to_contain_text("moved")
    prospect.refresh_from_db()
    assert prospect.status == "customer"

    page.locator("[data-toast-undo]").click()
    expect(page.locator("[data-column=prospect] [data-card]")).to_have_count(1)


def test_a_card_moves_by_keyboard(page: Page, sign_in: Callable[..., None], seller: User, prospect: Account) -> None:
    sign_in(user=seller)
    page.goto("/accounts/board/")

    page.keyboard.press("j")
    page.keyboard.press("]")

    expect(page.locator("[data-column=prospect] [data-card]")).to_have_count(0)
    expect(page.locator(".toast-note")).to_contain_text("moved")

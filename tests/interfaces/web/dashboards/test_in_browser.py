"""Dashboards in a real browser: a tile moves by keyboard and by mouse, and stays where it was put."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tenure.foundation.access.models import User
from tenure.interfaces.reports.declaring import Dashboard, number
from tenure.interfaces.web.dashboards.keeping import make_dashboard, slug_of
from tests.interfaces.web.records.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_tiles_are_arranged_by_keyboard_and_by_mouse(
    page: Page, sign_in: Callable[..., None], seller: User, won: None
) -> None:
    like = Dashboard("", "Mine", "", (number("win_rate"), number("open_cases"), number("customers")))
    own = make_dashboard(act={"by": seller, "path": "test", "now": NOW, "reason": ""}, name="Mine", like=like)
    sign_in(user=seller)
    page.set_default_navigation_timeout(60_000)  # the first question of a process builds the mirror
    page.goto(f"/dashboards/{slug_of(own)}/?arrange=1")
    titles = page.locator(".tile-title")
    expect(titles).to_have_text(["Win rate", "Open cases", "Customers"])

    page.get_by_role("button", name="Move “Win rate”").focus()
    with page.expect_response(lambda answer: answer.url.endswith("/order/")):
        page.keyboard.press("ArrowRight")
    expect(titles).to_have_text(["Open cases", "Win rate", "Customers"])
    expect(page.locator("[data-arrange-said]")).to_have_text("Win rate: place 2 of 3")

    with page.expect_response(lambda answer: answer.url.endswith("/order/")):
        page.locator(".tile").nth(2).drag_to(page.locator(".tile").nth(0))
    page.reload()
    expect(titles).to_have_text(["Customers", "Open cases", "Win rate"])

    page.get_by_role("button", name="Take “Open cases” away").click()
    expect(titles).to_have_text(["Customers", "Win rate"])

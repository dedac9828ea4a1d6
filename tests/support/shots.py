"""A look at a page as people see it: light, dark and on a phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DESK = (1280, 800)
PHONE = (390, 844)
LOOKS = (("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE))


class Shots:
    """Looks at a page in light, dark and on a phone: no accessibility trouble, nothing that scrolls sideways.

    With `TENURE_SHOTS` set to a folder, a picture of each is left there.
    """

    def __init__(self, folder: str | None) -> None:
        self.folder = folder

    def take(self, page: Page, name: str) -> None:
        """Looks, and leaves the page as it was."""
        page.emulate_media(reduced_motion="reduce")
        for theme, size in LOOKS:
            self._put_on(page, theme, size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
            troubles = _troubles(page)
            if self.folder:
                page.screenshot(path=Path(self.folder) / f"{name}-{theme}-{size[0]}.png", full_page=True)
            assert troubles == [], (name, theme, size)
        self._put_on(page, "light", DESK)

    def glance(self, page: Page, name: str) -> None:
        """As `take`, but only the width of a phone is held against the page, which is left as it was."""
        page.emulate_media(reduced_motion="reduce")
        for theme, size in LOOKS if self.folder else (("light", PHONE),):
            self._put_on(page, theme, size)
            if self.folder:
                page.screenshot(path=Path(self.folder) / f"{name}-{theme}-{size[0]}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        self._put_on(page, "light", DESK)

    @staticmethod
    def _put_on(page: Page, theme: str, size: tuple[int, int]) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_load_state()  # a page that is being left has no document for a moment
        page.wait_for_function(
            "theme => document.documentElement && (scrollTo(0, 0), "
            "document.documentElement.setAttribute('data-bs-theme', theme), true)",
            arg=theme,
        )


def _troubles(page: Page) -> list[Any]:
    return [
        (found["id"], found["nodes"][0]["html"][:160], found["nodes"][0]["failureSummary"][:200])
        for found in Axe().run(page).response["violations"]
    ]


@pytest.fixture
def shots() -> Shots:
    """The looker."""
    return Shots(os.environ.get("TENURE_SHOTS"))

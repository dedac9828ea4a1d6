"""A real Chromium, one per process, with a fresh profile per test."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
BROKEN_POLICY = re.compile(r"content security policy", re.IGNORECASE)
WAIT_MS = 10_000


class NoBrowserError(RuntimeError):
    """There is no Chromium on this machine."""


def chromium_path() -> str:
    """Where Chromium is: `TENURE_CHROMIUM`, else the one on the path."""
    for name in (os.environ.get("TENURE_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise NoBrowserError("No Chromium found. Install it (apt-get install chromium) or set TENURE_CHROMIUM to its path.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh profile, whose relative addresses lead to the running product.

    Fails the test on an uncaught script error or on anything that the content security policy refused.
    """
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT_MS)
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda message: troubles.extend(_broken_policy(message)))
    yield tab
    if getattr(request.node, "has_failed", False):
        ARTIFACTS.mkdir(exist_ok=True)
        tab.screenshot(path=ARTIFACTS / f"{request.node.name}.png", full_page=True)
    context.close()
    assert troubles == []


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> Callable[..., None]:
    """`sign_in(user=anna)` gives the page's profile a session of that user, without going through the sign-in page."""

    def sign_in(*, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Remembers on the test that it failed, for the screenshot."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        item.has_failed = True  # type: ignore[attr-defined]


def _broken_policy(message: ConsoleMessage) -> list[str]:
    is_broken = message.type == "error" and BROKEN_POLICY.search(message.text)
    return [f"{message.text} ({message.location})"] if is_broken else []

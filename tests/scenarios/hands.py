"""What a person does with mouse and keyboard, in the words of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

from tests.scenarios.conftest import PASSWORD

LOOK_MS = 100
PATIENCE_MS = 30_000  # the first page of a run may wait for much to be read


def come_in(page: Page, *, email: str) -> None:
    """Signs in by address and password."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")


def open_list(page: Page, name: str) -> None:
    """Goes to a list by the navigation, unfolding the group in which it is."""
    link = page.locator(f".nav-item[title='{name}']")
    if not link.is_visible():
        page.locator(".nav-group", has=link).locator("summary").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def fill_in(form: Locator, fields: Mapping[str, str]) -> None:
    """Writes into a form by the labels that stand there: text, dates, choices, and records found by typing."""
    for label, value in fields.items():
        box = form.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\*)?$"))
        if box.get_attribute("role") == "combobox":
            pick(box, value)
        elif box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)


def pick(box: Locator, text: str) -> None:
    """Finds a record by typing and takes it by Enter."""
    box.fill(text)
    picker = box.locator("xpath=..")
    expect(picker.locator(".picker-option[aria-selected=true]")).to_contain_text(text)
    box.press("Enter")
    expect(picker.locator("input[type=hidden]")).not_to_have_value("")


def cell(page: Page, name: str) -> Locator:
    """A field on a record's page, by its label."""
    return page.locator(f"#main [data-cell='{name}']").first


def open_cell(page: Page, name: str) -> Locator:
    """Clicks beside a field's value, so that it can be written; unfolds what is empty where it is in there."""
    here = cell(page, name)
    if not here.is_visible():
        page.locator(".empty-sections > summary").click()
    here.locator("dt").click()
    expect(here.locator("input:not([type=hidden]), select, textarea").first).to_be_focused()
    return here


def edit(page: Page, name: str, value: str) -> None:
    """Changes a field in place: a click beside the value, write, Enter."""
    here = open_cell(page, name)
    box = here.locator(f"[name='{name}'], [name='{name}.text']").last
    expect(box).to_be_focused()
    if box.get_attribute("role") == "combobox":
        pick(box, value)
        box.press("Enter")
    elif box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(label=value)
        here.get_by_role("button", name="Save").click()
    else:
        box.fill(value)
        box.press("Enter")
    expect(here.locator("form")).to_have_count(0)


def add_part(page: Page, kind: str, fields: Mapping[str, str]) -> None:
    """Adds a line, an event or a message on the page of what it belongs to."""
    page.get_by_role("button", name=re.compile(rf"^\s*(Add )?{kind}$", re.IGNORECASE)).first.click()
    form = page.locator(".part-form")
    fill_in(form, fields)
    form.get_by_role("button", name=re.compile("^Add ")).click()
    expect(form).to_have_count(0)


def save_anyway(page: Page) -> None:
    """Answers the question about what is worth filling in."""
    page.get_by_role("button", name="Save anyway").click()


def until(holds: Callable[[], bool], page: Page) -> None:
    """Waits for what a page has shown already to be written, too."""
    for _ in range(PATIENCE_MS // LOOK_MS):
        if holds():
            return
        page.wait_for_timeout(LOOK_MS)
    raise AssertionError("What the page shows was not written.")

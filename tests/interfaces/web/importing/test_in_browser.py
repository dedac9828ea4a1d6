"""The whole way of an import in a real browser: a messy file becomes records, and the import is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records.models import CustomField
from tenure.interfaces.ingest.models import ImportBatch, MergeProposal
from tests.interfaces.web.importing.conftest import NOW
from tests.support.shots import Shots

pytestmark = pytest.mark.browser

MESSY = (
    "Our customers;;;;;\n"
    ";;;;;\n"
    "Id;Company;Website;Employees;Customer since;Favourite colour\n"
    "1;Acme GmbH;acme.example;1.200;03/04/2025;red\n"
    "2;Bolt;bolt.example;many;05/06/2025;blue\n"
    "3;Cask Ltd;cask.example;90;07/08/2025;Select\n"
    "4;;nameless.example;5;01/02/2025;green\n"
    "5;ACME;acme.example;1.100;03/04/2025;red\n"
)


def test_a_messy_file_is_sent_matched_tried_imported_and_taken_back(
    page: Page, sign_in: Callable[..., None], anna: User, tmp_path: Path, shots: Shots, work: Callable[[], int]
) -> None:
    sign_in(user=anna)
    messy = tmp_path / "customers.csv"
    messy.write_text(MESSY)

    page.goto("/imports/new/")
    shots.take(page, "imports-new")
    page.set_input_files("[data-import-drop] input[type=file]", messy)
    page.wait_for_url("**/imports/drafts/**")
    shots.take(page, "imports-files")
    expect(page.get_by_label("Each row is")).to_have_value("account")
    page.get_by_role("link", name="Match the columns").click()

    expect(page.get_by_text("that the file leaves open")).to_be_visible()
    shots.take(page, "imports-columns")
    while page.locator(".question").count():
        left = page.locator(".question").count()
        page.locator(".question").first.get_by_role("button").first.click()
        expect(page.locator(".question")).to_have_count(left - 1)
    shots.take(page, "imports-columns-answered")
    page.get_by_role("link", name="See what would happen").click()

    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    shots.take(page, "imports-waiting")
    work()
    expect(page.get_by_role("heading", name="This is what would happen")).to_be_visible()
    shots.take(page, "imports-dry-run")
    assert Account.objects.count() == 0
    page.get_by_role("button", name="Import").last.click()

    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Importing")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    shots.take(page, "imports-result")
    assert sorted(Account.objects.values_list("name", flat=True)) == ["ACME", "Acme GmbH", "Bolt", "Cask Ltd"]
    assert CustomField.objects.filter(kind_key="account").count() == 2
    assert MergeProposal.objects.count() == 1
    page.get_by_role("link", name="Acme GmbH").click()
    expect(page.locator("#panel")).to_contain_text("acme.example")
    page.keyboard.press("Escape")

    page.get_by_role("link", name="Decide").click()
    page.wait_for_url("**/duplicates/**")
    shots.take(page, "imports-duplicates")
    page.goto("/imports/")
    shots.take(page, "imports-list")
    _take_back(page, shots, work)
    assert Account.objects.count() == 0
    assert ImportBatch.objects.get().state == "undone"


def _take_back(page: Page, shots: Shots, work: Callable[[], int]) -> None:
    page.get_by_role("link", name="Undo", exact=True).click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    shots.take(page, "imports-undo-looking")
    work()
    expect(page.get_by_text("Nothing of it has been edited since.")).to_be_visible()
    shots.take(page, "imports-undo")
    page.get_by_role("button", name="Undo the import").click()

    expect(page.get_by_role("heading", name="Undoing")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Imported, then undone")).to_be_visible()


def test_pairs_are_decided_with_the_keyboard(
    page: Page, sign_in: Callable[..., None], anna: User, act: Callable[..., Any]
) -> None:
    sign_in(user=anna)
    with act():
        names = ("Acme GmbH", "ACME", "Bolt Inc", "Bolt", "Cask Ltd", "Cask", "Dome AG", "Dome")
        ids = [Account.objects.create(name=name).pk for name in names]
        for keep, other in zip(ids[::2], ids[1::2], strict=True):
            MergeProposal.objects.create(
                kind_key="account", keep_id=keep, other_id=other, reason="the same name", score=99, proposed_at=NOW
            )

    page.goto("/imports/duplicates/")
    expect(page.get_by_text("4 to decide on this page")).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_text("Merged into “Acme GmbH”.")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_text("2 to decide on this page")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("Merged into “Cask”.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("They stay two.")).to_be_visible()
    page.get_by_role("link", name="Next pairs").click()
    expect(page.get_by_text("All others are decided")).to_be_visible()
    page.get_by_role("link", name="Show them again").click()
    expect(page.get_by_text("1 to decide on this page")).to_be_visible()

    assert sorted(Account.objects.values_list("name", flat=True)) == [
        "Acme GmbH",
        "Bolt",
        "Bolt Inc",
        "Cask",
        "Dome",
        "Dome AG",
    ]

"""Settings, Content: what ships, how it stands here, and loading what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from playwright.sync_api import Page, expect

from tenure.business.accounts.models import EmailTemplate
from tenure.business.marketing.models import LeadSource
from tenure.business.support.models import KbArticle
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.table import Change
from tenure.lifecycle.content.loading import load_content
from tenure.lifecycle.content.reading import chosen_pieces, shipped_pieces
from tests.support.shots import Shots

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SignIn = Callable[[User], Client]


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_list_says_how_each_piece_stands_and_loads_the_missing(anna: User, signed_in: SignIn) -> None:
    client = signed_in(anna)
    before = soup_of(client, "/settings/content/")

    answer = client.post("/settings/content/load/")

    assert "0 of 82 are here" in before.get_text()
    assert before.select_one(".page-actions button").get_text(strip=True) == "Load the missing 82"  # type: ignore[union-attr]
    assert answer.headers["Location"] == "/settings/content/"
    change = Change.objects.latest("pk")
    assert (change.path, change.actor, change.recorded_at) == ("content", anna, NOW)
    after = soup_of(client, "/settings/content/")
    assert "82 of 82 are here" in after.get_text()
    assert "82 added." in after.get_text()
    assert after.select_one(".page-actions button") is None
    assert len(after.select("tr[data-row]")) == 82


def test_what_was_changed_or_removed_is_said_and_stays(anna: User, signed_in: SignIn) -> None:
    load_content(by=anna, now=NOW)
    with recording(actor=anna, path="test", now=NOW):
        operations.change(record=EmailTemplate.objects.get(name="Welcome"), values={"subject": "Hello!"})
        operations.delete(record=LeadSource.objects.get(name="Webcast"))
    client = signed_in(anna)

    client.post("/settings/content/load/")

    page = soup_of(client, "/settings/content/")
    rows = [(row.a.get_text(), row.select("td")[2].get_text(strip=True)) for row in page.select("tr[data-row]")]  # type: ignore[union-attr]
    assert [row for row in rows if row[1] != "As shipped"] == [
        ("Webcast", "Removed here"),
        ("Welcome", "Changed here: Subject"),
    ]
    assert EmailTemplate.objects.get(name="Welcome").subject == "Hello!"
    assert not LeadSource.objects.filter(name="Webcast").exists()
    gone = soup_of(client, "/settings/content/lead_sources/webcast/").select_one(".page-actions a")
    assert gone is not None
    assert gone.get_text(strip=True) == "Open the removed one"
    assert client.get(str(gone["href"])).status_code == 200


def test_one_piece_can_be_read_copied_and_loaded_by_itself(anna: User, signed_in: SignIn) -> None:
    client = signed_in(anna)

    page = soup_of(client, "/settings/content/mails/overdue_first/")
    answer = client.post("/settings/content/load/", {"key": "mails/overdue_first"})

    text = page.select_one(".content-text").get_text()  # type: ignore[union-attr]
    assert "Hello there," in text
    assert "our invoice of last month was due on a day that has passed" in text
    assert "{invoice.number|of last month}" in page.select_one("#content-text").get_text()  # type: ignore[union-attr]
    assert answer.headers["Location"] == "/settings/content/mails/overdue_first/"
    assert list(EmailTemplate.objects.values_list("name", flat=True)) == ["Overdue: a reminder"]
    mail = EmailTemplate.objects.get()
    link = soup_of(client, "/settings/content/mails/overdue_first/").select_one(".page-actions a")
    assert link is not None
    assert (link.get_text(strip=True), link["href"]) == ("Open yours", f"/e-mail-templates/{mail.public_id}/")


def test_every_piece_has_its_page_whether_it_is_here_or_not(anna: User, signed_in: SignIn) -> None:
    client = signed_in(anna)

    for piece in shipped_pieces():
        page = client.get(f"/settings/content/{piece.key}/")
        assert page.status_code == 200, piece.key
        assert BeautifulSoup(page.content, "html.parser").h1.get_text(strip=True) == piece.title  # type: ignore[union-attr]


def test_what_does_not_ship_is_not_found(anna: User, signed_in: SignIn) -> None:
    client = signed_in(anna)

    assert client.get("/settings/content/mails/none/").status_code == 404
    assert client.post("/settings/content/load/", {"key": "mails/none"}).status_code == 404
    assert client.get("/settings/content/load/").status_code == 405


def test_only_administrators_see_and_load_it(ben: User, signed_in: SignIn) -> None:
    client = signed_in(ben)

    assert client.get("/settings/content/").status_code == 403
    assert client.get("/settings/content/mails/welcome/").status_code == 403
    assert client.post("/settings/content/load/").status_code == 403
    assert not EmailTemplate.objects.exists()


def test_the_page_of_an_article_reads_as_its_markdown_says(anna: User, signed_in: SignIn) -> None:
    load_content(by=anna, now=NOW, pieces=chosen_pieces(keys=["call_sheets/objections"]))
    article = KbArticle.objects.get()
    client = signed_in(anna)

    cell = soup_of(client, f"/articles/{article.public_id}/").select_one("[data-cell=body] .note-text")

    assert cell is not None
    assert [title.get_text() for title in cell.select("h2")] == ["Money", "Need", "Time", "Trust", "Afterwards"]
    assert len(cell.select("strong")) == 12


@pytest.mark.browser
def test_content_is_looked_through_and_copied_in_a_browser(
    page: Page, sign_in: Callable[..., None], anna: User, shots: Shots
) -> None:
    sign_in(user=anna)
    page.goto("/settings/company/")
    page.get_by_role("link", name="Content", exact=True).last.click()
    shots.take(page, "content-missing")
    page.get_by_role("button", name="Load the missing 82").click()
    expect(page.get_by_text("82 of 82 are here")).to_be_visible()
    shots.take(page, "content-here")

    page.get_by_text("Short mails from the first hello").click()
    page.get_by_role("link", name="Kickoff").click()
    shots.take(page, "content-mail")
    page.get_by_text("As text, to copy").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Our first meeting, and what to bring\n\nHello")
    for address in ("call_sheets/objections", "projects/six_weeks", "sales_process/renewal", "lead_sources/partner"):
        page.goto(f"/settings/content/{address}/")
        shots.take(page, f"content-{address.replace('/', '-')}")
    page.get_by_role("link", name="Open yours").click()
    expect(page.locator("h1")).to_contain_text("Partner")
    page.goto("/settings/content/call_sheets/objections/")
    page.get_by_role("link", name="Open yours").click()
    expect(page.get_by_role("heading", name="Trust")).to_be_visible()
    shots.take(page, "content-article")

"""Lists as they were on a past day, in pages, files, sums and boards; nothing can be changed there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records import operations

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def story(company: Any, act: Callable[..., Any]) -> Account:
    """Acme was a prospect named Alpha in January; Cedar came in March."""
    with act(datetime(2026, 1, 5, tzinfo=UTC)):
        acme = operations.create(model=Account, values={"name": "Alpha", "status": "prospect", "size": 10})
    with act(datetime(2026, 3, 2, tzinfo=UTC)):
        operations.change(record=acme, values={"name": "Acme", "status": "customer"})
        operations.create(model=Account, values={"name": "Cedar", "status": "customer"})
    return acme


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def names(client: Client, address: str) -> list[str]:
    return [each.get_text() for each in soup_of(client, address).select("tbody tr[data-row] a.row-name")]


@pytest.mark.usefixtures("story")
def test_rows_and_filters_are_those_of_the_day(browse: Any, admin: User) -> None:
    client = browse(admin)

    assert names(client, "/accounts/?as_of=2026-02-01") == ["Alpha"]
    assert names(client, "/accounts/?where=status+%3D+'customer'&as_of=2026-02-01") == []
    assert sorted(names(client, "/accounts/?where=status+%3D+'customer'")) == ["Acme", "Cedar"]
    assert names(client, "/accounts/?as_of=2025-12-31") == []


@pytest.mark.usefixtures("story")
def test_nothing_can_be_changed_and_the_page_says_what_it_does_not_tell(browse: Any, admin: User) -> None:
    soup = soup_of(browse(admin), "/accounts/?as_of=2026-02-01")

    assert not soup.select("[data-edit], [data-select], [data-new], [data-editable]")
    assert "Not told:" in soup.get_text()
    assert "1 record at the end of 1 February 2026" in soup.get_text()
    assert "always shows today" not in soup.get_text()


@pytest.mark.usefixtures("story")
def test_the_last_change_is_not_told_for_a_past_day(browse: Any, admin: User) -> None:
    soup = soup_of(browse(admin), "/accounts/?where=changed_at+%3E%3D+today&as_of=2026-02-01")

    assert "told as of today only" in soup.get_text()
    assert not soup.select("tbody tr[data-row]")
    assert "Recently changed" not in [each.get_text(strip=True) for each in soup.select(".list-view")]


@pytest.mark.usefixtures("story")
def test_the_file_of_a_past_day_holds_its_values_and_names_the_day(browse: Any, admin: User) -> None:
    answer = browse(admin).get("/accounts/export.csv?columns=name,status&as_of=2026-02-01")

    text = b"".join(answer.streaming_content).decode()
    assert ("Alpha,prospect" in text, "Acme" in text, "Cedar" in text) == (True, False, False)
    assert "accounts-2026-02-01.csv" in answer["Content-Disposition"]


@pytest.mark.usefixtures("story")
def test_the_board_of_a_past_day_has_its_stages_and_does_not_move(browse: Any, admin: User) -> None:
    soup = soup_of(browse(admin), "/accounts/board/?as_of=2026-02-01")

    assert [card.get_text() for card in soup.select("[data-column=prospect] [data-card] a")] == ["Alpha"]
    assert not soup.select("[data-movable], [draggable]")


def test_pages_of_a_past_day_keep_the_day(browse: Any, admin: User, act: Callable[..., Any], company: Any) -> None:
    with act(datetime(2026, 1, 5, tzinfo=UTC)):
        for number in range(60):
            operations.create(model=Account, values={"name": f"Account {number:02}"})
    client = browse(admin)
    first = soup_of(client, "/accounts/?sort=name&as_of=2026-02-01")
    further = str(first.select_one(".list-more a")["href"])  # type: ignore[index]

    assert "as_of=2026-02-01" in further
    second = soup_of(client, f"/accounts/{further}")
    assert len(second.select("tbody tr[data-row]")) == 10
    earlier = str(second.select_one(".list-earlier a")["href"])  # type: ignore[index]
    assert names(client, f"/accounts/{earlier}") == [f"Account {number:02}" for number in range(50)]

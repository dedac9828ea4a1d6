"""Boards: columns by stage, and moving a card."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records import operations

pytestmark = pytest.mark.django_db


def test_a_column_tells_how_many_and_how_much(browse: Any, seller: User, opportunity: Opportunity) -> None:
    soup = BeautifulSoup(browse(seller).get("/opportunities/board/").content, "html.parser")

    column = soup.select_one("[data-column=Proposal]")
    assert column.select_one(".board-count").get_text() == "1"  # type: ignore[union-attr]
    assert "12" in column.select_one(".board-sums").get_text()  # type: ignore[union-attr]
    assert "Acme expansion" in column.get_text()  # type: ignore[union-attr]


def test_a_moved_card_is_a_change_with_its_actor(browse: Any, seller: User, opportunity: Opportunity) -> None:
    browse(seller).post("/opportunities/board/move/", {"card": opportunity.public_id, "to": "Negotiation"})

    opportunity.refresh_from_db()
    assert opportunity.stage == "Negotiation"
    version = Opportunity.versions_model._default_manager.order_by("-version_id").select_related("change")[0]
    assert version.change.actor == seller


def test_a_move_to_no_stage_is_refused_with_the_reason(browse: Any, admin: User, account: Account) -> None:
    answer = browse(admin).post("/accounts/board/move/", {"card": account.public_id, "to": "nonsense"}, follow=True)

    account.refresh_from_db()
    assert account.status == "customer"
    assert answer.status_code == 200


def test_who_may_only_look_moves_nothing(browse: Any, viewer: User, opportunity: Opportunity) -> None:
    client = browse(viewer)

    assert b"draggable" not in client.get("/opportunities/board/").content
    client.post("/opportunities/board/move/", {"card": opportunity.public_id, "to": "Won"})
    opportunity.refresh_from_db()
    assert opportunity.stage == "Proposal"


def test_kinds_without_stages_have_no_board(browse: Any, seller: User) -> None:
    assert browse(seller).get("/contacts/board/").status_code == 404


def test_a_board_asks_no_more_for_more_cards(
    browse: Any, seller: User, act: Callable[..., Any], account: Account, opportunity: Opportunity
) -> None:
    client = browse(seller)
    client.get("/opportunities/board/")
    with CaptureQueriesContext(connection) as few:
        client.get("/opportunities/board/")
    with act():
        for number in range(20):
            values = {"name": f"Deal {number}", "account": account, "stage": "Proposal", "arr": Decimal(5)}
            operations.create(model=Opportunity, values={**values, "currency": "EUR"})
    with CaptureQueriesContext(connection) as many:
        client.get("/opportunities/board/")

    assert len(many) == len(few)


def test_what_does_not_fit_a_column_is_listed_also_where_its_stage_has_quotes(
    browse: Any, seller: User, act: Callable[..., Any], account: Account
) -> None:
    with act():
        for number in range(42):
            values = {"name": f"Deal {number}", "account": account, "stage": "Can't say"}
            operations.create(model=Opportunity, values=values)
    client = browse(seller)
    soup = BeautifulSoup(client.get("/opportunities/board/").content, "html.parser")

    more = soup.select_one(".board-more")
    assert more.get_text() == "2 more in the list"  # type: ignore[union-attr]
    assert "42 records match" in client.get(more["href"]).content.decode()  # type: ignore[index]

"""The views that lists offer: shipped ones that hold for every kind, one's own, and the one that a list opens with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Invoice
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import record_models
from tenure.interfaces.listing.fields import list_fields
from tenure.interfaces.listing.filters import Asking
from tenure.interfaces.listing.listing import list_rows
from tenure.interfaces.listing.pages import asked, in_order
from tenure.interfaces.web.lists import shipped
from tenure.interfaces.web.lists.shipped import shipped_views
from tenure.interfaces.web.models import ListLayout, SavedView

pytestmark = pytest.mark.django_db


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, follow=True).content, "html.parser")


def names(client: Client, address: str) -> list[str]:
    return [each.get_text() for each in soup_of(client, address).select("tbody tr[data-row] a.row-name")]


def address_of(client: Client, view: str, page: str = "/accounts/") -> str:
    links = soup_of(client, page).select(".list-view")
    return next(str(link["href"]) for link in links if link.get_text(strip=True) == view)


@pytest.mark.postgresql
def test_every_shipped_view_of_every_kind_can_be_shown_and_ends_with_what_changed(admin: User) -> None:
    for model in record_models():
        fields = list_fields(model=model, user=admin)
        views = shipped_views(kind=model.kind, names=frozenset(fields))

        assert (views[0].name, views[-1].name) == ("All", "Recently changed")
        assert len({view.name for view in views}) == len(views)
        for view in views:
            rows = list_rows(model=model, user=admin, asking=Asking(today=date(2026, 3, 10)), condition=view.condition)
            list(in_order(rows=rows, fields=fields, order=asked(order=view.order))[:1])


def test_no_shipped_view_names_a_field_that_its_kind_has_not(admin: User) -> None:
    for model in record_models():
        offered = {
            view.name for view in shipped_views(kind=model.kind, names=frozenset(list_fields(model=model, user=admin)))
        }
        written = {name for name, _, _ in shipped._BY_KIND.get(model.kind.key, ())}

        assert written <= offered, model.kind.key


def test_paid_void_and_draft_invoices_are_not_overdue(
    browse: Any, admin: User, invoice: Invoice, act: Callable[..., Any]
) -> None:
    with act():
        for number, status, due in [
            ("LATE", "issued", date(2026, 3, 9)),
            ("PAID", "paid", date(2026, 3, 9)),
            ("VOID", "void", date(2026, 3, 9)),
            ("LOST", "uncollectible", date(2026, 3, 9)),
            ("DRAFT", "draft", date(2026, 3, 9)),
        ]:
            values = {"number": number, "account": invoice.account, "status": status, "due_on": due, "currency": "EUR"}
            operations.create(model=Invoice, values=values)
    client = browse(admin)

    assert names(client, address_of(client, "Overdue", "/invoices/")) == ["LATE"]


def test_what_changed_lately_is_shown_with_when_newest_first(
    browse: Any, seller: User, act: Callable[..., Any], company: Any
) -> None:
    with act(datetime(2026, 1, 5, tzinfo=UTC)):
        made = [operations.create(model=Account, values={"name": name}) for name in ("Old", "One", "Two")]
    for place, each in enumerate(made[1:], start=8):
        with act(datetime(2026, 3, place, 9, 0, tzinfo=UTC)):
            operations.change(record=each, values={"industry": "Retail"})
    client = browse(seller)
    address = address_of(client, "Recently changed")

    assert names(client, address) == ["Two", "One"]
    soup = soup_of(client, address)
    assert "Last changed" in [head.get_text(strip=True) for head in soup.select("thead th")]
    assert soup.select_one(".list-view[aria-current]").get_text(strip=True) == "Recently changed"  # type: ignore[union-attr]


def test_a_list_opens_with_the_view_of_one_s_choice(
    browse: Any, seller: User, manager: User, three: list[Account]
) -> None:
    client = browse(seller)
    client.post("/accounts/views/", {"name": "Retail", "where": "industry = 'Retail'", "sort": "-name"})
    key = f"saved:{SavedView.objects.get().pk}"
    client.post("/accounts/opens-with/", {"view": key})

    assert names(client, "/accounts/") == ["Birch", "Aster"]
    assert len(names(client, address_of(client, "All"))) == 3
    assert len(names(browse(manager), "/accounts/")) == 3
    assert client.get("/accounts/?as_of=2026-03-09").url.endswith("as_of=2026-03-09")
    client.post("/accounts/opens-with/", {"view": "shipped:All"})
    assert len(names(client, "/accounts/")) == 3


def test_an_opening_view_that_is_gone_opens_all(browse: Any, seller: User, three: list[Account]) -> None:
    client = browse(seller)
    client.post("/accounts/views/", {"name": "Retail", "where": "industry = 'Retail'"})
    view = SavedView.objects.get()
    client.post("/accounts/opens-with/", {"view": f"saved:{view.pk}"})
    client.post(f"/accounts/views/{view.pk}/delete/")

    assert len(names(client, "/accounts/")) == 3
    client.post("/accounts/opens-with/", {"view": "saved:999"})
    assert ListLayout.objects.get().opens_with == f"saved:{view.pk}"


def test_a_view_saved_from_a_board_opens_as_a_board_with_its_filter(
    browse: Any, seller: User, three: list[Account]
) -> None:
    client = browse(seller)
    client.post("/accounts/views/", {"name": "Energy", "where": "industry = 'Energy'", "board": "1"})
    links = soup_of(client, "/accounts/").select(".list-view")
    address = next(link["href"] for link in links if "Energy" in link.get_text())

    assert str(address).startswith("/accounts/board/?")
    cards = soup_of(client, str(address)).select("[data-card] a.row-name")
    assert [card.get_text() for card in cards] == ["Cedar"]


def test_a_board_is_filtered_by_choosing_and_a_moved_card_keeps_the_filter(
    browse: Any, seller: User, three: list[Account]
) -> None:
    client = browse(seller)

    narrowed = client.get("/accounts/filter/?board=1&field=industry&operator=%3D&value=Retail")
    assert narrowed.url.startswith("/accounts/board/?where=")
    moved = client.post(
        "/accounts/board/move/" + narrowed.url.removeprefix("/accounts/board/"),
        {"card": three[0].public_id, "to": "customer"},
    )

    cards = BeautifulSoup(moved.content, "html.parser").select("[data-card] a.row-name")
    assert sorted(card.get_text() for card in cards) == ["Aster", "Birch"]

"""Views and columns that people keep, and changing many records at once."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.interfaces.web.models import ListLayout, SavedView

pytestmark = pytest.mark.django_db


def mark(client: Client, values: dict[str, Any]) -> str:
    """What the preview of a change of many asks to agree to."""
    soup = BeautifulSoup(client.post("/accounts/bulk/", values).content, "html.parser")
    return str(soup.select_one("input[name=sure]")["value"])  # type: ignore[index]


def test_a_view_is_kept_for_its_owner_alone(browse: Any, seller: User, manager: User, three: list[Account]) -> None:
    browse(seller).post("/accounts/views/", {"name": "Retail", "where": "industry = 'Retail'"})

    assert SavedView.objects.get().condition == "industry = 'Retail'"
    assert b"Retail</a>" in browse(seller).get("/accounts/?columns=name").content
    assert b"Retail</a>" not in browse(manager).get("/accounts/?columns=name").content


def test_a_shared_view_is_everybody_s_but_only_its_owner_deletes_it(
    browse: Any, seller: User, manager: User, three: list[Account]
) -> None:
    browse(seller).post("/accounts/views/", {"name": "Retail", "where": "industry = 'Retail'", "is_shared": "1"})
    view = SavedView.objects.get()

    assert "Retail" in browse(manager).get("/accounts/?columns=name").content.decode()
    browse(manager).post(f"/accounts/views/{view.pk}/delete/")
    assert SavedView.objects.count() == 1
    browse(seller).post(f"/accounts/views/{view.pk}/delete/")
    assert SavedView.objects.count() == 0


def test_chosen_columns_are_remembered_per_person(browse: Any, seller: User, three: list[Account]) -> None:
    browse(seller).post("/accounts/columns/", {"column": ["size", "industry", "no_such"]})

    heads = BeautifulSoup(browse(seller).get("/accounts/").content, "html.parser").select("thead th")
    assert [head.get_text(strip=True) for head in heads if head.get_text(strip=True)] == [
        "Name",
        "Employees",
        "Industry",
    ]
    assert ListLayout.objects.get().columns == ["size", "industry"]


def test_a_change_of_many_is_shown_before_it_is_done(browse: Any, manager: User, three: list[Account]) -> None:
    client = browse(manager)
    values = {"chosen": [each.public_id for each in three], "field": "industry", "give": "1", "industry": "Energy"}

    shown = BeautifulSoup(client.post("/accounts/bulk/", values).content, "html.parser")

    assert shown.select_one("[data-effect]").get_text() == (  # type: ignore[union-attr]
        "2 of 3 would change; 2 of them have another value now, which stays in their history."
    )
    assert Account.objects.filter(industry="Energy").count() == 1


def test_a_change_of_many_is_done_once_agreed_to(browse: Any, manager: User, three: list[Account]) -> None:
    client = browse(manager)
    values = {"chosen": [each.public_id for each in three], "field": "industry", "give": "1", "industry": "Energy"}

    client.post("/accounts/bulk/", {**values, "sure": mark(client, values), "why": "One industry"})

    assert Account.objects.filter(industry="Energy").count() == 3
    version = Account.versions_model._default_manager.order_by("-version_id").select_related("change")[0]
    assert version.change.reason == "One industry"
    assert version.change.actor == manager


def test_another_value_than_the_one_agreed_to_is_not_written(browse: Any, manager: User, three: list[Account]) -> None:
    client = browse(manager)
    values = {"chosen": [each.public_id for each in three], "field": "industry", "give": "1", "industry": "Energy"}
    agreed = mark(client, values)

    client.post("/accounts/bulk/", {**values, "industry": "Mining", "sure": agreed})

    assert not Account.objects.filter(industry="Mining").exists()


def test_all_that_match_are_deleted_and_nothing_else(browse: Any, manager: User, three: list[Account]) -> None:
    browse(manager).post("/accounts/bulk/delete/", {"all": "1", "where": "industry = 'Retail'"})

    assert [each.name for each in Account.objects.all()] == ["Cedar"]


def test_a_filter_that_cannot_be_read_chooses_nothing(browse: Any, manager: User, three: list[Account]) -> None:
    browse(manager).post("/accounts/bulk/delete/", {"all": "1", "where": "industri = 'Retail'"})

    assert Account.objects.count() == 3


def test_members_do_not_change_many(browse: Any, seller: User, three: list[Account]) -> None:
    values = {"chosen": [three[0].public_id], "field": "industry"}

    assert browse(seller).post("/accounts/bulk/", values).status_code == 403
    assert browse(seller).post("/accounts/bulk/delete/", values).status_code == 403
    assert Account.objects.count() == 3

"""The navigation and the palette lead only where the person may go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.records.kinds import Function
from tenure.interfaces.web.shell.navigation import entries_of, navigation


def test_every_entry_has_a_letter_of_its_own_or_none(anna: User) -> None:
    groups = navigation(user=anna, path="/")

    letters = [entry.letter for entry in entries_of(groups) if entry.letter]
    assert len(letters) == len(set(letters))
    assert [entry.label for entry in groups[0].entries] == [
        *("Home", "Inbox", "Tasks", "Dashboards", "Metrics", "Data quality")
    ]
    assert [entry.label for entry in groups[1].entries] == ["Accounts", "Contacts", "Activities", "E-mail templates"]


def test_parts_of_other_records_have_no_entry(anna: User) -> None:
    labels = {entry.label for entry in entries_of(navigation(user=anna, path="/"))}

    assert "Invoices" in labels
    assert "Invoice lines" not in labels
    assert "Notes" not in labels


def test_a_kind_hidden_from_a_role_is_not_offered(ben: User, act: Callable[..., Any]) -> None:
    with act():
        RightsRule.objects.create(role="member", function=Function.SALES, kind_key="contract", level="hidden")

    labels = {entry.label for entry in entries_of(navigation(user=ben, path="/"))}

    assert "Opportunities" in labels
    assert "Contracts" not in labels


def test_the_page_one_is_on_is_marked_and_its_group_open(anna: User) -> None:
    groups = navigation(user=anna, path="/invoices/", opened=frozenset())

    open_groups = [group.title for group in groups[1:] if group.is_open]
    assert open_groups == ["Billing"]
    assert [entry.label for entry in entries_of(groups) if entry.is_current] == ["Invoices"]


def test_the_palette_offers_pages_things_to_make_and_records(
    anna: User, signed_in: Callable[[User], Client], act: Callable[..., Any]
) -> None:
    with act():
        Account.objects.create(name="Contoso Logistics")

    page = signed_in(anna).get("/palette/?q=cont").content.decode()

    assert "Contoso Logistics" in page
    assert ">Contacts<" in page
    assert "New contact" in page


def test_the_palette_offers_nothing_to_make_that_is_not_the_person_s_to_make(
    ben: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(ben).get("/palette/?q=new").content.decode()

    assert "New opportunity" in page
    assert "New invoice" not in page
    assert "Settings" not in page

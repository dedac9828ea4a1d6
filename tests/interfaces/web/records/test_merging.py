"""Merging two records that are one, parting them, and erasing a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.history import versions_of
from tenure.interfaces.web.addresses import record_url
from tenure.lifecycle.work.models import Note
from tenure.lifecycle.work.operations import write_note

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]


@pytest.fixture
def twin(account: Account, act: Callable[..., Any]) -> Account:
    """The same customer, entered twice."""
    with act():
        values = {"name": "ACME Inc", "domain": "ACME.example", "industry": "Shops", "region": "Nordics"}
        twin = operations.create(model=Account, values={**values, "parent": account})
        operations.create(model=Contact, values={"name": "Tom Twin", "account": twin})
        write_note(body="Called twice", author=None, about=twin)
    return twin


def test_records_that_look_alike_are_offered(browse: Browse, admin: User, account: Account, twin: Account) -> None:
    html = browse(admin).get(f"{record_url(account)}merge/").content.decode()

    assert f"?other={twin.public_id}" in html


def test_the_preview_says_what_moves_and_where_they_differ(
    browse: Browse, admin: User, account: Account, twin: Account
) -> None:
    soup = BeautifulSoup(
        browse(admin).get(f"{record_url(account)}merge/?other={twin.public_id}").content, "html.parser"
    )

    assert [li.get_text(strip=True) for li in soup.select(".notes li")] == ["1 · Contacts", "1 · Notes"]
    rows = {
        row.th.get_text(): [td.get_text(" ", strip=True) for td in row.select("td")] for row in soup.select("tbody tr")
    }
    assert rows["Industry"] == ["Retail", "Shops"]
    assert rows["Region"] == ["—", "Nordics is taken over"]
    assert Account.objects.count() == 2


def test_merging_moves_all_keeps_the_choice_and_can_be_parted(
    browse: Browse, admin: User, account: Account, twin: Account
) -> None:
    client = browse(admin)
    form = {"other": twin.public_id, "keep": account.public_id, "take.industry": "other", "take.name": "keep"}

    client.post(f"{record_url(account)}merge/", {**form, "why": "Same company"})

    account.refresh_from_db()
    assert (account.name, account.industry, account.region) == ("Acme", "Shops", "Nordics")
    assert Contact.objects.get(name="Tom Twin").account == account
    assert Note.objects.get().about == account
    assert versions_of(record=account)[0].change.reason == "Same company"
    assert "was merged into" in client.get(record_url(twin)).content.decode()

    client.post(f"{record_url(twin)}unmerge/")

    account.refresh_from_db()
    assert account.industry == "Retail"
    assert Contact.objects.get(name="Tom Twin").account == twin
    assert Account.objects.filter(pk=twin.pk).exists()


def test_the_survivor_is_a_choice_and_is_not_left_as_part_of_what_went(
    browse: Browse, admin: User, account: Account, twin: Account
) -> None:
    form = {"other": twin.public_id, "keep": twin.public_id}

    browse(admin).post(f"{record_url(account)}merge/", form)

    twin.refresh_from_db()
    account.refresh_from_db()
    assert (twin.deleted_at, twin.parent, account.merged_into) == (None, None, twin)


def test_merging_needs_the_right_and_two_records_of_one_kind(
    browse: Browse, seller: User, admin: User, account: Account, twin: Account, opportunity: Opportunity
) -> None:
    client = browse(admin)

    assert browse(seller).post(f"{record_url(account)}merge/", {"other": twin.public_id}).status_code == 403
    assert client.get(f"{record_url(account)}merge/?other={account.public_id}").status_code == 404
    assert client.get(f"{record_url(account)}merge/?other={opportunity.public_id}").status_code == 404
    assert client.get(f"{record_url(opportunity)}merge/").status_code == 403


def test_a_person_is_erased_once_the_name_is_typed(browse: Browse, admin: User, contact: Contact) -> None:
    client = browse(admin)
    address = f"{record_url(contact)}erase/"

    told = client.get(address).content.decode()
    wrong = client.post(address, {"typed": "Carla", "why": "Asked by letter"})
    contact.refresh_from_db()
    assert "each of its 1 version: Name, E-mail" in told
    assert wrong.status_code == 422
    assert 'value="Asked by letter"' in wrong.content.decode()
    assert contact.name == "Carla Cole"

    client.post(address, {"typed": "Carla Cole", "why": "Asked by letter"})

    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("erased", "")
    for tab in ("overview", "history"):
        html = client.get(f"{record_url(contact)}?tab={tab}").content.decode()
        assert "Carla" not in html
    assert versions_of(record=contact)[0].operation == "erase"
    assert client.post(f"/undo/{versions_of(record=contact)[0].change_id}/").status_code == 403


def test_only_an_administrator_erases_and_only_what_is_personal(
    browse: Browse, seller: User, admin: User, contact: Contact, opportunity: Opportunity
) -> None:
    assert browse(seller).post(f"{record_url(contact)}erase/", {"typed": "Carla Cole"}).status_code == 403
    assert browse(admin).get(f"{record_url(opportunity)}erase/").status_code == 404

"""The form for a new record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.models import CustomField
from tenure.interfaces.web.addresses import record_url

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]
DEAL = {"name": "Expansion", "type": "new", "forecast_category": "pipeline", "arr": "1000", "currency": "EUR"}


def test_the_form_is_filled_from_the_address_and_with_what_is_usual(
    browse: Browse, seller: User, account: Account
) -> None:
    html = browse(seller).get(f"/opportunities/new/?account={account.public_id}&stage=Demo").content

    soup = BeautifulSoup(html, "html.parser")
    shown = {field["name"]: field.get("value") for field in soup.select("form.record-form input[name]")}
    assert shown["account"] == account.public_id
    assert shown["account.text"] == "Acme"
    assert (shown["stage"], shown["currency"], shown["owner.text"]) == ("Demo", "EUR", "Sam")
    assert shown["created_at"] == "2026-03-10T10:00"


def test_what_is_missing_is_asked_for_once_and_then_saved_anyway(
    browse: Browse, seller: User, account: Account
) -> None:
    client = browse(seller)
    typed = {**DEAL, "account": account.public_id, "created_at": "2026-03-10T10:00"}

    asked = client.post("/opportunities/new/", typed)

    assert asked.status_code == 422
    worth = BeautifulSoup(asked.content, "html.parser").select_one("[role=alert] li")
    assert worth.get_text() == "Worth filling in: Expected close, Owner, Lead source, Next step."  # type: ignore[union-attr]
    assert worth.select("a")[2]["href"] == "#field-lead_source"  # type: ignore[union-attr]
    assert not Opportunity.objects.exists()

    saved = client.post("/opportunities/new/", {**typed, "anyway": "1", "why_changed": "Asked by phone"})

    deal = Opportunity.objects.get()
    assert saved.headers["location"] == record_url(deal)
    assert (deal.arr, deal.created_at) == (Decimal("1000.00"), datetime(2026, 3, 10, 9, tzinfo=UTC))
    assert versions_of(record=deal)[0].change.reason == "Asked by phone"


def test_what_looks_odd_is_told_before_it_is_saved(browse: Browse, admin: User, account: Account) -> None:
    typed = {"number": "C-1", "account": account.public_id, "status": "signed", "currency": "EUR"}
    dates = {"signed_on": "2026-01-10", "start_on": "2026-02-01", "end_on": "2026-01-01"}

    asked = browse(admin).post("/contracts/new/", {**typed, **dates})

    assert asked.status_code == 422
    assert "Save anyway" in asked.content.decode()
    assert 'value="2026-01-01"' in asked.content.decode()
    assert not Contract.objects.exists()


def test_errors_keep_all_input(browse: Browse, seller: User, account: Account) -> None:
    answer = browse(seller).post(
        "/opportunities/new/", {**DEAL, "account.text": "Nobody", "arr": "a lot", "stage": "Demo"}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'value="{typed}"' in html for typed in ("Expansion", "Nobody", "a lot", "Demo"))
    assert "“a lot” is not a number" in html
    assert "Choose the account from the list" in html


def test_own_fields_are_in_the_form_and_asked_for(browse: Browse, admin: User, act: Callable[..., Any]) -> None:
    with act():
        CustomField.objects.create(kind_key="account", key="tier2", label="Service", type="text", is_asked=True)
    client = browse(admin)

    asked = client.post("/accounts/new/", {"name": "New", "status": "prospect"})
    client.post("/accounts/new/", {"name": "New", "status": "prospect", "custom.tier2": "Gold", "anyway": "1"})

    assert "Service" in BeautifulSoup(asked.content, "html.parser").select_one(".note-warn").get_text()
    assert Account.objects.get().custom == {"tier2": "Gold"}


def test_every_kind_has_a_form_that_opens(browse: Browse, admin: User) -> None:
    from tenure.foundation.records.kinds import record_models
    from tenure.interfaces.web.addresses import new_url

    client = browse(admin)

    for model in record_models():
        assert client.get(new_url(model.kind)).status_code == 200, model.kind.key


def test_a_second_copy_is_told_with_a_link_and_saved_all_the_same(
    browse: Browse, seller: User, account: Account
) -> None:
    client = browse(seller)
    typed = {"name": "Acme Inc", "status": "prospect", "domain": "www.acme.example"}

    early = client.get("/accounts/new/alike/", {"name": "Acmee", "domain": "acme.example"}).content.decode()
    asked = client.post("/accounts/new/", typed)
    saved = client.post("/accounts/new/", {**typed, "anyway": "1"})

    assert f'href="{record_url(account)}"' in early
    assert asked.status_code == 422
    soup = BeautifulSoup(asked.content, "html.parser")
    link = soup.select_one(".note-warn a")
    assert link is not None
    assert (link["href"], link.get_text()) == (record_url(account), "Acme")
    assert "domain acme.example" in soup.select_one(".note-warn").get_text()  # type: ignore[union-attr]
    assert saved.status_code == 302
    assert Account.objects.count() == 2


def test_the_short_form_gives_its_record_to_the_picker(browse: Browse, seller: User, account: Account) -> None:
    client = browse(seller)
    address = f"/contacts/new/?short=1&name=Dora&account={account.public_id}"

    form = BeautifulSoup(client.get(address, headers={"HX-Request": "true"}).content, "html.parser")
    names = {str(field["name"]) for field in form.select("[name]")}
    values = {"name": "Dora", "account": account.public_id, "email": "dora@acme.example", "anyway": "1"}
    saved = client.post(address, {**values, "consent_surveys": "on"}, headers={"HX-Request": "true"})

    assert {"name", "account", "email"} <= names
    assert "time_zone" not in names
    contact = account.contact_set.get()
    assert saved.status_code == 204
    assert json.loads(saved.headers["HX-Trigger"])["record-picked"] == {"value": contact.public_id, "text": "Dora"}


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ("/opportunities/new/", "opportunity-stage", ["Discovery", "Demo", "Proposal", "Negotiation"]),
        ("/opportunities/new/", "opportunity-lost_reason", ["No decision", "Price"]),
        ("/opportunities/new/", "opportunity-lead_source", ["Organic search", "Search advertising"]),
        ("/contracts/new/", "contract-termination_reason", ["No value reached", "Never went live"]),
    ],
)
def test_a_form_proposes_the_words_that_ship(
    browse: Browse, admin: User, address: str, field: str, words: list[str]
) -> None:
    page = browse(admin).get(address).content.decode()

    proposed = page.partition(f'<datalist id="words-{field}">')[2].partition("</datalist>")[0]
    assert re.findall('value="([^"]+)"', proposed)[: len(words)] == words


def test_a_form_proposes_first_what_the_company_writes_itself(
    browse: Browse, admin: User, act: Callable[..., Any]
) -> None:
    with act():
        for name, stage in (("A", "Pilot"), ("B", "Scoping"), ("C", "Pilot"), ("D", "")):
            Opportunity.objects.create(name=name, stage=stage)

    page = browse(admin).get("/opportunities/new/").content.decode()

    proposed = page.partition('<datalist id="words-opportunity-stage">')[2].partition("</datalist>")[0]
    assert re.findall('value="([^"]+)"', proposed)[:3] == ["Pilot", "Scoping", "Discovery"]

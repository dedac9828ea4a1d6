"""Records that are told to be there already."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.business.marketing.models import Lead
from tenure.foundation.records import operations
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import recording
from tenure.foundation.search.duplicates import bare_domain, bare_name, duplicates_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def act() -> AbstractContextManager[Any]:
    return recording(actor=None, actor_label="test", path="test", now=NOW)


def made(model: type[Record], **values: Any) -> Any:
    with act():
        return operations.create(model=model, values=values)


def found(model: type[Record], **values: Any) -> list[tuple[str, str]]:
    return [(str(each.record), each.field) for each in duplicates_of(model=model, values=values)]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("acme.example", "acme.example"),
        ("https://www.Acme.example/about?x=1", "acme.example"),
        ("info@acme.example", "acme.example"),
        ("http://acme.example:8080", "acme.example"),
        ("eu.acme.example", "eu.acme.example"),
        ("", ""),
    ],
)
def test_a_domain_is_the_host_however_it_is_written(text: str, domain: str) -> None:
    assert bare_domain(text) == domain


def test_a_name_is_bare_of_its_legal_form_unless_that_is_all() -> None:
    assert bare_name("The Müller & Co. KG") == "muller"
    assert bare_name("S.A.") == "sa"


def test_an_account_is_there_already_by_its_domain_whatever_its_name() -> None:
    made(Account, name="Acme", domain="https://www.acme.example")
    made(Account, name="Notacme", domain="notacme.example")

    assert found(Account, name="Umbrella", domain="ACME.example") == [("Acme", "domain")]


NEARLY = ["Northwind Traders GmbH", "northwind traders", "Nortwind Traders", "Traders Northwind"]


@pytest.mark.parametrize("name", NEARLY)
def test_an_account_is_there_already_by_nearly_its_name(name: str) -> None:
    made(Account, name="Northwind Traders Inc.")
    made(Account, name="Northern Lights")

    assert found(Account, name=name) == [("Northwind Traders Inc.", "name")]


def test_the_domain_goes_before_the_name_and_each_is_told_once() -> None:
    made(Account, name="Globex", domain="other.example")
    made(Account, name="Globex AG", domain="globex.example")

    assert found(Account, name="Globex", domain="globex.example") == [("Globex AG", "domain"), ("Globex", "name")]


def test_people_are_there_already_by_their_address_only() -> None:
    made(Contact, name="Carla Cole", email="Carla@Acme.example")
    made(Contact, name="Dora Dean", email="")
    made(Lead, name="Carla Cole", email="carla@acme.example")

    assert found(Contact, name="C. Cole", email="carla@acme.example") == [("Carla Cole", "email")]
    assert found(Lead, name="Somebody", email="carla@ACME.example") == [("Carla Cole", "email")]
    assert found(Contact, name="Dora Dean", email="") == []


def test_deleted_records_hidden_fields_and_the_record_itself_are_left_out() -> None:
    gone = made(Account, name="Initech", domain="initech.example")
    with act():
        operations.delete(record=gone)
    here = made(Account, name="Hooli", domain="hooli.example")

    assert found(Account, name="Initech", domain="initech.example") == []
    values = {"name": "Hooli", "domain": "hooli.example"}
    assert duplicates_of(model=Account, values=values, without=here) == []
    assert [each.field for each in duplicates_of(model=Account, values=values, fields={"name"})] == ["name"]
    assert duplicates_of(model=Account, values=values, fields=()) == []

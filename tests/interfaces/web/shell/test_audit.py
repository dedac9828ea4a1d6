"""The audit: found, told, exported, and as cheap for many acts as for few."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import RoleAssignment, SignInEvent, SignInKind, User
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def _act(user: User, *, batch: str = "", reason: str = "", path: str = "here", on: datetime = NOW) -> Any:
    return recording(actor=user, path=path, now=on, batch=batch, reason=reason)


def _write(user: User, number: int) -> None:
    with _act(user):
        account = Account.objects.create(name=f"Account {number}")
        Contact.objects.create(name=f"Contact {number}", account=account)
        Opportunity.objects.create(name=f"Deal {number}", account=account, currency="EUR")
    with _act(user):
        role = RoleAssignment.objects.create(user=user, role="viewer")
    with _act(user):
        role.delete()


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.postgresql
def test_the_page_asks_no_more_for_forty_acts_than_for_three(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)
    client.get("/audit/")
    _write(anna, 0)
    few = _questions(client, "/audit/?path=here")

    for number in range(1, 14):
        _write(anna, number)

    assert _questions(client, "/audit/?path=here") == few
    assert few <= 25


@pytest.mark.postgresql
def test_the_download_asks_no_more_for_forty_acts_than_for_three(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)
    client.get("/audit/")
    _write(anna, 0)
    few = _questions(client, "/audit/download/?path=here")

    for number in range(1, 14):
        _write(anna, number)

    assert _questions(client, "/audit/download/?path=here") == few


def test_an_act_on_many_is_told_by_its_number_and_one_on_few_by_name(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    with _act(anna, path="here"):
        for number in range(6):
            Account.objects.create(name=f"Account {number}")
    with _act(anna, path="here"):
        Contact.objects.create(name="Ada Byron", account=Account.objects.first())

    page = signed_in(anna).get("/audit/?path=here").content.decode()

    assert "6 accounts" in page
    assert "Account 3" not in page
    assert ">Ada Byron</a>" in page


def test_what_is_no_longer_there_is_told_as_it_was(anna: User, signed_in: Callable[[User], Client]) -> None:
    with _act(anna, path="here"):
        role = RoleAssignment.objects.create(user=anna, role="member", function="support")
    with _act(anna, path="here"):
        role.delete()

    page = signed_in(anna).get("/audit/?path=here").content.decode()

    assert page.count("Member support") == 2
    assert "Deleted" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Alpha", "Beta", "Gamma"}),
        ("who={ben}", {"Beta"}),
        ("kind=contact", {"Gamma"}),
        ("path=cli:", {"Beta"}),
        ("batch=B-7", {"Gamma"}),
        ("text=rebrand", {"Alpha"}),
        ("from=2026-03-10", {"Gamma", "Beta"}),
        ("to=2026-03-09", {"Alpha"}),
        ("who={ben}&path=web:", set()),
    ],
)
def test_acts_are_found_by_person_kind_path_batch_text_and_day(
    anna: User, ben: User, signed_in: Callable[[User], Client], asked: str, found: set[str]
) -> None:
    with _act(anna, path="web:/accounts/", reason="Rebranding", on=NOW - timedelta(days=1)):
        account = Account.objects.create(name="Alpha")
    with _act(ben, path="cli:change"):
        Account.objects.create(name="Beta")
    with _act(anna, path="web:/contacts/", batch="B-7"):
        Contact.objects.create(name="Gamma", account=account)
    client = signed_in(anna)

    page = client.get(f"/audit/?{asked.format(ben=ben.pk)}").content.decode()
    file = b"".join(client.get(f"/audit/download/?{asked.format(ben=ben.pk)}")).decode()

    assert {name for name in ("Alpha", "Beta", "Gamma") if f">{name}</a>" in page} == found
    assert {row["records"] for row in csv.DictReader(io.StringIO(file[1:]))} & {"Alpha", "Beta", "Gamma"} == found


def test_the_download_makes_formulas_harmless_and_says_everything(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    with _act(anna, path="here", reason="=1+1", batch="B-1"):
        Account.objects.create(name="@evil")

    answer = signed_in(anna).get("/audit/download/?path=here")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    (row,) = csv.DictReader(io.StringIO(b"".join(answer).decode()[1:]))
    number = row.pop("act")
    assert number.isdecimal()
    assert row == {
        "at": "2026-03-10T09:00:00+00:00",
        "who": "Anna Bergmann",
        "operation": "Created",
        "kind": "Account",
        "count": "1",
        "records": "'@evil",
        "reason": "'=1+1",
        "path": "here",
        "batch": "B-1",
    }


def test_the_door_is_downloaded_too(anna: User, signed_in: Callable[[User], Client]) -> None:
    SignInEvent.objects.create(at=NOW, kind=SignInKind.FAILED, email="mallory@example.com", address="198.51.100.7")

    answer = signed_in(anna).get("/audit/download/?door=1&text=mallory")

    (row,) = csv.DictReader(io.StringIO(b"".join(answer).decode()[1:]))
    assert (row["what"], row["email"], row["address"]) == ("Sign-in failed", "mallory@example.com", "198.51.100.7")


def test_nobody_else_downloads_the_audit(ben: User, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(ben).get("/audit/download/").status_code == 403

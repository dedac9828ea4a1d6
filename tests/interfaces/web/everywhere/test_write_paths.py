"""Every path by which a record can be written leaves a version that says who wrote it and by which path."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records import bulk
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.web.addresses import record_url
from tests.interfaces.web.records.conftest import NOW

WRITE_THEMSELVES = {"foundation/access/users.py"}  # a new login's colleague, inside one act

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def form_of(client: Client, address: str) -> dict[str, str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = soup.select_one("form.record-form, form[data-inline-form]")
    assert form is not None
    values: dict[str, str] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            values[str(field["name"])] = str(chosen["value"]) if chosen else ""
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            values[str(field["name"])] = (
                field.get_text().strip("\n") if field.name == "textarea" else str(field.get("value", ""))
            )
    return values


def by_field(client: Client, account: Account, user: User) -> None:
    address = f"{record_url(account)}field/industry/"
    client.post(address, {**form_of(client, address), "industry": "Energy"}, headers={"HX-Request": "true"})


def by_page(client: Client, account: Account, user: User) -> None:
    address = f"{record_url(account)}change/"
    client.post(address, {**form_of(client, address), "industry": "Energy"})


def by_correction(client: Client, account: Account, user: User) -> None:
    address = f"{record_url(account)}correct/"
    client.post(address, {**form_of(client, address), "industry": "Energy"})


def by_board(client: Client, account: Account, user: User) -> None:
    client.post("/accounts/board/move/", {"card": account.public_id, "to": "prospect"})


def by_delete(client: Client, account: Account, user: User) -> None:
    client.post(f"{record_url(account)}delete/")


def by_bulk_rows(client: Client, account: Account, user: User) -> None:
    with recording(actor=user, path="bulk", now=NOW):
        bulk.change_rows(model=Account, ids=[account.pk], values={"industry": "Energy"})


def by_orm(client: Client, account: Account, user: User) -> None:
    with recording(actor=user, path="job", now=NOW):
        Account.objects.filter(pk=account.pk).update(industry="Energy")


def by_plain_sql(client: Client, account: Account, user: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET industry = 'Energy' WHERE id = %s", [account.pk])


PATHS: dict[str, Callable[[Client, Account, User], None]] = {
    "web:record_field": by_field,
    "web:record_change": by_page,
    "web:record_correct": by_correction,
    "web:board_move": by_board,
    "web:record_delete": by_delete,
    "bulk": by_bulk_rows,
    "job": by_orm,
    "database": by_plain_sql,
}


@pytest.mark.parametrize("path", PATHS)
def test_each_path_leaves_a_version_with_its_actor(
    path: str, browse: Callable[[User], Client], admin: User, account: Account
) -> None:
    before = Change.objects.count()

    PATHS[path](browse(admin), account, admin)

    version = Account.versions_model._default_manager.select_related("change").order_by("-version_id")[0]
    assert Change.objects.count() == before + 1
    assert version.change.path == path
    assert (version.change.actor == admin) is (path != "database")
    assert version.change.actor_label


def test_only_these_files_write_records() -> None:
    """Whatever writes rows of records does so through operations; the few places that do it themselves are listed."""
    room = Path(__file__).parents[4] / "tenure"
    names = "|".join(model.__name__ for model in record_models())
    writing = re.compile(
        rf"\b({names})\.(objects|everything|_default_manager)\.(create|bulk_create|update_or_create)\("
    )
    found = {str(file.relative_to(room)) for file in room.rglob("*.py") if writing.search(file.read_text())}

    assert found == WRITE_THEMSELVES

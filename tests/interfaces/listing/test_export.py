"""Exports: formulas made harmless, numbers left numbers, hidden names hidden, rights asked."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.recording import recording
from tenure.interfaces.listing.export import ExportFormatError, export
from tenure.interfaces.listing.fields import list_fields
from tests.foundation.access.people import HEAD_OF_SALES, NOW, VIEWER, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

COLUMNS = ["name", "account", "arr", "next_step", "poc", "close_date", "owner"]


@pytest.fixture
def chief() -> User:
    """A head of sales, and a deal whose texts look like formulas."""
    with recording(actor=None, path="test", now=NOW):
        acme = Account.objects.create(name="@Acme")
        Opportunity.objects.create(
            name="=cmd|' /C calc'!A0",
            account=acme,
            arr="-10.50",
            currency="EUR",
            next_step="\tTab \x0b",
            poc=True,
            owner=Person.objects.create(name="Ann"),
        )
    return new_user(HEAD_OF_SALES)


def content(user: User, format: str) -> bytes:
    fields = list_fields(model=Opportunity, user=user)
    columns = [fields[name] for name in COLUMNS]
    rows: Any = Opportunity.objects.all()
    return b"".join(export(model=Opportunity, user=user, rows=rows, columns=columns, format=format))


def test_a_csv_file_makes_formulas_harmless_and_keeps_numbers(chief: User) -> None:
    header, row = csv.reader(io.StringIO(content(chief, "csv").decode("utf-8-sig")))

    assert header == ["public_id", *COLUMNS, "currency"]
    assert row[1:] == ["'=cmd|' /C calc'!A0", "'@Acme", "-10.50", "'\tTab \x0b", "True", "", "Ann", "EUR"]


def test_a_spreadsheet_makes_formulas_harmless_and_keeps_numbers(chief: User) -> None:
    rows = list(load_workbook(io.BytesIO(content(chief, "xlsx"))).active.iter_rows(values_only=True))

    assert rows[1][1:] == ("'=cmd|' /C calc'!A0", "'@Acme", -10.5, "'\tTab ", True, None, "Ann", "EUR")


def test_json_tells_amounts_exactly(chief: User) -> None:
    (row,) = json.loads(content(chief, "json"))

    assert (row["name"], row["arr"], row["currency"], row["poc"]) == ("=cmd|' /C calc'!A0", "-10.50", "EUR", True)
    assert row["close_date"] is None


def test_a_name_that_is_hidden_is_hidden_in_the_file_too(chief: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        RightsRule.objects.create(role="manager", kind_key="person", field="name", level="hidden")

    (row,) = json.loads(content(new_user(HEAD_OF_SALES, email="other@example.com"), "json"))

    assert row["owner"] == Person.objects.get(name="Ann").public_id


def test_who_may_see_but_not_export_gets_no_file(chief: User) -> None:
    with pytest.raises(NotAllowedError, match="export"):
        content(new_user(VIEWER, email="viewer@example.com"), "csv")


def test_an_unknown_format_is_told(chief: User) -> None:
    with pytest.raises(ExportFormatError, match="csv, xlsx or json"):
        content(chief, "pdf")

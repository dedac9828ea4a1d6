"""Lists: filter, order, search, pages, export, and what a person may not see."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Invoice
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.records import operations

pytestmark = pytest.mark.django_db


def names(client: Client, address: str, **query: str) -> list[str]:
    """The names of the rows, in order."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    return [each.get_text() for each in soup.select("tbody tr[data-row] a.row-name")]


def test_a_condition_in_the_address_narrows_the_list(browse: Any, seller: User, three: list[Account]) -> None:
    client = browse(seller)

    assert names(client, "/accounts/", where="industry = 'retail' and size >= 100") == ["Birch"]


def test_a_column_orders_the_list_either_way(browse: Any, seller: User, three: list[Account]) -> None:
    client = browse(seller)

    assert names(client, "/accounts/", sort="size") == ["Aster", "Birch", "Cedar"]
    assert names(client, "/accounts/", sort="-size") == ["Cedar", "Birch", "Aster"]


def test_words_in_the_search_box_narrow_the_list(browse: Any, seller: User, three: list[Account]) -> None:
    assert names(browse(seller), "/accounts/", q="bir") == ["Birch"]


def test_a_misspelt_field_is_told_with_its_place_and_the_right_one(
    browse: Any, seller: User, three: list[Account]
) -> None:
    answer = browse(seller).get("/accounts/", {"where": "industri = 'Retail'"})

    text = BeautifulSoup(answer.content, "html.parser").select_one("[role=alert]").get_text()  # type: ignore[union-attr]
    assert "industry" in text
    assert "character 1" in text


@pytest.mark.parametrize(
    "text",
    ["1=1; drop table accounts_account", "name = '' or 1=1 --", "name = '\\' union select 1 --'", "(" * 500, "name ="],
)
def test_what_is_no_condition_does_no_harm(browse: Any, seller: User, three: list[Account], text: str) -> None:
    answer = browse(seller).get("/accounts/", {"where": text})

    assert answer.status_code == 200
    assert Account.objects.count() == 3


def test_a_condition_is_shown_as_text_never_as_markup(browse: Any, seller: User, three: list[Account]) -> None:
    answer = browse(seller).get("/accounts/", {"where": "name = '<script>alert(1)</script>'", "q": "<b>x</b>"})

    assert b"<script>alert" not in answer.content
    assert b"<b>x</b>" not in answer.content


def test_choosing_in_the_builder_adds_to_the_condition(browse: Any, seller: User, three: list[Account]) -> None:
    query = {"where": "industry = 'Retail'", "field": "size", "operator": ">=", "value": "100"}

    answer = browse(seller).get("/accounts/filter/", query, follow=True)

    soup = BeautifulSoup(answer.content, "html.parser")
    assert [each.get_text() for each in soup.select("tbody a.row-name")] == ["Birch"]
    assert len(soup.select(".chip")) == 2


def test_the_builder_says_how_many_would_match(browse: Any, seller: User, three: list[Account]) -> None:
    query = {"field": "industry", "operator": "=", "value": "retail"}

    assert b"2 accounts match" in browse(seller).get("/accounts/count/", query).content


def test_a_hidden_field_is_neither_shown_filtered_sorted_nor_exported(
    browse: Any, manager: User, act: Callable[..., Any], three: list[Account]
) -> None:
    with act():
        RightsRule.objects.create(role=Role.MANAGER, kind_key="account", field="industry", level=Level.HIDDEN)
    client = browse(manager)

    page = client.get("/accounts/", {"columns": "name,industry"})
    filtered = client.get("/accounts/", {"where": "industry = 'Energy'"})
    ordered = client.get("/accounts/", {"sort": "industry"})
    file = b"".join(client.get("/accounts/export.csv", {"columns": "name,industry"}).streaming_content)  # type: ignore[attr-defined]

    assert b"Energy" not in page.content
    assert "no field" in filtered.content.decode().lower()
    assert "cannot be put in order" in ordered.content.decode()
    assert b"Energy" not in file


def test_a_kind_that_one_may_not_see_has_no_list(browse: Any, hire: Callable[..., User]) -> None:
    nobody = hire("Nil", role=Role.VIEWER)
    nobody.roles.all().delete()  # type: ignore[attr-defined]

    assert browse(nobody).get("/accounts/").status_code == 404


def test_members_do_not_export(browse: Any, seller: User, three: list[Account]) -> None:
    assert browse(seller).get("/accounts/export.csv").status_code == 403


def test_formulas_in_an_export_are_harmless(browse: Any, manager: User, act: Callable[..., Any], company: Any) -> None:
    with act():
        operations.create(model=Account, values={"name": "=HYPERLINK(1)"})

    file = b"".join(browse(manager).get("/accounts/export.csv").streaming_content)  # type: ignore[attr-defined]

    assert b"'=HYPERLINK(1)" in file


def test_totals_never_add_currencies(
    browse: Any, admin: User, act: Callable[..., Any], account: Account, invoice: Invoice
) -> None:
    with act():
        for number, total, currency in (("INV-2", "10.25", "EUR"), ("INV-3", "7", "USD")):
            values = {"number": number, "account": account, "total": Decimal(total), "currency": currency}
            operations.create(model=Invoice, values=values)

    text = browse(admin).get("/invoices/totals/").content.decode()

    cells = BeautifulSoup(text, "html.parser").select("td")
    heads = BeautifulSoup(browse(admin).get("/invoices/").content, "html.parser").select("thead th")
    labels = [head.get_text(strip=True) for head in heads]
    assert len(cells) == len(heads)
    assert "€1,200.25" in cells[labels.index("Total")].get_text()  # 1,190 + 10.25
    assert "$7.00" in text


def test_a_list_asks_as_many_questions_for_forty_rows_as_for_three(
    browse: Any, admin: User, act: Callable[..., Any], three: list[Account]
) -> None:
    client = browse(admin)
    client.get("/accounts/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/accounts/")
    with act():
        for number in range(37):
            operations.create(model=Account, values={"name": f"More {number}", "owner": admin.person})  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as many:
        client.get("/accounts/")

    assert len(many) <= len(few) + 1  # the names of owners, which the first three do not have


def test_pages_follow_each_other_without_gap_or_repetition(
    browse: Any, admin: User, act: Callable[..., Any], company: Any
) -> None:
    with act():
        for number in range(120):
            operations.create(model=Account, values={"name": f"Account {number:03}", "size": number % 7})
    client, seen, address = browse(admin), [], "/accounts/?sort=size"
    while address:
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        seen += [each.get_text() for each in soup.select("tbody tr[data-row] a.row-name")]
        more = soup.select_one(".list-more a")
        address = f"/accounts/{more['href']}" if more else ""

    assert len(seen) == 120
    assert len(set(seen)) == 120

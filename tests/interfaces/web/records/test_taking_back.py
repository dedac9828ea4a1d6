"""Undo, delete, bring back, restore an earlier version, compare two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Invoice, InvoiceLine
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.organisation.models import Team
from tenure.foundation.records import operations
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.web.addresses import record_url

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]


def change(account: Account, act: Callable[..., Any], on: datetime, **values: object) -> Change:
    with act(on) as made:
        operations.change(record=account, values=values)
    return made.change


FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def test_undo_sets_back_what_the_change_wrote(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    made = change(account, act, MARCH, industry="Energy")

    answer = browse(seller).post(f"/undo/{made.pk}/")

    account.refresh_from_db()
    assert (answer.status_code, account.industry) == (204, "Retail")
    assert versions_of(record=account)[0].change.reason == "Undone"


def test_undo_names_what_was_edited_since_and_changes_nothing(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    made = change(account, act, FEBRUARY, industry="Energy", region="Nordics")
    change(account, act, MARCH, industry="Media")

    answer = browse(seller).post(f"/undo/{made.pk}/")

    account.refresh_from_db()
    assert (answer.status_code, account.industry, account.region) == (409, "Media", "Nordics")
    assert "Acme: industry" in answer.content.decode()


def test_undo_needs_the_right_to_what_it_would_write(
    browse: Browse, seller: User, viewer: User, account: Account, act: Callable[..., Any]
) -> None:
    made = change(account, act, MARCH, industry="Energy")
    created = Change.objects.get(pk=versions_of(record=account)[-1].change_id)

    assert browse(viewer).post(f"/undo/{made.pk}/").status_code == 403
    assert browse(seller).post(f"/undo/{created.pk}/").status_code == 403

    with act():
        RightsRule.objects.create(
            role=Role.MEMBER, function="sales", kind_key="account", field="industry", level=Level.VIEW
        )
    assert browse(seller).post(f"/undo/{made.pk}/").status_code == 403
    account.refresh_from_db()
    assert account.industry == "Energy"


def test_undo_of_what_is_unknown_or_hidden_is_the_same_nothing(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    made = change(account, act, MARCH, industry="Energy")
    with act():
        RightsRule.objects.create(role=Role.MEMBER, function="sales", kind_key="account", field="", level=Level.HIDDEN)
    client = browse(seller)

    assert client.post(f"/undo/{made.pk}/").status_code == 404
    assert client.post("/undo/987654/").status_code == 404
    assert client.get(f"/undo/{made.pk}/").status_code == 405


def test_a_record_is_deleted_with_its_parts_and_brought_back(
    browse: Browse, admin: User, invoice: Invoice, act: Callable[..., Any]
) -> None:
    with act():
        operations.create(model=InvoiceLine, values={"invoice": invoice, "description": "Platform"})
    client = browse(admin)

    client.post(f"{record_url(invoice)}delete/")
    html = client.get(record_url(invoice)).content.decode()

    assert not Invoice.objects.exists()
    assert not InvoiceLine.objects.exists()
    assert "This invoice was deleted" in html
    assert "Bring it back" in html
    assert "data-edit " not in html

    client.post(f"{record_url(invoice)}undelete/")
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)


def test_deleting_needs_the_right(browse: Browse, seller: User, account: Account) -> None:
    client = browse(seller)

    assert client.post(f"{record_url(account)}delete/").status_code == 403
    assert client.get(f"{record_url(account)}delete/").status_code == 405
    assert "Delete" not in client.get(record_url(account)).content.decode()
    assert Account.objects.count() == 1


def test_the_history_says_who_when_why_and_what_in_words(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act(MARCH, reason="Moved into power"):
        operations.change(record=account, values={"industry": "Energy", "owner": admin.person})  # type: ignore[attr-defined]

    soup = BeautifulSoup(browse(admin).get(f"{record_url(account)}?tab=history").content, "html.parser")

    newest, oldest = soup.select(".history > li")
    assert newest.select_one(".happening-head").get_text(" ", strip=True) == "Setup changed it in a test 9 days ago"
    assert "Moved into power" in newest.get_text()
    said = [li.get_text(" ", strip=True) for li in newest.select(".said li")]
    assert sorted(said) == ["Industry Retail → Energy", "Owner — → Ada"]
    assert "Holds from 5 Jan 2026, 01:00" in oldest.get_text()


def test_an_earlier_version_is_restored_from_now_on(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    change(account, act, MARCH, industry="Energy")
    first = versions_of(record=account)[-1]

    browse(seller).post(f"{record_url(account)}history/{first.version_id}/restore/")

    account.refresh_from_db()
    assert account.industry == "Retail"
    assert versions_of(record=account)[0].operation == "restore"


def test_an_earlier_version_that_no_longer_fits_is_not_restored_and_says_why(
    browse: Browse, admin: User, company: Any, act: Callable[..., Any]
) -> None:
    with act(FEBRUARY):
        team = operations.create(model=Team, values={"name": "North"})
    first = versions_of(record=team)[0]
    with act(MARCH):
        operations.change(record=team, values={"name": "South"})
        operations.create(model=Team, values={"name": "North"})
    client = browse(admin)

    client.post(f"{record_url(team)}history/{first.version_id}/restore/")

    team.refresh_from_db()
    assert team.name == "South"
    told = client.get(record_url(team)).content.decode()
    assert "Not restored, as this no longer fits." in told
    assert len(versions_of(record=team)) == 2


def test_two_versions_are_compared(browse: Browse, seller: User, account: Account, act: Callable[..., Any]) -> None:
    change(account, act, FEBRUARY, industry="Energy")
    change(account, act, MARCH, region="Nordics", industry="Media")
    third, _second, first = versions_of(record=account)

    address = f"{record_url(account)}history/compare/"
    html = browse(seller).get(f"{address}?v={third.version_id}&v={first.version_id}").content

    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in BeautifulSoup(html, "html.parser").select("table.compare tbody tr")
    ]
    assert rows == [["Industry", "Retail", "Media"], ["Region", "—", "Nordics"]]
    assert browse(seller).get(f"{address}?v={third.version_id}").status_code == 302
    assert browse(seller).get(f"{address}?v={third.version_id}&v=99999").status_code == 404


def test_whoever_added_a_record_may_take_that_back(browse: Browse, seller: User) -> None:
    client = browse(seller)
    client.post("/accounts/new/", {"name": "Mistake", "status": "prospect", "anyway": "1"})
    account = Account.objects.get()

    answer = client.post(f"/undo/{versions_of(record=account)[0].change_id}/")

    assert answer.status_code == 204
    assert not Account.objects.exists()

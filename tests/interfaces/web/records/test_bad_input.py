"""Script in every text field, forged addresses, missing tokens: nothing gets through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.business.support.models import Case, CaseMessage
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField
from tenure.interfaces.web.addresses import record_url, slug_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def foreign(html: str) -> list[str]:
    """The elements of a page that could only come from what somebody typed."""
    soup = BeautifulSoup(html, "html.parser")
    inline = [each for each in soup.find_all("script") if not each.get("src")]
    handlers = [each for each in soup.find_all(True) if any(name.startswith("on") for name in each.attrs)]
    images = [each for each in soup.find_all("img") if not each.get("src", "").startswith("/static/")]
    rest = [*images, *soup.find_all(style=True), *soup.find_all("style")]
    return [str(each)[:200] for each in (*inline, *handlers, *rest)]


def filled(model: type[Record]) -> dict[str, str]:
    """The script in every text field that takes it."""
    fields = [
        each for each in model._meta.local_concrete_fields if isinstance(each, models.CharField | models.TextField)
    ]
    return {
        each.name: SCRIPT[: each.max_length or 500]
        for each in fields
        if each.editable and not each.choices and type(each) in (models.CharField, models.TextField)
    }


@pytest.mark.parametrize("kind", ["account", "contact", "opportunity", "case"])
def test_script_in_any_field_is_shown_as_text_on_every_page(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any], kind: str
) -> None:
    model = next(model for model in record_models() if model.kind.key == kind)
    links = {} if kind == "account" else {"account": account}
    with act(reason=SCRIPT):
        CustomField.objects.create(kind_key=kind, key="own", label=SCRIPT[:80], type="text", help=SCRIPT[:200])
        record = operations.create(model=model, values={**filled(model), **links}, custom={"own": SCRIPT})
        operations.change(record=account, values={"name": SCRIPT})
    client, address = browse(admin), record_url(record)

    pages = ["", "?tab=related", "?tab=history", "timeline/", "change/", "correct/", "delete/", "merge/", "erase/"]
    pages += [f"field/{name}/" for section in model.kind.sections for name in section.fields] + ["field/custom.own/"]
    for page in pages:
        answer = client.get(f"{address}{page}")
        if answer.status_code == 200:
            assert foreign(answer.content.decode()) == [], page
    assert foreign(client.get(f"/pick/{kind}/?q=script").content.decode()) == []
    assert (
        foreign(client.post(f"{address}field/custom.own/", {"base": "x", "custom.own": SCRIPT}).content.decode()) == []
    )


def test_script_in_the_messages_of_a_case_is_shown_as_text(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    now = datetime(2026, 3, 9, tzinfo=UTC)
    with act():
        case = operations.create(model=Case, values={"subject": SCRIPT, "account": account, "opened_at": now})
        operations.create(model=CaseMessage, values={"case": case, "body": SCRIPT, "sender": SCRIPT, "at": now})

    html = browse(admin).get(record_url(case)).content.decode()

    assert "&lt;script&gt;" in html
    assert foreign(html) == []


def test_a_web_address_that_is_no_web_address_is_no_link(browse: Browse, admin: User, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(website="javascript:alert(1)")

    html = browse(admin).get(record_url(account)).content.decode()

    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


def test_forged_addresses_lead_nowhere(browse: Browse, admin: User, account: Account, contact: Contact) -> None:
    client = browse(admin)

    for address in (
        f"/contacts/{account.public_id}/",
        f"/nonsense/{account.public_id}/",
        "/accounts/acc_zzzz/",
        f"/accounts/{account.pk}/",
        f"{record_url(account)}field/public_id/",
        f"{record_url(account)}field/deleted_at/",
        f"{record_url(account)}field/merged_into/",
        f"{record_url(account)}field/custom.none/",
        f"{record_url(account)}field/id/",
        "/pick/nonsense/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_form_cannot_write_what_it_does_not_offer(browse: Browse, seller: User, account: Account) -> None:
    data = {"base": "1", "industry": "Energy", "public_id": "acc_forged", "deleted_at": "2026-01-01", "id": "999"}
    from tenure.interfaces.web.records.stale import latest_version_id

    browse(seller).post(
        f"{record_url(account)}field/industry/", {**data, "base": latest_version_id(account), "name": "X"}
    )

    before = account.public_id
    account.refresh_from_db()
    assert (account.industry, account.name, account.public_id, account.deleted_at) == ("Energy", "Acme", before, None)


def test_every_write_wants_a_token(browse: Browse, admin: User, account: Account, opportunity: Opportunity) -> None:
    client = browse(admin, checks=True)
    here = record_url(account)

    for address in (
        "/accounts/new/",
        f"{here}field/industry/",
        f"{here}change/",
        f"{here}correct/",
        f"{here}delete/",
        f"{here}undelete/",
        f"{here}merge/",
        f"{here}unmerge/",
        f"{here}erase/",
        f"{here}tasks/",
        f"{here}notes/",
        f"{record_url(opportunity)}parts/opportunity-lines/new/",
        "/undo/1/",
    ):
        assert client.post(address, {}).status_code == 403, address
    account.refresh_from_db()
    assert account.deleted_at is None


def test_nothing_is_shown_to_who_is_not_signed_in(client: Client, account: Account) -> None:
    for address in ("", "timeline/", "field/industry/", "notes/", "tasks/", "change/"):
        answer = client.get(f"{record_url(account)}{address}")
        assert answer.status_code == 302
        assert "/account/login/" in answer.headers["location"]
    assert client.get("/pick/account/").status_code == 302


@pytest.mark.parametrize("role", ["viewer", "seller"])
def test_every_page_of_every_kind_answers_each_role_without_leaking(
    browse: Browse, request: pytest.FixtureRequest, role: str, account: Account
) -> None:
    client = browse(request.getfixturevalue(role))

    for model in record_models():
        missing = f"/{slug_of(model.kind)}/{model.kind.prefix}_0000000000000000/"
        assert client.get(missing).status_code == 404
        assert client.get(f"/{slug_of(model.kind)}/new/").status_code in (200, 403, 404)

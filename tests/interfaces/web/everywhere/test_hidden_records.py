"""Every page of a record, as every role, for a record of a hidden kind: as absent as one that never was, everywhere.

And for a record that one sees: what points to hidden kinds, hidden fields and hidden names is in none of its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.files.files import attach
from tenure.foundation.files.models import File
from tenure.foundation.records import operations
from tenure.foundation.records.history import versions_of
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.urls import RECORD, urlpatterns
from tests.interfaces.web.records.conftest import NOW

pytestmark = pytest.mark.django_db

SECRET = "Plan Zebra"
ROLES = [
    (Role.MEMBER, "support"),
    pytest.param(Role.VIEWER, None, marks=pytest.mark.slow),
    pytest.param(Role.MEMBER, "sales", marks=pytest.mark.slow),
    pytest.param(Role.MANAGER, "sales", marks=pytest.mark.slow),
    pytest.param(Role.MANAGER, "finance", marks=pytest.mark.slow),
    pytest.param(Role.MEMBER, "delivery", marks=pytest.mark.slow),
]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """A store of its own for each test."""
    settings.HOME = tmp_path


@pytest.fixture
def secret(opportunity: Opportunity, admin: User, act: Callable[..., Any]) -> Opportunity:
    """A deal with a secret name, a file, a note's worth of history and a second one to merge with."""
    with act():
        operations.change(record=opportunity, values={"name": SECRET, "next_step": SECRET})
    content = ContentFile(SECRET.encode()).chunks()
    attach(record=opportunity, name="zebra.txt", content=content, by=admin, now=NOW, path="test")
    return opportunity


def hide(role: Role, function: str | None, kind: str, field: str = "") -> None:
    RightsRule.objects.create(role=role, function=function, kind_key=kind, field=field, level=Level.HIDDEN)


def addresses(record: Any) -> Iterator[tuple[str, str]]:
    """Every address under the page of a record, filled with ids that are there."""
    filled = {
        "name": "name",
        "part_slug": "opportunity-lines",
        "part_id": "opl_0000000000000000",
        "version_id": versions_of(record=record)[0].version_id,
        "number": File.objects.values_list("pk", flat=True).first() or 1,
        "task_id": "tas_0000000000000000",
    }
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith(RECORD):
            rest = str(pattern.pattern).removeprefix(RECORD)
            for name, value in filled.items():
                for converter in ("str", "slug", "int", "public_id"):
                    rest = rest.replace(f"<{converter}:{name}>", str(value))
            assert "<" not in rest, rest
            yield str(pattern.name), record_url(record) + rest


@pytest.mark.parametrize(("role", "function"), ROLES)
def test_no_address_of_a_hidden_record_gives_anything(
    browse: Callable[[User], Client], hire: Callable[..., User], secret: Opportunity, role: Role, function: str | None
) -> None:
    user = hire("Pat", role=role, function=function)
    hide(role, function, "opportunity")
    client = browse(user)
    before = len(versions_of(record=secret))

    for name, address in addresses(secret):
        for query in ("", "?tab=related", "?tab=history", "?as_of=2026-03-01", f"?other={secret.public_id}"):
            answer = client.get(address + query)
            assert answer.status_code in (404, 405), (name, query, answer.status_code)
            assert SECRET not in answer.content.decode(), (name, query)
        answer = client.post(address, {"name": "Taken", "keep": secret.public_id, "other": secret.public_id})
        assert answer.status_code in (404, 405), (name, answer.status_code)
        assert SECRET not in answer.content.decode(), name
    assert len(versions_of(record=secret)) == before


@pytest.mark.parametrize(("role", "function"), ROLES)
def test_no_way_round_leads_to_a_hidden_record(
    browse: Callable[[User], Client],
    hire: Callable[..., User],
    secret: Opportunity,
    account: Account,
    role: Role,
    function: str | None,
) -> None:
    user = hire("Pat", role=role, function=function)
    hide(role, function, "opportunity")
    client = browse(user)
    change_id = versions_of(record=secret)[0].change_id

    undone = client.post(f"/undo/{change_id}/")
    picked = client.get("/pick/opportunity/?q=zebra&new=1")
    alike = client.get(f"/opportunities/new/alike/?name={SECRET}")
    pages = [
        f"{record_url(account)}{rest}"
        for rest in ("", "?tab=related", "?tab=timeline", "?tab=history", "timeline/", "timeline/?brief=1", "files/")
    ]

    assert [each.status_code for each in (undone, picked, alike)] == [404, 404, 404]
    for address in [*pages, "/search/?q=zebra", "/palette/?q=zebra", "/"]:
        html = client.get(address).content.decode()
        assert SECRET not in html, address
        assert secret.public_id not in html, address
    secret.refresh_from_db()
    assert secret.name == SECRET


@pytest.mark.parametrize(("role", "function"), ROLES)
def test_a_hidden_field_is_in_no_page_of_a_record_that_one_sees(
    browse: Callable[[User], Client],
    hire: Callable[..., User],
    contact: Contact,
    account: Account,
    act: Callable[..., Any],
    role: Role,
    function: str | None,
) -> None:
    user = hire("Pat", role=role, function=function)
    hide(role, function, "contact", "email")
    with act():
        operations.change(record=contact, values={"email": "zebra@acme.example"})
    client = browse(user)

    for name, address in addresses(contact):
        for query in ("", "?tab=related", "?tab=timeline", "?tab=history", "?as_of=2026-03-10"):
            html = client.get(address + query).content.decode()
            assert "zebra@" not in html, (name, query)
    versions = [str(version.version_id) for version in versions_of(record=contact)]
    compared = client.get(f"{record_url(contact)}history/compare/?v={versions[0]}&v={versions[1]}").content.decode()
    assert "zebra@" not in compared
    field = client.get(f"{record_url(contact)}field/email/")
    assert field.status_code in (403, 404)
    for address in (f"{record_url(account)}?tab=related", f"{record_url(account)}timeline/"):
        assert "zebra@" not in client.get(address).content.decode(), address
    for address in ("/pick/contact/?q=zebra%40acme.example", "/search/?q=zebra%40acme.example"):
        assert "Carla" not in client.get(address).content.decode(), address
    alike = client.get("/contacts/new/alike/?email=zebra%40acme.example").content.decode()
    assert contact.public_id not in alike


def test_a_reader_of_a_file_needs_the_right_to_its_record(
    browse: Callable[[User], Client], hire: Callable[..., User], secret: Opportunity, account: Account
) -> None:
    user = hire("Pat", role=Role.MEMBER, function="support")
    hide(Role.MEMBER, "support", "opportunity")
    number = File.objects.get().pk
    client = browse(user)

    assert client.get(f"{record_url(secret)}files/{number}/").status_code == 404
    assert client.get(f"{record_url(account)}files/{number}/").status_code == 404
    assert client.post(f"{record_url(account)}files/{number}/remove/").status_code == 404


def test_choosing_what_to_merge_shows_no_hidden_field(
    browse: Callable[[User], Client], hire: Callable[..., User], contact: Contact, act: Callable[..., Any]
) -> None:
    user = hire("Pat", role=Role.MANAGER, function="sales")
    hide(Role.MANAGER, "sales", "contact", "email")
    with act():
        other = operations.create(model=Contact, values={"name": contact.name, "email": "zebra@acme.example"})
    client = browse(user)

    chosen = client.get(f"{record_url(contact)}merge/").content.decode()
    preview = client.get(f"{record_url(contact)}merge/?other={other.public_id}").content.decode()

    assert other.public_id in chosen
    assert "zebra@" not in chosen + preview


def test_the_picker_takes_no_record_by_a_name_that_is_hidden(
    browse: Callable[[User], Client], hire: Callable[..., User], account: Account
) -> None:
    user = hire("Pat", role=Role.MEMBER, function="sales")
    hide(Role.MEMBER, "sales", "account", "name")
    client = browse(user)
    assert may(user=user, action="create", kind=Contact.kind)

    answer = client.post("/contacts/new/", {"name": "Dora", "account.text": "Acme", "anyway": "1"})

    assert answer.status_code == 422
    assert not Contact.objects.exists()

"""Every kind's list, form and board, as every role: what one may not see is not there, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tenure.business.finance.models import GlEntry
from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.access.roles import Role
from tenure.foundation.records.kinds import record_models
from tenure.interfaces.web.addresses import slug_of

pytestmark = pytest.mark.django_db

KINDS = {model.kind.key: model.kind for model in record_models()}
ROLES = [
    (Role.MEMBER, "sales"),
    pytest.param(Role.ADMINISTRATOR, None, marks=pytest.mark.slow),
    pytest.param(Role.MANAGER, "finance", marks=pytest.mark.slow),
    pytest.param(Role.MEMBER, "support", marks=pytest.mark.slow),
    pytest.param(Role.VIEWER, None, marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("role", "function"), ROLES)
def test_each_list_form_and_board_opens_for_whom_it_may_and_for_nobody_else(
    browse: Callable[[User], Client], hire: Callable[..., User], role: Role, function: str | None
) -> None:
    user = hire("Pat", role=role, function=function)
    client = browse(user)

    for kind in KINDS.values():
        seen, made = (may(user=user, action=action, kind=kind) for action in ("view", "create"))
        assert client.get(f"/{slug_of(kind)}/").status_code == (200 if seen else 404), kind.key
        assert (client.get(f"/{slug_of(kind)}/new/").status_code == 200) is (seen and made), kind.key
        has_board = seen and kind.stage is not None and kind.stage in visible_fields(user=user, kind=kind)
        assert (client.get(f"/{slug_of(kind)}/board/").status_code == 200) is has_board, kind.key


def test_somebody_without_a_role_sees_no_records(browse: Callable[[User], Client], company: Any) -> None:
    client = browse(User.objects.create_user(email="new@northwind.example", name="Nobody Yet"))

    assert {client.get(f"/{slug_of(kind)}/").status_code for kind in KINDS.values()} == {404}


def test_somebody_signed_out_is_asked_to_sign_in(client: Client, company: Any) -> None:
    for kind in KINDS.values():
        answer = client.get(f"/{slug_of(kind)}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


def test_a_hidden_record_is_as_absent_as_one_that_never_was(
    browse: Callable[[User], Client], seller: User, act: Callable[..., Any]
) -> None:
    with act():
        entry = GlEntry.objects.create(period=date(2026, 2, 1))
    client = browse(seller)
    slug = slug_of(GlEntry.kind)

    hidden = client.get(f"/{slug}/{entry.public_id}/")
    absent = client.get(f"/{slug}/{entry.public_id[:-1]}0/")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert entry.public_id not in hidden.content.decode().replace(f"/{slug}/{entry.public_id}", "")

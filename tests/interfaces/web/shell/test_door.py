"""Who gets in, and what refusals say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tenure.foundation.access.models import User

CLOSED = ["/", "/inbox/", "/search/", "/palette/", "/settings/company/", "/audit/", "/accounts/", "/account/sessions/"]
ADMINISTRATORS_ONLY = [
    "/settings/company/",
    "/settings/rates/",
    "/settings/numbers/",
    "/settings/calendars/",
    "/settings/logins/",
    "/settings/invitations/",
    "/settings/rights/",
    "/settings/fields/",
    "/settings/mail/",
    "/settings/jobs/",
    "/settings/health/",
    "/audit/",
    "/audit/?door=1",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_nobody_sees_a_page_without_signing_in(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")


@pytest.mark.django_db
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/palette/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2Finbox%2F"


@pytest.mark.django_db
def test_the_sign_in_page_opens_in_the_strict_policy(client: Client) -> None:
    answer = client.get("/account/login/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("address", ADMINISTRATORS_ONLY)
def test_settings_open_for_an_administrator_and_nobody_else(
    anna: User, ben: User, signed_in: Callable[[User], Client], address: str
) -> None:
    assert signed_in(anna).get(address).status_code == 200

    refused = signed_in(ben).get(address)

    assert refused.status_code == 403
    assert "Ask an administrator for the right" in refused.content.decode()


def test_a_missing_page_says_what_to_do(anna: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(anna).get("/no-such-kind/x/y/z/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_the_way_out(anna: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post("/settings/company/", {"name": "Evil"})

    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()
    anna.refresh_from_db()


def test_a_script_in_a_name_stays_text(anna: User, signed_in: Callable[[User], Client]) -> None:
    User.objects.filter(pk=anna.pk).update(name='<script>alert("x")</script>')

    page = signed_in(anna).get("/inbox/").content.decode()

    assert '<script>alert("x")' not in page
    assert "&lt;script&gt;" in page

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client, TestCase

from tenure.foundation.access.models import SignInEvent, User
from tenure.foundation.mail.models import Mail
from tests.foundation.access.people import PASSWORD, SELLER, new_user

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> User:
    return new_user(SELLER, email="ada@example.com", name="Ada")


def _sign_in(client: Client, *, email: str = "ada@example.com", password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def _log() -> list[tuple[str, str]]:
    return list(SignInEvent.objects.order_by("pk").values_list("kind", "email"))


def test_the_address_in_any_case_and_the_password_let_in(ada: User, client: Client) -> None:
    answer = _sign_in(client, email="ADA@example.com")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert _log() == [("signed_in", "ada@example.com")]
    event = SignInEvent.objects.get()
    assert (event.user, event.address) == (ada, "127.0.0.1")


def test_a_wrong_password_and_an_unknown_address_read_the_same(ada: User, client: Client) -> None:
    wrong = _sign_in(client, password="something else")
    unknown = _sign_in(client, email="nobody@example.com")

    errors = [answer.context["form"].errors.as_text() for answer in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert "not correct" in errors[0]
    assert _log() == [("failed", "ada@example.com"), ("failed", "nobody@example.com")]


def test_somebody_inactive_does_not_come_in(ada: User, client: Client) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    _sign_in(client)

    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_waits(ada: User, client: Client) -> None:
    for _ in range(5):
        _sign_in(client, password="guess")

    answer = _sign_in(client)

    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in answer.context["form"].errors.as_text()
    assert [kind for kind, _ in _log()] == ["failed"] * 5 + ["throttled"]


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    client.post("/account/signup/", {"email": "mallory@example.com", "password1": PASSWORD})

    assert not User.objects.exists()


def test_signing_out_is_logged_and_takes_a_press_of_a_button(ada: User, client: Client) -> None:
    _sign_in(client)

    client.get("/account/logout/")
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")

    assert "_auth_user_id" not in client.session
    assert [kind for kind, _ in _log()] == ["signed_in", "signed_out"]


def _reset_link(client: Client, email: str = "ada@example.com", **more: Any) -> str:
    client.post("/account/password/reset/", {"email": email}, **more)
    found = re.search(r"(http\S+/account/password/reset/key/\S+)", Mail.objects.get(to=email).text)
    assert found
    return found[1]


def test_a_forgotten_password_is_set_by_a_link_from_the_outbox_once(ada: User, client: Client) -> None:
    link = _reset_link(client)
    assert link.startswith("http://127.0.0.1:8000/account/")
    path = link.removeprefix("http://127.0.0.1:8000")

    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a whole new secret", "password2": "a whole new secret"})

    ada.refresh_from_db()
    assert ada.check_password("a whole new secret")
    assert ("password_reset", "ada@example.com") in _log()
    again = Client().get(path, follow=True)
    assert again.context.get("token_fail") is True


@pytest.mark.parametrize("change", [lambda key: key[:-1] + "x", lambda key: "1-" + key, lambda key: "zz-set-password"])
def test_a_forged_link_sets_no_password(ada: User, client: Client, change: Any) -> None:
    link = _reset_link(client)
    key = link.rstrip("/").rpartition("/")[2]

    answer = client.get(f"/account/password/reset/key/{change(key)}/", follow=True)

    assert answer.status_code in (200, 404)
    assert answer.status_code == 404 or answer.context["token_fail"] is True
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_stranger_s_address_gets_no_mail_and_no_other_answer(ada: User, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": "ada@example.com"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert list(Mail.objects.values_list("to", flat=True)) == ["ada@example.com"]


def test_a_link_in_a_mail_follows_no_forged_host(ada: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    link = _reset_link(Client(), headers={"host": "evil.test"})

    assert link.startswith("http://127.0.0.1:8000/")


def _with_second_factor(client: Client) -> tuple[str, list[str]]:
    """Turns the second factor on; gives its secret and the recovery codes."""
    from allauth.mfa.models import Authenticator

    _sign_in(client)
    assert client.get("/account/2fa/totp/activate/").headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/account/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    return secret, codes


def test_with_a_second_factor_the_password_alone_does_not_let_in(ada: User, client: Client) -> None:
    secret, _ = _with_second_factor(client)
    cache.clear()
    other = Client()

    answer = _sign_in(other)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in other.session
    other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in other.session
    cache.clear()
    other.post("/account/2fa/authenticate/", {"code": pyotp.TOTP(secret).now()})

    assert other.session["_auth_user_id"] == str(ada.pk)
    kinds = [kind for kind, _ in _log()]
    assert "factor_added" in kinds
    assert "factor_failed" in kinds
    assert kinds[-1] == "signed_in"


def test_a_recovery_code_lets_in_once(ada: User, client: Client) -> None:
    _, codes = _with_second_factor(client)
    first, second = Client(), Client()

    for other in (first, second):
        cache.clear()
        _sign_in(other)
        other.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_user_sees_their_sessions_and_ends_the_others(ada: User, client: Client) -> None:
    other = Client()
    _sign_in(client)
    _sign_in(other)
    other.get("/account/sessions/")

    page = client.get("/account/sessions/")
    assert len(page.context["sessions"]) == 2
    client.post("/account/sessions/")

    assert other.get("/account/sessions/").status_code == 302
    assert client.get("/account/sessions/").status_code == 200


def test_a_new_password_is_logged_and_ends_sessions_elsewhere(ada: User, client: Client) -> None:
    other = Client()
    _sign_in(client)
    _sign_in(other)

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "a whole new secret", "password2": "a whole new secret"},
    )

    assert ("password_changed", "ada@example.com") in _log()
    assert other.get("/account/sessions/").status_code == 302
    assert client.get("/account/sessions/").status_code == 200

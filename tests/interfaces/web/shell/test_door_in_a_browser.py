"""The door in a real browser: every way in, and what guards it, as a person walks through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tenure.configuration.single_sign_on import provider_apps
from tenure.foundation.access.models import User
from tenure.foundation.mail.models import Mail
from tests.foundation.access.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, running_provider
from tests.support.shots import Shots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough secret"
OTHER = "rain on the tin roof"


@pytest.fixture(autouse=True)
def real_time(tenth_of_march: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes and signed tokens go by the machine's clock."""
    monkeypatch.delenv("TENURE_NOW")


@pytest.fixture(autouse=True)
def _no_tries_yet(real_time: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def come_in(page: Page, *, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def is_it_you(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def link_in_mail(live_server: Any) -> str:
    found = re.search(r"http://[^/]+(/account/\S+)", Mail.objects.latest("id").text)
    assert found is not None
    return f"{live_server.url}{found[1]}"


def test_a_second_factor_is_turned_on_asked_for_and_replaced_by_a_recovery_code(
    page: Page, anna: User, shots: Shots
) -> None:
    come_in(page)
    page.goto("/account/2fa/")
    shots.take(page, "factor-off")
    page.get_by_role("link", name="Turn on").click()
    is_it_you(page)
    secret = page.locator("#authenticator_secret").input_value()
    shots.take(page, "factor-activate")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn on").click()
    page.wait_for_url("**/recovery-codes/**")
    shots.take(page, "recovery-codes")
    codes = page.locator("#recovery_codes").input_value().split()
    assert len(codes) == 10
    page.goto("/account/2fa/")
    shots.take(page, "factor-on")

    page.context.clear_cookies()
    come_in(page)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    shots.take(page, "factor-asked")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(codes[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Good to see you, Anna")).to_be_visible()

    page.context.clear_cookies()
    come_in(page)
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(codes[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(codes[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")

    page.goto("/account/2fa/recovery-codes/generate/")
    is_it_you(page)
    shots.take(page, "recovery-codes-new")
    page.get_by_role("button", name="Make new ones").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    expect(page.get_by_text("10 of 10 are left.")).to_be_visible()
    page.goto("/account/2fa/totp/deactivate/")
    shots.take(page, "factor-turn-off")
    page.get_by_role("button", name="Turn off").click()
    page.wait_for_url("**/account/2fa/")
    expect(page.get_by_text("Off", exact=True)).to_be_visible()


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(
    page: Page, anna: User, shots: Shots, live_server: Any
) -> None:
    page.goto("/account/login/")
    shots.take(page, "login")
    page.get_by_role("link", name="Forgot the password?").click()
    shots.take(page, "reset")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    shots.take(page, "reset-sent")

    page.goto(link_in_mail(live_server))
    shots.take(page, "reset-new")
    page.get_by_label("New Password", exact=True).fill(OTHER)
    page.get_by_label("New Password (again)").fill(OTHER)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="The password is set")).to_be_visible()
    shots.take(page, "reset-done")

    page.goto(link_in_mail(live_server))
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    shots.take(page, "reset-dead")
    come_in(page, password=OTHER)
    expect(page.get_by_role("heading", name="Good to see you, Anna")).to_be_visible()


def test_other_sessions_are_seen_and_ended(page: Page, browser: Browser, anna: User, shots: Shots) -> None:
    come_in(page)
    elsewhere = browser.new_context(base_url=page.url)
    other = elsewhere.new_page()
    come_in(other)
    assert UserSession.objects.filter(user=anna).count() == 2

    page.goto("/account/sessions/")
    expect(page.get_by_text("This one")).to_be_visible()
    shots.take(page, "sessions")
    page.get_by_role("button", name="End the other sessions").click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()

    other.goto("/inbox/")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    elsewhere.close()


def test_somebody_changes_their_name_address_and_password(
    page: Page, anna: User, shots: Shots, live_server: Any
) -> None:
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    come_in(page)
    page.goto("/settings/profile/")
    shots.take(page, "profile")
    page.get_by_label("Name").fill("Anna Maria Bergmann")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your name was saved.")).to_be_visible()
    page.get_by_role("button", name="Dark").first.click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.goto("/account/email/")
    shots.take(page, "email")
    page.get_by_label("New address").fill("anna.maria@example.com")
    page.get_by_role("button", name="Send the link", exact=True).click()
    is_it_you(page)
    expect(page.get_by_text("A link went to anna.maria@example.com")).to_be_visible()
    shots.take(page, "email-pending")
    page.goto(link_in_mail(live_server))
    shots.take(page, "email-confirm")
    page.get_by_role("button", name="Yes, use it").click()
    page.wait_for_url("**/account/email/")
    expect(page.locator("dd", has_text="anna.maria@example.com")).to_be_visible()

    page.goto("/account/password/change/")
    shots.take(page, "password")
    page.get_by_label("Current Password").fill(PASSWORD)
    page.get_by_label("New Password", exact=True).fill(OTHER)
    page.get_by_label("New Password (again)").fill(OTHER)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Password successfully changed.")).to_be_visible()
    page.goto("/inbox/")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


@pytest.fixture
def provider(settings: Any, live_server: Any) -> Iterator[IdentityProvider]:
    """An identity provider on this machine, to which the sign-in form may lead."""
    with running_provider() as running:
        environment = {
            "TENURE_OIDC_ISSUER": running.address,
            "TENURE_OIDC_CLIENT_ID": CLIENT_ID,
            "TENURE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": provider_apps(environment=environment)}}
        policy = settings.CONTENT_SECURITY_POLICY
        directives = {**policy["DIRECTIVES"], "form-action": [*policy["DIRECTIVES"]["form-action"], running.address]}
        settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
        yield running


def test_somebody_comes_in_by_single_sign_on(page: Page, anna: User, provider: IdentityProvider, shots: Shots) -> None:
    provider.person = {"sub": "a-1", "email": "anna@example.com", "email_verified": True, "name": "Anna"}
    page.goto("/account/login/")
    shots.take(page, "login-sso")

    page.get_by_role("button", name=re.compile("Sign in with")).click()

    expect(page.get_by_role("heading", name="Good to see you, Anna")).to_be_visible()
    assert provider.refused == []


def test_a_stranger_from_the_provider_is_told_why_they_stay_out(
    page: Page, company: Any, provider: IdentityProvider, shots: Shots
) -> None:
    provider.person = {"sub": "m-1", "email": "mallory@example.com", "email_verified": True, "name": "Mallory"}
    page.goto("/account/login/")

    page.get_by_role("button", name=re.compile("Sign in with")).click()

    expect(page.get_by_role("heading", name="You are not invited yet")).to_be_visible()
    shots.take(page, "sso-stranger")
    assert not User.objects.filter(email="mallory@example.com").exists()


def test_the_pages_of_running_the_house_look_right(
    page: Page, anna: User, act: Callable[..., Any], shots: Shots
) -> None:
    come_in(page)
    for name in ("audit/", "audit/?door=1", "settings/health/", "settings/mail/", "settings/jobs/", "settings/logins/"):
        page.goto(f"/{name}")
        shots.take(page, re.sub(r"\W+", "-", name).strip("-"))

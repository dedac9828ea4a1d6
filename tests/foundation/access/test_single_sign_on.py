from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from tenure.configuration.single_sign_on import SingleSignOnSettingError, domains, origins, provider_apps
from tenure.foundation.access.invitations import invite
from tenure.foundation.access.models import Invitation, SignInEvent, SignInKind, User
from tenure.foundation.access.users import deactivate, grants_of
from tests.foundation.access.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, running_provider
from tests.foundation.access.people import ADMINISTRATOR, NOW, SELLER, VIEWER, new_user

ADA = {"sub": "ada-1", "email": "Ada@Example.com", "email_verified": True, "name": "Ada Byron"}
LOGIN = "/account/oidc/sso/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    with running_provider() as provider:
        environment = {
            "TENURE_OIDC_ISSUER": provider.address,
            "TENURE_OIDC_CLIENT_ID": CLIENT_ID,
            "TENURE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": provider_apps(environment=environment)}}
        settings.SINGLE_SIGN_ON_DOMAINS = domains(environment={"TENURE_OIDC_DOMAINS": "acme.test"})
        provider.person = dict(ADA)
        yield provider


def _callback(client: Client) -> str:
    """Goes to the provider and back, up to the address that the browser is sent to in the end."""
    outward = client.post(LOGIN)
    assert outward.status_code == 302, outward.content[:500]
    answer = requests.get(outward.headers["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def _signed_in(client: Client) -> User | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number) if number else None


@pytest.mark.django_db
def test_somebody_with_a_login_comes_in_by_the_address_that_the_provider_verified(provider: IdentityProvider) -> None:
    ada, client = new_user(SELLER, email="ada@example.com"), Client()

    client.get(_callback(client))

    assert _signed_in(client) == ada
    assert SignInEvent.objects.get().kind == SignInKind.SIGNED_IN
    assert provider.refused == []


@pytest.mark.django_db
def test_the_invited_come_in_with_the_promised_roles(provider: IdentityProvider) -> None:
    from tenure.foundation.clock import now

    chief, client = new_user(ADMINISTRATOR, email="chief@example.com"), Client()
    invite(by=chief, email="ada@example.com", grants=[SELLER], path="test", now=now())

    client.get(_callback(client))

    ada = _signed_in(client)
    assert ada is not None
    assert (ada.email, ada.name, ada.has_usable_password()) == ("ada@example.com", "Ada Byron", False)
    assert grants_of(user=ada) == {SELLER}
    assert Invitation.objects.get().accepted_by == ada


@pytest.mark.django_db
def test_people_of_a_named_domain_come_in_as_viewers_and_again_as_themselves(provider: IdentityProvider) -> None:
    provider.person = {**ADA, "email": "grace@acme.test", "sub": "grace-1", "name": "Grace"}
    first, second = Client(), Client()

    first.get(_callback(first))
    provider.person["email"] = "grace.hopper@acme.test"
    second.get(_callback(second))

    grace = User.objects.get()
    assert (_signed_in(first), _signed_in(second)) == (grace, grace)
    assert grants_of(user=grace) == {VIEWER}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "person",
    [
        ADA,
        {**ADA, "email": "mallory@notacme.test"},
        {**ADA, "email": "mallory@acme.test.evil.test"},
        {**ADA, "email": "mallory@acme.test", "email_verified": False},
        {**ADA, "email": "mallory@acme.test", "email_verified": "false"},
        {"sub": "nobody", "name": "No address"},
    ],
)
def test_a_stranger_stays_out(provider: IdentityProvider, person: dict[str, Any]) -> None:
    provider.person, client = person, Client()

    answer = client.get(_callback(client))

    assert _signed_in(client) is None
    assert not User.objects.exists()
    assert answer.status_code == 200


@pytest.mark.django_db
def test_an_address_that_the_provider_did_not_verify_takes_over_no_login(provider: IdentityProvider) -> None:
    new_user(ADMINISTRATOR, email="ada@example.com")
    provider.person, client = {**ADA, "email_verified": False}, Client()

    client.get(_callback(client))

    assert _signed_in(client) is None


@pytest.mark.django_db
def test_somebody_kept_out_stays_out(provider: IdentityProvider) -> None:
    chief, ada = new_user(ADMINISTRATOR, email="chief@example.com"), new_user(SELLER, email="ada@example.com")
    deactivate(by=chief, user=ada, path="test", now=NOW)
    client = Client()

    client.get(_callback(client))

    assert _signed_in(client) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lie", [{"aud": "another client"}, {"iss": "https://evil.test"}, {"exp": 1}], ids=["audience", "issuer", "expired"]
)
def test_a_token_for_others_or_of_yesterday_lets_nobody_in(provider: IdentityProvider, lie: dict[str, Any]) -> None:
    new_user(SELLER, email="ada@example.com")
    provider.token_changes, client = lie, Client()

    client.get(_callback(client))

    assert _signed_in(client) is None


@pytest.mark.django_db
def test_a_forged_state_and_a_replayed_code_let_nobody_in(provider: IdentityProvider) -> None:
    new_user(SELLER, email="ada@example.com")
    client, mallory = Client(), Client()
    callback = _callback(client)

    mallory.get(callback)
    code = parse_qs(urlsplit(callback).query)["code"][0]
    mallory.get(f"{LOGIN}callback/?code={code}&state=forged")
    assert _signed_in(mallory) is None

    client.get(callback)
    client.logout()
    client.get(callback)
    assert _signed_in(client) is None


@pytest.mark.django_db
def test_going_to_the_provider_takes_a_press_of_the_button(provider: IdentityProvider) -> None:
    assert Client().get(LOGIN).status_code == 200
    assert Client(enforce_csrf_checks=True).post(LOGIN).status_code == 403


def test_half_a_setting_is_refused() -> None:
    assert provider_apps(environment={}) == []
    with pytest.raises(SingleSignOnSettingError, match="TENURE_OIDC_CLIENT_ID"):
        provider_apps(environment={"TENURE_OIDC_ISSUER": "https://login.example.com"})
    with pytest.raises(SingleSignOnSettingError, match="https://"):
        provider_apps(
            environment={
                "TENURE_OIDC_ISSUER": "http://login.example.com",
                "TENURE_OIDC_CLIENT_ID": "a",
                "TENURE_OIDC_CLIENT_SECRET": "b",
            }
        )


def test_the_sign_in_form_may_lead_to_the_provider_only() -> None:
    apps = provider_apps(
        environment={
            "TENURE_OIDC_ISSUER": "https://login.example.com/realms/acme/",
            "TENURE_OIDC_CLIENT_ID": "a",
            "TENURE_OIDC_CLIENT_SECRET": "b",
        }
    )

    assert origins(apps=apps) == ["https://login.example.com"]
    assert domains(environment={"TENURE_OIDC_DOMAINS": " Acme.test, @example.com,"}) == {"acme.test", "example.com"}

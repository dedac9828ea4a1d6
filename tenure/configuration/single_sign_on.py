"""Single sign-on from the environment: one OpenID Connect provider, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

PROVIDER_ID = "sso"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class SingleSignOnSettingError(ValueError):
    """The settings of single sign-on do not go together."""


def provider_apps(*, environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """The provider as the sign-in library takes it: an empty list without `TENURE_OIDC_ISSUER`.

    Raises `SingleSignOnSettingError` for an issuer without a client, or one not reached by https.
    """
    issuer = environment.get("TENURE_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return []
    client, secret = environment.get("TENURE_OIDC_CLIENT_ID"), environment.get("TENURE_OIDC_CLIENT_SECRET")
    if not client or not secret:
        raise SingleSignOnSettingError(
            "TENURE_OIDC_ISSUER is set; set TENURE_OIDC_CLIENT_ID and TENURE_OIDC_CLIENT_SECRET too."
        )
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise SingleSignOnSettingError(f"TENURE_OIDC_ISSUER={issuer!r} must begin with https://.")
    return [
        {
            "provider_id": PROVIDER_ID,
            "name": environment.get("TENURE_OIDC_NAME", "Single sign-on"),
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": issuer, "email_authentication": True, "oauth_pkce_enabled": True},
        }
    ]


def origins(*, apps: list[dict[str, Any]]) -> list[str]:
    """Where the sign-in page's form may lead to besides the product itself."""
    addresses = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{address.scheme}://{address.netloc}" for address in addresses]


def domains(*, environment: Mapping[str, str]) -> frozenset[str]:
    """The e-mail domains whose people may come in without an invitation."""
    listed = environment.get("TENURE_OIDC_DOMAINS", "").split(",")
    return frozenset(domain.strip().lower().removeprefix("@") for domain in listed if domain.strip())

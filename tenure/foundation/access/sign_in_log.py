"""The log of the door: the sign-in library's signals, each as one line. Technical, no business logic."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from tenure.foundation.access.models import SignInEvent, SignInKind, User
from tenure.foundation.clock import now

LONGEST_AGENT = 300
LONGEST_ADDRESS = 254


def log(*, kind: SignInKind, request: HttpRequest | None, user: User | None = None, email: str = "") -> None:
    """Writes one line of the log."""
    SignInEvent.objects.create(
        at=now(),
        kind=kind,
        user=user,
        email=(email or (user.email if user else ""))[:LONGEST_ADDRESS],
        address=get_client_ip(request) if request else None,
        agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT] if request else "",
    )


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """All steps of a sign-in were passed."""
    log(kind=SignInKind.SIGNED_IN, request=request, user=user)


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """A session ended by its owner."""
    if user is not None:
        log(kind=SignInKind.SIGNED_OUT, request=request, user=user)


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password, or an address that nobody has."""
    email = str(credentials.get("email") or credentials.get("username") or "").lower()
    log(kind=SignInKind.FAILED, request=request, user=User.objects.filter(email__iexact=email).first(), email=email)


def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """A signed-in user chose another password."""
    log(kind=SignInKind.PASSWORD_CHANGED, request=request, user=user)


def password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """A password was set by a link from a mail."""
    log(kind=SignInKind.PASSWORD_RESET, request=request, user=user)


def factor_added(request: HttpRequest, user: User, **_: Any) -> None:
    """A second factor was turned on."""
    log(kind=SignInKind.FACTOR_ADDED, request=request, user=user)


def factor_removed(request: HttpRequest, user: User, **_: Any) -> None:
    """A second factor was turned off."""
    log(kind=SignInKind.FACTOR_REMOVED, request=request, user=user)


def codes_made(request: HttpRequest, user: User, **_: Any) -> None:
    """Recovery codes were made anew."""
    log(kind=SignInKind.CODES_MADE, request=request, user=user)


def factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    """A wrong code of a second factor."""
    log(kind=SignInKind.FACTOR_FAILED, request=request, user=user)

"""In whose name a command acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenure.foundation.access.models import User


class UnknownUserError(LookupError):
    """No user has this e-mail address."""


class NoAdministratorError(LookupError):
    """Nobody may administer the installation."""


def user_called(email: str) -> User:
    """The user with this e-mail address. Raises `UnknownUserError`."""
    from tenure.foundation.access.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise UnknownUserError(f"There is no user {email}. `tenure users list` shows them all.")
    return user


def acting_user(email: str | None) -> User:
    """The user in whose name the command acts: by default the administrator of the longest standing.

    Raises `UnknownUserError`, `NoAdministratorError`.
    """
    from tenure.foundation.access.models import User

    if email is not None:
        return user_called(email)
    administrator = User.objects.filter(is_active=True, roles__role="administrator").order_by("pk").first()
    if administrator is None:
        raise NoAdministratorError("Nobody here is an administrator; there is no one to act for.")
    return administrator

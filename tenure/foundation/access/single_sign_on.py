"""Who may come in by single sign-on: the invited, and people of the domains that the installation names."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from tenure.foundation.access.invitations import admit, open_invitations
from tenure.foundation.access.models import Invitation, User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.records.recording import recording

PATH = "web:sso"


class NotInvitedError(PermissionError):
    """The identity provider knows the person, but nobody invited them."""


def may_join(*, email: str, is_verified: bool, now: datetime) -> bool:
    """Whether somebody new whom the provider vouches for may come in: invited, or of a named domain.

    An address that the provider did not verify never lets anybody in.
    """
    return bool(email) and is_verified and (_is_of_named_domain(email) or _invitation(email, now) is not None)


def join(*, email: str, name: str, is_verified: bool, now: datetime) -> User:
    """Makes the login: with the roles of the invitation, else as a viewer. Raises `NotInvitedError`."""
    if not may_join(email=email, is_verified=is_verified, now=now):
        raise NotInvitedError(f"{email} was not invited. Ask an administrator for an invitation.")
    invitation = _invitation(email, now)
    if invitation is not None:
        return admit(invitation=invitation, name=name, password=None, now=now, path=PATH)
    with recording(actor=None, actor_label="single sign-on", path=PATH, now=now, reason="First sign-in of a new user"):
        return create_user(name=name, email=email, password=None, grants=[Grant(Role.VIEWER)])


def _is_of_named_domain(email: str) -> bool:
    return email.rpartition("@")[2].lower() in settings.SINGLE_SIGN_ON_DOMAINS


def _invitation(email: str, now: datetime) -> Invitation | None:
    return open_invitations(now=now).filter(email__iexact=email).order_by("-pk").first()

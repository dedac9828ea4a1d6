"""Invitations: a link by mail that lets one person in, once, with the roles they were promised."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from tenure.foundation.access.models import Invitation, User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import require
from tenure.foundation.access.users import as_json, checked_grants, create_user, from_json
from tenure.foundation.mail.outbox import send
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.recording import recording

VALID_FOR = timedelta(days=7)
LINK_PATH = "/account/invitation/{token}/"


class InvitationError(ValueError):
    """The link does not let anybody in; the message says why and what to do."""


class UnknownInvitationError(InvitationError):
    """No invitation has this secret: the link is cut off, or made up."""


class UsedInvitationError(InvitationError):
    """The invitation was accepted before."""


class ExpiredInvitationError(InvitationError):
    """The invitation was not accepted in time."""


class RevokedInvitationError(InvitationError):
    """The invitation was taken back, or replaced by a later one."""


def invite(
    *, by: User, email: str, grants: Iterable[Grant], path: str, now: datetime, name: str = "", reason: str = ""
) -> Invitation:
    """Invites a person by mail; an earlier open invitation to the same address ends.

    Raises `NotAllowedError`, `ValidationError` with a message per field.
    """
    require(user=by, action="configure")
    address, roles = _checked_address(email), as_json(grants=checked_grants(grants=grants))
    if not roles:
        raise ValidationError({"roles": "Choose at least one role; without one, nothing can be seen."})
    token = secrets.token_urlsafe(32)
    with recording(actor=by, path=path, now=now, reason=reason or "Invitation"):
        for earlier in open_invitations(now=now).filter(email__iexact=address):
            _revoke(earlier, now)
        invitation = Invitation.objects.create(
            email=address,
            name=name.strip(),
            roles=roles,
            token_hash=hash_of(token),
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        _send(invitation, token, by, now)
    return invitation


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """The invitations that can still be accepted."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


def all_invitations(*, by: User) -> QuerySet[Invitation]:
    """Every invitation, newest first. Raises `NotAllowedError`."""
    require(user=by, action="configure")
    return Invitation.objects.select_related("invited_by").order_by("-id")


def invitation_by(*, token: str, now: datetime) -> Invitation:
    """The open invitation with this secret. Raises the `InvitationError` that says why there is none."""
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise UnknownInvitationError(
            "This link is not one of ours. Copy it whole from the mail, or ask for a new invitation."
        )
    if invitation.accepted_at:
        raise UsedInvitationError("This invitation was used already. Sign in, or reset your password if you forgot it.")
    if invitation.revoked_at:
        raise RevokedInvitationError(
            "This invitation was taken back. Use the latest mail, or ask for a new invitation."
        )
    if invitation.expires_at <= now:
        raise ExpiredInvitationError("This invitation has expired. Ask an administrator for a new one.")
    return invitation


def accept(*, token: str, name: str, password: str, now: datetime, path: str = "web:invitation") -> User:
    """Makes the invited person's login with the promised roles; the invitation is used up.

    Raises `InvitationError`, `ValidationError` with a message per field.
    """
    invitation = invitation_by(token=token, now=now)
    return admit(invitation=invitation, name=name, password=password, now=now, path=path)


def admit(*, invitation: Invitation, name: str, password: str | None, now: datetime, path: str) -> User:
    """Uses an open invitation up and makes the login. Raises `UsedInvitationError`, `ValidationError`."""
    with recording(actor=None, actor_label="invitation", path=path, now=now, reason="Accepted an invitation"):
        open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        if open_one.update(accepted_at=now) != 1:
            raise UsedInvitationError("This invitation was used already. Sign in instead.")
        grants = from_json(roles=invitation.roles)
        user = create_user(name=name or invitation.name, email=invitation.email, password=password, grants=grants)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    return user


def revoke(*, by: User, invitation: Invitation, path: str, now: datetime, reason: str = "") -> None:
    """Takes an open invitation back. Raises `NotAllowedError`, `UsedInvitationError`."""
    require(user=by, action="configure")
    if invitation.accepted_at:
        raise UsedInvitationError("This invitation was accepted; deactivate the login instead.")
    with recording(actor=by, path=path, now=now, reason=reason):
        _revoke(invitation, now)


def hash_of(token: str) -> str:
    """What is kept of a secret: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(invitation: Invitation, now: datetime) -> None:
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    if User.objects.filter(email__iexact=address).exists():
        raise ValidationError({"email": "Somebody with this address can sign in already; change their roles instead."})
    return address


def _send(invitation: Invitation, token: str, by: User, now: datetime) -> None:
    company = Company.objects.values_list("name", flat=True).first() or "Tenure"
    link = settings.SITE_ADDRESS.rstrip("/") + LINK_PATH.format(token=token)
    greeting = f"Hello {invitation.name},\n\n" if invitation.name else ""
    send(
        to=invitation.email,
        subject=f"{by} invites you to {company}'s Tenure",
        text=(
            f"{greeting}{by} has invited you to Tenure, where {company} looks after its customers.\n\n"
            f"Follow this link to choose a password and come in:\n{link}\n\n"
            f"It works once, until {invitation.expires_at:%d %B %Y, %H:%M} UTC. "
            "If you did not expect this mail, you need not do anything.\n"
        ),
        key=f"invitation-{invitation.pk}",
        secret_until=invitation.expires_at,
        now=now,
    )

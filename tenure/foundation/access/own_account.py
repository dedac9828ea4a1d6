"""What people change about their own login: name, address, password. No right is needed but to be oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from tenure.foundation.access.models import SignInEvent, SignInKind, User
from tenure.foundation.access.sessions import end_sessions, session_count
from tenure.foundation.access.users import check_password, grants_of, role_word
from tenure.foundation.mail.outbox import send
from tenure.foundation.organisation.models import Company, Person
from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording


@dataclass(frozen=True)
class Account:
    """How somebody signs in, and as what. `pending`: the address that they have not confirmed yet."""

    pending: str
    has_password: bool
    has_factor: bool
    session_count: int
    roles: list[str]


def account_of(*, user: User) -> Account:
    """The user's own account."""
    pending = EmailAddress.objects.filter(user=user, primary=False, verified=False).order_by("-pk").first()
    return Account(
        pending=pending.email if pending else "",
        has_password=user.has_usable_password(),
        has_factor=Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        session_count=session_count(user=user),
        roles=sorted(role_word(grant=grant) for grant in grants_of(user=user)),
    )


def rename(*, user: User, name: str, path: str, now: datetime) -> None:
    """Gives a user, and the person that they are, another name. Raises `ValidationError` for the field `name`."""
    wanted = " ".join(name.split())
    if not wanted:
        raise ValidationError({"name": "Give a name."})
    with recording(actor=user, path=path, now=now, reason="Changed their own name"):
        user.name = wanted
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name"])
        person = Person.objects.filter(user=user).first()
        if person is not None:
            change(record=person, values={"name": wanted})


def follow_address(*, user: User, before: str, path: str, now: datetime) -> None:
    """After a user proved a new address: their person gets it, and the old address is told.

    A person keeps the address that is not the login's, and where another person has the new one.
    """
    if before.lower() == user.email.lower():
        return
    with recording(actor=user, path=path, now=now, reason="Changed their own e-mail address"):
        person = Person.objects.filter(user=user, email__iexact=before).first()
        if person is not None and not Person.objects.filter(email__iexact=user.email).exists():
            change(record=person, values={"email": user.email})
        _tell_old_address(user, before, now)


def replace_password(*, user: User, password: str, now: datetime, path: str) -> None:
    """Gives a user another password and ends all their sessions. Raises `ValidationError` for the field `password`."""
    check_password(password=password, user=user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(user=user)
        SignInEvent.objects.create(at=now, kind=SignInKind.PASSWORD_RESET, user=user, email=user.email, agent=path)


def _tell_old_address(user: User, before: str, now: datetime) -> None:
    company = Company.objects.values_list("name", flat=True).first() or "Tenure"
    send(
        to=before,
        subject="Your sign-in address was changed",
        text=(
            f"Hello {user},\n\nyou now sign in to {company}'s Tenure with {user.email}; {before} no longer works.\n\n"
            "If you did not change this, tell an administrator at once.\n"
        ),
        now=now,
    )

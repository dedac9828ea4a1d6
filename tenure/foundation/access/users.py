"""What may be done to users: made, given roles, let in or kept out. Inside `recording`, but for what says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.access.policy import ASSIGNABLE, Grant
from tenure.foundation.access.rights import forget, require
from tenure.foundation.access.roles import COMPANY_WIDE, Role
from tenure.foundation.access.sessions import end_sessions
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording, under_way


class LastAdministratorError(ValueError):
    """Nobody would be left who may administer the installation."""


def create_administrator(*, name: str, email: str, password: str) -> User:
    """A new administrator with a login, and the person that goes with it. Raises `ValidationError` per field."""
    return create_user(name=name, email=email, password=password, grants=[Grant(Role.ADMINISTRATOR)])


def create_user(*, name: str, email: str, password: str | None, grants: Iterable[Grant]) -> User:
    """A new user with roles, and the person that goes with them: the one with the same e-mail address, else a new one.

    Without a password the user signs in by single sign-on, or sets one by mail. Raises `ValidationError` per field.
    """
    if not name.strip():
        raise ValidationError({"name": "Give a name."})
    if password is not None:
        check_password(password=password, user=User(email=email, name=name))
    joined_at = under_way().change.recorded_at
    user = User.objects.create_user(email=email, name=name, password=password, joined_at=joined_at)
    # Whoever makes a login vouches for the address, or proved it by following a link sent there.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _give(user, set(grants))
    _give_person(user)
    return user


def check_password(*, password: str, user: User) -> None:
    """Raises `ValidationError` for the field `password` if it is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def logins(*, by: User) -> QuerySet[User]:
    """Everybody who can or could sign in, by name, with roles and person. Raises `NotAllowedError`."""
    require(user=by, action="configure")
    return User.objects.order_by("name", "email").prefetch_related("roles").select_related("person")


def administrators() -> QuerySet[User]:
    """Everybody who may administer and can sign in, the longest-standing first."""
    return User.objects.filter(is_active=True, roles__role=Role.ADMINISTRATOR).order_by("pk")


def grants_of(*, user: User) -> set[Grant]:
    """The roles that a user has."""
    rows = RoleAssignment.objects.filter(user=user)
    return {Grant(Role(row.role), Function(row.function) if row.function else None) for row in rows}


def role_word(*, grant: Grant) -> str:
    """A role in words: “Manager, sales”."""
    return f"{grant.role.label}, {grant.function.value}" if grant.function else grant.role.label


def change_roles(*, by: User, user: User, grants: Iterable[Grant], path: str, now: datetime, reason: str = "") -> None:
    """Gives a user exactly these roles, in an act of its own.

    Raises `NotAllowedError`, `ValidationError`, and `LastAdministratorError` if nobody would administer any more.
    """
    require(user=by, action="configure")
    with recording(actor=by, path=path, now=now, reason=reason):
        _give(user, set(grants))
        keep_an_administrator()
    forget(user=user)


def deactivate(*, by: User, user: User, path: str, now: datetime, reason: str = "") -> None:
    """Keeps a user out from now on and ends their sessions; what they did stays theirs. Their roles are taken back.

    Raises `NotAllowedError`, and `LastAdministratorError` if nobody would administer any more.
    """
    require(user=by, action="configure")
    with recording(actor=by, path=path, now=now, reason=reason or "Login deactivated"):
        User.objects.filter(pk=user.pk).update(is_active=False)
        _give(user, set())
        keep_an_administrator()
        end_sessions(user=user)
    user.is_active = False
    forget(user=user)


def activate(*, by: User, user: User, grants: Iterable[Grant], path: str, now: datetime, reason: str = "") -> None:
    """Lets a user in again, with these roles. Raises `NotAllowedError`, `ValidationError`."""
    require(user=by, action="configure")
    with recording(actor=by, path=path, now=now, reason=reason):
        User.objects.filter(pk=user.pk).update(is_active=True)
        _give(user, set(grants))
    user.is_active = True
    forget(user=user)


def link_person(*, by: User, user: User, person: Person | None, path: str, now: datetime, reason: str = "") -> None:
    """Says which person a login is: whose records are theirs. None: nobody. Raises `NotAllowedError`."""
    require(user=by, action="configure")
    present = Person.objects.filter(user=user).first()
    if present == person:
        return
    with recording(actor=by, path=path, now=now, reason=reason):
        if present is not None:
            change(record=present, values={"user": None})
        if person is not None:
            change(record=person, values={"user": user})


def checked_grants(*, grants: Iterable[Grant]) -> set[Grant]:
    """The roles, if managers and members have a function and the others none. Raises `ValidationError`."""
    checked = set(grants)
    for grant in checked:
        if grant.role in COMPANY_WIDE and grant.function is not None:
            raise ValidationError({"roles": f"{grant.role.label}: this role is for the whole company, not a function."})
        if grant.role not in COMPANY_WIDE and grant.function not in ASSIGNABLE:
            raise ValidationError({"roles": f"{grant.role.label}: say of which function, such as sales."})
    return checked


def as_json(*, grants: Iterable[Grant]) -> list[dict[str, str | None]]:
    """The roles as an invitation keeps them."""
    return [
        {"role": grant.role.value, "function": grant.function.value if grant.function else None}
        for grant in sorted(grants, key=lambda grant: (grant.role, grant.function or ""))
    ]


def from_json(*, roles: Any) -> set[Grant]:
    """The roles that an invitation keeps. Raises `ValidationError`."""
    try:
        grants = [Grant(Role(row["role"]), Function(row["function"]) if row["function"] else None) for row in roles]
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError({"roles": "These are no roles that Tenure knows."}) from error
    return checked_grants(grants=grants)


def _give(user: User, grants: set[Grant]) -> None:
    wanted = checked_grants(grants=grants)
    for row in RoleAssignment.objects.filter(user=user):
        grant = Grant(Role(row.role), Function(row.function) if row.function else None)
        if grant not in wanted:
            row.delete()
        wanted.discard(grant)
    for grant in sorted(wanted, key=lambda grant: (grant.role, grant.function or "")):
        RoleAssignment.objects.create(user=user, role=grant.role, function=grant.function)


def _give_person(user: User) -> None:
    person = Person.objects.filter(email__iexact=user.email).first()
    if person is None:
        Person.objects.create(name=user.name, email=user.email, user=user)
    elif person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])


def keep_an_administrator() -> None:
    """Raises `LastAdministratorError` if the act under way leaves nobody who may administer."""
    left = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    # Locked, so that two administrators cannot take each other's role at the same time.
    if not list(left.select_for_update()):
        raise LastAdministratorError("This is the last administrator. Make somebody else administrator first.")

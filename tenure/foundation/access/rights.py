"""The one place that decides what a user may do: the policy of roles, with the exceptions that administrators made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from tenure.foundation.access.models import RightsRule, RoleAssignment
from tenure.foundation.access.policy import Grant, Standing, sees_sensitive_fields, standing
from tenure.foundation.access.roles import Action, Level, Role
from tenure.foundation.records.kinds import Function, Kind, model_of
from tenure.foundation.records.models import CustomField

CUSTOM = "custom."
SYSTEM_FIELDS = frozenset({"id", "public_id", "deleted_at", "merged_into"})

_KEPT = "_rights"
_NEEDED = {
    Action.VIEW: Standing.VIEW,
    Action.EXPORT: Standing.VIEW,
    Action.CREATE: Standing.EDIT,
    Action.CHANGE: Standing.EDIT,
    Action.DELETE: Standing.MANAGE,
    Action.BULK: Standing.MANAGE,
    Action.MERGE: Standing.MANAGE,
}


class NotAllowedError(PermissionDenied):
    """The user may not do this."""


@dataclass(frozen=True)
class Rights:
    """What a user was granted, with the exceptions of all roles and the company's own fields, read once."""

    grants: tuple[Grant, ...] = ()
    rules: dict[tuple[str, str | None, str, str], Level] = field(default_factory=dict)
    custom: tuple[CustomField, ...] = ()
    fields: dict[tuple[str, Standing], frozenset[str]] = field(default_factory=dict, compare=False)

    def rule(self, grant: Grant, kind: Kind, name: str = "") -> Level | None:
        """The exception for this role and field (none: the kind); one for the function goes before one for any."""
        special = self.rules.get((grant.role, grant.function, kind.key, name))
        return special or self.rules.get((grant.role, None, kind.key, name))


def may(*, user: Any, action: str, kind: Kind | None = None, field: str | None = None) -> bool:
    """Whether the user may do this to records of the kind, or to this field of theirs (`custom.…`: the company's own).

    `configure` and the log of the door need no kind. Somebody signed out, inactive or without a role may do nothing.
    """
    wanted, rights = Action(action), rights_of(user=user)
    if wanted in (Action.CONFIGURE, Action.ERASE) or kind is None:
        return _has(rights, Role.ADMINISTRATOR)
    if wanted is Action.EXPORT and not (_has(rights, Role.ADMINISTRATOR) or _has(rights, Role.MANAGER)):
        return False
    needed = _NEEDED[wanted]
    if max((_standing(rights, grant, kind) for grant in rights.grants), default=Standing.NOTHING) < needed:
        return False
    if field is None:
        return True
    return _field_level(rights, kind, field) >= min(needed, Standing.EDIT)


def require(*, user: Any, action: str, kind: Kind | None = None, field: str | None = None) -> None:
    """Passes if the user may do this. Raises `NotAllowedError` saying what is not allowed and whom to ask."""
    if may(user=user, action=action, kind=kind, field=field):
        return
    what = f"{action} {kind.plural.lower()}" if kind else f"{action} this installation"
    raise NotAllowedError(
        f"Your role does not let you {what}{f' ({field})' if field else ''}. Ask an administrator for the right to."
    )


def visible_fields(*, user: Any, kind: Kind) -> frozenset[str]:
    """The names of the fields that the user sees on records of this kind; the company's own as `custom.<key>`."""
    return _fields(rights_of(user=user), kind, Standing.VIEW)


def editable_fields(*, user: Any, kind: Kind) -> frozenset[str]:
    """The names of the fields that the user may write on records of this kind; the company's own as `custom.<key>`."""
    rights = rights_of(user=user)
    writable = {f.name for f in model_of(kind.key)._meta.local_concrete_fields if f.editable} - SYSTEM_FIELDS
    writable |= {CUSTOM + f.key for f in rights.custom if f.kind_key == kind.key and f.retired_at is None}
    return _fields(rights, kind, Standing.EDIT) & writable


def is_administrator(*, user: Any) -> bool:
    """Whether the user may configure the installation."""
    return _has(rights_of(user=user), Role.ADMINISTRATOR)


def rights_of(*, user: Any) -> Rights:
    """The user's rights, read from the database once per user object."""
    if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return Rights()
    kept: Rights | None = user.__dict__.get(_KEPT)
    if kept is None:
        kept = user.__dict__[_KEPT] = _read(user.pk)
    return kept


def forget(*, user: Any) -> None:
    """Lets the user object read its rights anew: for whoever changes them."""
    user.__dict__.pop(_KEPT, None)


def _read(user_id: int) -> Rights:
    assignments = RoleAssignment.objects.filter(user_id=user_id).order_by("id")
    grants = tuple(Grant(Role(row.role), Function(row.function) if row.function else None) for row in assignments)
    if not grants:
        return Rights()
    rules = {
        (rule.role, rule.function, rule.kind_key, rule.field): Level(rule.level) for rule in RightsRule.objects.all()
    }
    return Rights(grants=grants, rules=rules, custom=tuple(CustomField.objects.order_by("position", "id")))


def _has(rights: Rights, role: Role) -> bool:
    return any(grant.role is role for grant in rights.grants)


def _standing(rights: Rights, grant: Grant, kind: Kind) -> Standing:
    level = rights.rule(grant, kind)
    if level is None:
        return standing(grant=grant, kind=kind)
    if level is Level.EDIT:
        return Standing.MANAGE if grant.role is Role.MANAGER else Standing.EDIT
    return Standing.VIEW if level is Level.VIEW else Standing.NOTHING


def _fields(rights: Rights, kind: Kind, least: Standing) -> frozenset[str]:
    """The fields that are open to at least this much, found out once."""
    known = rights.fields.get((kind.key, least))
    if known is None:
        known = frozenset(name for name in _names(rights, kind) if _field_level(rights, kind, name) >= least)
        rights.fields[kind.key, least] = known
    return known


def _field_level(rights: Rights, kind: Kind, name: str) -> Standing:
    """Nothing, view or edit: the furthest that any of the roles goes."""
    return max((_field_level_by(rights, grant, kind, name) for grant in rights.grants), default=Standing.NOTHING)


def _field_level_by(rights: Rights, grant: Grant, kind: Kind, name: str) -> Standing:
    of_kind = min(_standing(rights, grant, kind), Standing.EDIT)
    level = rights.rule(grant, kind, name)
    if level is None:
        is_hidden = name in _sensitive(rights, kind) and not sees_sensitive_fields(grant=grant, kind=kind)
        return Standing.NOTHING if is_hidden else of_kind
    if level is Level.HIDDEN:
        return Standing.NOTHING
    return of_kind if level is Level.EDIT else min(of_kind, Standing.VIEW)


def _sensitive(rights: Rights, kind: Kind) -> set[str]:
    own = {CUSTOM + f.key for f in rights.custom if f.kind_key == kind.key and f.is_sensitive}
    return {*kind.sensitive, *own}


def _names(rights: Rights, kind: Kind) -> Iterable[str]:
    for model_field in model_of(kind.key)._meta.local_concrete_fields:
        if model_field.name != "custom":
            yield model_field.name
    for own in rights.custom:
        if own.kind_key == kind.key:
            yield CUSTOM + own.key

"""Exceptions to the rights of the roles, made by administrators; every change of them is kept."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.policy import ASSIGNABLE
from tenure.foundation.access.rights import CUSTOM, forget, require
from tenure.foundation.access.roles import COMPANY_WIDE, Level, Role
from tenure.foundation.records.kinds import Function, UnknownKindError, model_of
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.recording import recording


def save_rule(
    *,
    by: User,
    role: Role,
    function: Function | None,
    kind_key: str,
    level: Level,
    path: str,
    now: datetime,
    field: str = "",
    reason: str = "",
) -> RightsRule:
    """Makes an exception, over the one that stood there. `function` none: for the role in any function.

    Raises `NotAllowedError`, `ValidationError` with a message per field.
    """
    require(user=by, action="configure")
    _check(role, function, kind_key, field)
    wanted = {"role": role, "function": function, "kind_key": kind_key, "field": field}
    with recording(actor=by, path=path, now=now, reason=reason):
        rule = RightsRule.objects.filter(**wanted).first() or RightsRule(**wanted)
        rule.level = level
        rule.full_clean()
        rule.save()
    forget(user=by)
    return rule


def rules(*, by: User) -> QuerySet[RightsRule]:
    """Every exception, by role, kind and field. Raises `NotAllowedError`."""
    require(user=by, action="configure")
    return RightsRule.objects.order_by("role", "kind_key", "field")


def remove_rule(*, by: User, rule: RightsRule, path: str, now: datetime, reason: str = "") -> None:
    """Takes an exception back. Raises `NotAllowedError`."""
    require(user=by, action="configure")
    with recording(actor=by, path=path, now=now, reason=reason):
        rule.delete()
    forget(user=by)


def _check(role: Role, function: Function | None, kind_key: str, field: str) -> None:
    if role is Role.ADMINISTRATOR:
        raise ValidationError({"role": "Administrators may do everything; there is no exception for them."})
    if function is not None and (role in COMPANY_WIDE or function not in ASSIGNABLE):
        raise ValidationError({"function": f"The role {role.label} does not exist within {function.value}."})
    try:
        names = {column.name for column in model_of(kind_key)._meta.local_concrete_fields}
    except UnknownKindError as error:
        raise ValidationError({"kind_key": str(error)}) from error
    names |= {CUSTOM + key for key in CustomField.objects.filter(kind_key=kind_key).values_list("key", flat=True)}
    if field and field not in names:
        raise ValidationError({"field": f"There is no field {field!r} on {kind_key}."})

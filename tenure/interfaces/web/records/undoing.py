"""Whether a person may take a change back, and the taking back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tenure.foundation.access.rights import may
from tenure.foundation.records.history import differences
from tenure.foundation.records.model import Record
from tenure.foundation.records.reverting import Reverted, revert
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Change, Operation, Version
from tenure.interfaces.web.records.fields import field_rights
from tenure.interfaces.web.records.reading import acting

NEEDED = {
    Operation.CREATE: "delete",
    Operation.DELETE: "delete",
    Operation.MERGE: "merge",
    Operation.UNMERGE: "merge",
}
NOTHING = "There is nothing here that you could undo."


def undo_change(*, change_id: int, act: Mapping[str, Any]) -> Reverted:
    """Takes a change back whole.

    Raises `Http404` for a change that is unknown or touched what the person may not see, `PermissionDenied` where they
    may see but not do it, `EditedSinceError` naming what was edited since.
    """
    change = Change.objects.filter(pk=change_id).first()
    versions = [] if change is None else _written(change)
    if change is None or not versions:
        raise Http404(NOTHING)
    _check(versions, act["by"])
    reason = f"Undone: {change.reason}" if change.reason else "Undone"
    with acting({**act, "reason": reason}):
        return revert(change=change)


def _written(change: Change) -> list[Version]:
    found: list[Version] = []
    for model in versioned_models():
        rows: Any = model.versions_model._default_manager  # type: ignore[attr-defined]
        found += rows.filter(change=change).select_related("change")
    return found


def _check(versions: list[Version], user: Any) -> None:
    for version in versions:
        model: Any = version.record_model
        if not issubclass(model, Record):
            if not may(user=user, action="configure", kind=None):
                raise PermissionDenied("Only an administrator may take this back.")
            continue
        if not may(user=user, action="view", kind=model.kind):
            raise Http404(NOTHING)
        operation = Operation(version.operation)
        if operation == Operation.ERASE:
            raise PermissionDenied("An erasure cannot be taken back: what it removed is gone.")
        is_own_creation = operation == Operation.CREATE and version.change.actor_id == user.pk
        needed = "create" if is_own_creation else NEEDED.get(operation, "change")
        if not may(user=user, action=needed, kind=model.kind):
            raise PermissionDenied(f"You may not {needed} {model.kind.plural.lower()}, so you cannot take this back.")
        if needed == "change":
            _check_fields(version, model, user)


def _check_fields(version: Version, model: type[Record], user: Any) -> None:
    rows: Any = type(version)._default_manager
    before = rows.filter(record_id=version.record_id, version_id__lt=version.version_id).order_by("-version_id").first()
    editable = field_rights(model=model, user=user).editable
    touched = {difference.name for difference in differences(older=before, newer=version)} - {"deleted_at"}
    beyond = touched - editable
    if beyond:
        raise PermissionDenied("This change wrote fields that you may not edit. Ask someone who may.")

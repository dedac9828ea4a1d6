"""Who may import what, and whose imports one sees."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from tenure.business.accounts.models import EmailTemplate
from tenure.foundation.access.rights import is_administrator, may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, record_models
from tenure.interfaces.ingest.models import ImportBatch
from tenure.lifecycle.work.models import Note, Task

NEEDED = (Action.BULK, Action.CREATE, Action.CHANGE)
# What every member may write in bulk: none of it is a reason to offer imports.
EVERYONES = frozenset(model.kind.key for model in (Task, Note, EmailTemplate))


def importable_kinds(*, user: Any) -> list[Kind]:
    """The kinds that the person may import, by name."""
    kinds = [model.kind for model in record_models()]
    allowed = [kind for kind in kinds if all(may(user=user, action=action, kind=kind) for action in NEEDED)]
    return sorted(allowed, key=lambda kind: kind.plural)


def may_import(*, user: Any) -> bool:
    """Whether there is anything beyond what is everyone's, such as tasks, that the person may import."""
    return any(kind.key not in EVERYONES for kind in importable_kinds(user=user))


def require_import(*, user: Any) -> None:
    """Passes whoever may import something. Raises `PermissionDenied` saying whom to ask."""
    if not may_import(user=user):
        raise PermissionDenied(
            "Your role does not let you import. Importing writes many records at once: managers of a function and "
            "administrators may. Ask one of them, or an administrator for the role."
        )


def imports_seen(*, user: Any) -> QuerySet[ImportBatch]:
    """The imports that the person sees, the newest first: their own; administrators see all."""
    found = ImportBatch.objects.select_related("by").order_by("-created_at", "-pk")
    return found if is_administrator(user=user) else found.filter(by=user)


def batch_seen(*, key: str, user: Any) -> ImportBatch:
    """The import of this key. Raises `Http404`, `PermissionDenied` for somebody else's."""
    batch = ImportBatch.objects.select_related("by").filter(key=key).first()
    if batch is None:
        raise Http404("There is no such import.")
    if batch.by_id != getattr(user, "pk", None) and not is_administrator(user=user):
        raise PermissionDenied(
            f"This import was made by {batch.by or 'somebody else'}; they and administrators see it."
        )
    return batch

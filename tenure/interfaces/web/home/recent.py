"""What changed lately on a person's own records, and who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.acts import latest_of
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.table import Change

LATELY = timedelta(days=14)
CHANGES_READ = 400
SHOWN = 10


@dataclass(frozen=True)
class Recent:
    """The latest change of one record; `at` is when the business knew it, which may be before it was written down."""

    record: Record
    by: str
    at: datetime


def recent_changes(*, user: User, person: Person | None, now: datetime) -> list[Recent]:
    """The records that this person owns and that somebody changed in the last 14 days, what was known last first."""
    newest = Change.objects.filter(recorded_at__gte=now - LATELY).order_by("-id").values_list("pk", flat=True)
    numbers = list(newest[:CHANGES_READ]) if person else []
    if person is None or not numbers:
        return []
    found = latest_of(rows=_owned(user, person), since_change=numbers[-1], since=now - LATELY, most=SHOWN)
    changes = Change.objects.in_bulk([change_id for _, change_id, _ in found])
    return [Recent(record, changes[change_id].actor_label, known) for record, change_id, known in found]


def _owned(user: User, person: Person) -> dict[type[Record], Any]:
    """The person's own records, by kind, of the kinds that they may see."""
    return {
        model: model.objects.filter(**{model.kind.owner: person})
        for model in record_models()
        if model.kind.owner is not None and may(user=user, action=Action.VIEW, kind=model.kind)
    }

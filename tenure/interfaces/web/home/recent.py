"""What changed lately on a person's own records, and who did it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.table import Change

LATELY = timedelta(days=14)
CHANGES_READ = 400
SHOWN = 10


@dataclass(frozen=True)
class Recent:
    """The latest change of one record."""

    record: Record
    by: str
    at: datetime


def recent_changes(*, user: User, person: Person | None, now: datetime) -> list[Recent]:
    """The records that this person owns and that somebody changed in the last 14 days, newest first."""
    if person is None:
        return []
    newest = Change.objects.filter(recorded_at__gte=now - LATELY).order_by("-id")[:CHANGES_READ]
    changes = {change.pk: change for change in newest}
    found = sorted(_owned(user, person, list(changes)), key=lambda pair: -pair[1])[:SHOWN]
    return [
        Recent(record, changes[change_id].actor_label, changes[change_id].recorded_at) for record, change_id in found
    ]


def _owned(user: User, person: Person, change_ids: list[int]) -> Iterator[tuple[Record, int]]:
    """Each owned record with the newest of these changes."""
    for model in record_models():
        kind = model.kind
        if kind.owner is None or not may(user=user, action=Action.VIEW, kind=kind):
            continue
        versions = model.versions_model._default_manager.filter(change_id__in=change_ids)
        newest: dict[int, int] = {}
        for record_id, change_id in versions.order_by("change_id").values_list("record_id", "change_id"):
            newest[record_id] = change_id
        for record in model.objects.filter(pk__in=list(newest), **{kind.owner: person}):
            yield record, newest[record.pk]

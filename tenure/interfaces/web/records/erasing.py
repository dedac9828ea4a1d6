"""Erasing a person: who may, what will go, and the word that must be typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.foundation.access import actions
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.pointers import pointer_to
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.fields import plain_field
from tenure.lifecycle.work.models import Note, Task


class NotConfirmedError(ValueError):
    """The confirming word was not typed as it stands."""


@dataclass(frozen=True)
class Going:
    """What an erasure will overwrite."""

    labels: tuple[str, ...]
    custom_count: int
    version_count: int
    external_count: int
    note_count: int
    word: str


def going_of(*, record: Record) -> Going:
    """What an erasure of this record will overwrite; nothing is written."""
    custom = [key for key, value in record.custom.items() if isinstance(value, str)]
    versions: Any = record.versions_model._default_manager
    return Going(
        labels=tuple(label_of(plain_field(type(record), name)) for name in record.kind.personal),
        custom_count=len(custom),
        version_count=versions.filter(record_id=record.pk).count(),
        external_count=ExternalId.objects.filter(kind_key=record.kind.key, target_id=record.pk).count(),
        note_count=sum(model.everything.filter(**pointer_to(record)).count() for model in (Note, Task)),
        word=str(record),
    )


def erase_person(*, record: Record, typed: str, act: Mapping[str, Any]) -> None:
    """Erases who this record tells of. Raises `NotConfirmedError`, `NothingPersonalError`."""
    if typed.strip() != str(record).strip():
        raise NotConfirmedError(f"Type “{record}” exactly as it stands, to show that it is meant.")
    actions.erase_person(record=record, **act)

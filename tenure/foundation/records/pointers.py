"""A pointer to a record of any kind: the key of its kind and its id. Used by whatever can be about anything."""

from __future__ import annotations

from typing import Any

from django.db import models

from tenure.foundation.records.kinds import UnknownKindError, model_of
from tenure.foundation.records.model import Record


class AboutRecord(models.Model):
    """The two columns by which a row is about one record of any kind, or about nothing (empty, null)."""

    about_kind = models.CharField(max_length=40, blank=True, default="", editable=False)
    about_id = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def about(self) -> Record | None:
        """The record that this is about, even a deleted one."""
        return record_at(kind_key=self.about_kind, record_id=self.about_id)


def pointer_to(record: Record | None) -> dict[str, Any]:
    """The values, and the filter, of the two columns for a record: `Task.objects.filter(**pointer_to(account))`."""
    if record is None:
        return {"about_kind": "", "about_id": None}
    return {"about_kind": record.kind.key, "about_id": record.pk}


def record_at(*, kind_key: str, record_id: int | None) -> Record | None:
    """The record at a pointer, even a deleted one; none where the pointer is empty or leads nowhere."""
    if not kind_key or record_id is None:
        return None
    try:
        return model_of(kind_key).everything.filter(pk=record_id).first()
    except UnknownKindError:
        return None


def repoint(*, old: Record, new: Record, model: type[models.Model]) -> int:
    """Makes all rows of a model that are about `old` be about `new`; gives their number."""
    return model._base_manager.filter(**pointer_to(old)).update(**pointer_to(new))

"""The base of everything whose every change is kept: `Versioned`, and `Record` for what a person works with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.base import ModelBase

from tenure.foundation.records.fields import PublicIdField
from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.versions.table import Version, build_version_model


class VersionedBase(ModelBase):
    """Gives every concrete model its typed table of versions (`Account` → `AccountVersion`)."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> Any:
        model: Any = super().__new__(mcs, name, bases, attrs, **kwargs)
        if not model._meta.abstract and not model._meta.proxy:
            model.versions_model = build_version_model(model)
        return model


class Versioned(models.Model, metaclass=VersionedBase):
    """A table whose every change leaves a version, whoever writes it (triggers see to that)."""

    id = models.BigAutoField(primary_key=True)

    versions_model: ClassVar[type[Version]]

    class Meta:
        abstract = True


class LiveRecords(models.Manager):
    """The records in use: neither deleted nor merged away."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(deleted_at__isnull=True)


class Record(Versioned):
    """A record of the business, with a public id, custom fields, external ids and history.

    Deleting sets `deleted_at`, so that it can be undone; `objects` leaves the deleted out, `everything` does not.
    """

    public_id = PublicIdField()
    custom = models.JSONField(default=dict, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager] = LiveRecords()
    everything: ClassVar[models.Manager] = models.Manager()

    kind: ClassVar[Kind]

    class Meta:
        abstract = True
        base_manager_name = "everything"
        default_manager_name = "everything"

    def __str__(self) -> str:
        title = self.kind.title
        word = getattr(self, f"get_{title}_display", None)  # a choice is named by its word, not by what is stored
        return str((word() if word else getattr(self, title)) or self.public_id)

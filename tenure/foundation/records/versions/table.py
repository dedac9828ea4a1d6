"""The tables of history: one `Change` per act of a person or program, one typed version per record that it changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from tenure.foundation.records.fields import PublicIdField


class Operation(models.TextChoices):
    """What was done to a record when a version was written."""

    CREATE = "create", "Created"
    CHANGE = "change", "Changed"
    CORRECT = "correct", "Corrected"
    DELETE = "delete", "Deleted"
    RESTORE = "restore", "Restored"
    MERGE = "merge", "Merged"
    UNMERGE = "unmerge", "Unmerged"
    ERASE = "erase", "Erased"


class Change(models.Model):
    """Who changed something, when, why and by which path. Written once, never altered.

    `transaction_id` is PostgreSQL's (0 on SQLite, where changes commit in order of id): a reader that follows the
    changes uses it to wait for earlier transactions that commit late.
    """

    id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    path = models.CharField(max_length=100)
    batch = models.CharField(max_length=64, blank=True, db_index=True)
    transaction_id = models.BigIntegerField(default=0, db_index=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.reason or self.path}"


class Version(models.Model):
    """The columns that every table of versions has beside the record's own.

    `recorded_at`: when it was written. `known_from`: when the business knew it (`known_assumed`: taken from the row's
    own event date). `effective_at`: from when the values hold. `record_id`: the record's id.
    """

    version_id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey("records.Change", on_delete=models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    operation = models.CharField(max_length=10, choices=Operation.choices)
    recorded_at = models.DateTimeField()
    known_from = models.DateTimeField()
    known_assumed = models.BooleanField(default=False)
    effective_at = models.DateTimeField()

    record_model: ClassVar[type[models.Model]]

    class Meta:
        abstract = True


VERSION_COLUMNS = tuple(field.name for field in Version._meta.local_fields)


def value_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a versioned model that its versions repeat: all columns but the primary key."""
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def build_version_model(model: type[models.Model]) -> type[Version]:
    """The model of a versioned model's history, in the same room, with every column nullable and no constraint."""
    meta = type(
        "Meta",
        (),
        {
            "app_label": model._meta.app_label,
            "db_table": f"{model._meta.db_table}_version",
            "indexes": [
                models.Index(fields=["record_id", "effective_at", "version_id"], name=f"{model._meta.db_table[:25]}_vx")
            ],
        },
    )
    attrs: dict[str, Any] = {"__module__": model.__module__, "Meta": meta, "record_model": model}
    for field in value_fields(model):
        if field.name in VERSION_COLUMNS:
            raise TypeError(f"{model.__name__}.{field.name}: this name belongs to the version table; choose another.")
        attrs[field.attname] = _plain_copy(field)
    return type(f"{model.__name__}Version", (Version,), attrs)


def _plain_copy(field: models.Field) -> models.Field[Any, Any]:
    if isinstance(field, PublicIdField):
        return models.CharField(max_length=field.max_length, null=True)
    if isinstance(field, models.ForeignKey):
        return models.BigIntegerField(null=True, db_column=field.column)
    copy: Any = field.clone()
    copy.null = True
    copy.blank = True
    copy._unique = False
    copy.db_index = False
    copy.default = models.NOT_PROVIDED
    copy.choices = None
    return copy

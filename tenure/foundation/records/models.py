"""The tables of the records room itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.model import Record, Versioned
from tenure.foundation.records.versions.table import Change

__all__ = ["Change", "CustomField", "ExternalId", "Kind", "Record", "Versioned"]


class ExternalId(Versioned):
    """What another system calls one of our records: (kind, source, external id) is unique."""

    kind_key = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind_key", "source", "external_id"], name="external_id_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["kind_key", "target_id"], name="external_id_target")]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"


class CustomFieldType(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    MONEY = "money", "Money"
    DATE = "date", "Date"
    CHOICE = "choice", "Choice"
    PERSON = "person", "Person"
    LINK = "link", "Link to a record"


class CustomField(Versioned):
    """A field that the company added to a kind; its values lie in each record's `custom`."""

    kind_key = models.CharField(max_length=40)
    key = models.SlugField(max_length=50)
    label = models.CharField(max_length=80)
    type = models.CharField(max_length=10, choices=CustomFieldType.choices)
    options = models.JSONField(default=list, blank=True)
    link_kind = models.CharField(max_length=40, blank=True)
    help = models.CharField(max_length=200, blank=True)
    is_asked = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind_key", "key"], name="custom_field_unique")]

    def __str__(self) -> str:
        return self.label


class NumberFormat(Versioned):
    """How the company writes the numbers of a kind, where it differs from what the kind comes with."""

    kind_key = models.CharField(max_length=40, unique=True)
    format = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.kind_key}: {self.format}"


class NumberSeries(models.Model):
    """How far the numbers of a kind have counted in one format (its year filled in); locked by whoever takes one.

    `first` and `last` are the numbers that this product gave; both 0 before the first.
    """

    id = models.BigAutoField(primary_key=True)
    kind_key = models.CharField(max_length=40)
    format = models.CharField(max_length=60)
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind_key", "format"], name="number_series_unique")]

    def __str__(self) -> str:
        return f"{self.kind_key}: {self.format} up to {self.last}"

"""The table of files that hang on records."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.foundation.records.model import Versioned


class File(Versioned):
    """A file on one record of any kind. Its content lies in the store under `sha256` (empty once it was erased)."""

    kind_key = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind_key", "target_id"], name="file_target")]

    def __str__(self) -> str:
        return self.name

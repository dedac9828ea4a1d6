"""What people arrange for themselves: saved views of lists, and the columns they chose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.foundation.records.model import Versioned


class SavedView(Versioned):
    """A list or board under a name: its condition, columns and order; for its owner alone or for everybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    kind_key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    condition = models.TextField(blank=True, default="")
    columns = models.JSONField(default=list)
    order = models.CharField(max_length=80, blank=True, default="")
    is_shared = models.BooleanField(default=False)
    is_board = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "kind_key", "name"],
                name="saved_view_unique",
                violation_error_message="You already have a view of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListLayout(Versioned):
    """The columns that a person chose for the lists of a kind, in their order, and their widths in pixels.

    `opens_with` is the view that the list opens with: `saved:<number>` or `shipped:<name>`; empty for all records.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind_key = models.CharField(max_length=40)
    columns = models.JSONField(default=list, blank=True)
    widths = models.JSONField(default=dict, blank=True)
    opens_with = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "kind_key"], name="list_layout_unique")]

    def __str__(self) -> str:
        return self.kind_key

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


class ImportDraft(models.Model):
    """Files on their way to becoming records: uploaded, read, matched, tried out; the import itself follows from it.

    `found` is what reading the files told: their tables, columns and matches. `mapping` is the YAML that a person
    reads and edits, in the form or as text. `revision` counts what was changed, so that a dry run knows its age;
    `tried` is the latest dry run, `job_key` the reading or trying under way, `batch` the import that was started.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=60, blank=True, default="")
    files = models.JSONField(default=list)
    kinds = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    mapping = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    tried = models.JSONField(default=dict)
    job_key = models.CharField(max_length=200, blank=True, default="")
    batch = models.CharField(max_length=40, blank=True, default="", db_index=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        names = [file["name"] for file in self.files] or [self.key]
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


class FirstSteps(models.Model):
    """How a person goes about a new installation: whether they chose to bring their own data, which pages of the way
    they have seen (`seen`, by step), and whether they put the list away."""

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chose_own_data = models.BooleanField(default=False)
    seen = models.JSONField(default=dict)
    put_away_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user)


class OwnDashboard(Versioned):
    """Tiles that a person arranged, for themselves alone or for everybody; each tile as its declaration in words."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dashboards")
    name = models.CharField(max_length=80)
    serves = models.CharField(max_length=200, blank=True, default="")
    tiles = models.JSONField(default=list, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="own_dashboard_unique",
                violation_error_message="You already have a dashboard of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

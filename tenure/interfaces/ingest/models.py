"""What an import leaves beside the records: the batch, the rows it could not use, its mapping, proposals to merge."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class BatchState(models.TextChoices):
    """How far an import got."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    UNDONE = "undone", "Undone"


class ImportBatch(models.Model):
    """One import: its files and mapping, how far it got, and what came of it.

    `cursor` is where it goes on after a stop (pass and row), committed together with the rows before it.
    `files` names each file with the fingerprint of its content; their copies lie under `imports/<key>` until it ends.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=60)
    mapping = models.TextField()
    files = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.WAITING)
    cursor = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class RejectedRow(models.Model):
    """A row that was not used, with the reason and what stood in it."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejected_rows")
    table = models.CharField(max_length=200)
    number = models.BigIntegerField()
    kind_key = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField()
    values = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch", "table", "number"], name="rejected_row_place")]

    def __str__(self) -> str:
        return f"{self.table} {self.number}: {self.reason}"


class RowDigest(models.Model):
    """What a source last said of one record, as a hash: the same row again is known to change nothing.

    So a value that a colleague has mended since stays mended until the source itself says something new.
    """

    external = models.BigIntegerField(primary_key=True)
    digest = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.external)


class SavedMapping(models.Model):
    """The mapping that was last used for a source and the columns it fits, as the YAML that a person reads."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=60, unique=True)
    text = models.TextField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.source


class ProposalState(models.TextChoices):
    """What was decided about two records that may be one."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Merged"
    REJECTED = "rejected", "Not the same"


class MergeProposal(models.Model):
    """Two records that may be one customer or one person. What was decided once is not asked again."""

    id = models.BigAutoField(primary_key=True)
    kind_key = models.CharField(max_length=40)
    keep_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    score = models.PositiveSmallIntegerField()
    batch = models.CharField(max_length=40, blank=True, default="", db_index=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind_key", "keep_id", "other_id"], name="merge_proposal_pair")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score", "id"], name="merge_proposal_open")]

    def __str__(self) -> str:
        return f"{self.kind_key} {self.keep_id} and {self.other_id}"

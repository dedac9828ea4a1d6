"""The work to be done outside a page, and the programs that do it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """One piece of work, done at least once; the same key is the same job.

    While it runs, `lease_owner` has it until `lease_until`, and renews that; whoever finds the lease run out takes
    the job back. `attempts` counts starts. `result` is what the function returned, `error` why it did not.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=3)
    run_at = models.DateTimeField()
    lease_owner = models.CharField(max_length=120, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True)
    progress_text = models.CharField(max_length=200, blank=True, default="")
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "run_at", "id"], name="job_waiting"),
            models.Index(fields=["name", "-created_at"], name="job_name"),
            models.Index(fields=["asked_by", "-created_at"], name="job_asked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display().lower()})"


class Program(models.Model):
    """A worker or scheduler that is up, or was: it says so every few seconds."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name

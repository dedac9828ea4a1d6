"""The queue as its users see it: put work in, take it out again, give failed work another chance."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenure.foundation import clock
from tenure.foundation.access.models import User
from tenure.foundation.jobs.declaring import JobDeclaration, Schedule, job_called
from tenure.foundation.jobs.models import Job, State


class JobStateError(ValueError):
    """The job is not in a state in which this can be done to it."""


def enqueue(
    *,
    job: JobDeclaration | Schedule | str,
    arguments: Mapping[str, Any] | None = None,
    key: str = "",
    run_at: datetime | None = None,
    asked_by: User | None = None,
    now: datetime | None = None,
) -> Job:
    """Puts a job into the queue, in the caller's transaction: rolled back with it, seen by workers once it commits.

    The same key is the same job: if there is one, that one is given back, whatever its state. Without a key each
    call is a job of its own. `run_at` is the earliest instant. Raises `UnknownJobError`.
    """
    declaration = _declaration(job)
    at = now or clock.now()  # a page or a job asks, and those are where the clock may be read
    row = Job(
        name=declaration.name,
        key=key or uuid.uuid4().hex,
        arguments=dict(arguments or {}),
        max_attempts=declaration.attempts,
        run_at=run_at or at,
        asked_by=asked_by,
        created_at=at,
    )
    Job.objects.bulk_create([row], ignore_conflicts=True)
    return Job.objects.get(key=row.key)


def cancel(*, job: Job, now: datetime) -> None:
    """Takes a job out of the queue; one that runs hears of it when it next reports progress, and its result is dropped.

    Raises `JobStateError` if it is over.
    """
    live = Job.objects.filter(pk=job.pk, state__in=[State.QUEUED, State.RUNNING])
    if not live.update(state=State.CANCELLED, finished_at=now, lease_owner="", lease_until=None):
        raise JobStateError("This job is over; there is nothing left to cancel.")
    job.refresh_from_db()


def retry(*, job: Job, now: datetime) -> None:
    """Puts a failed or cancelled job back into the queue, with all its attempts. Raises `JobStateError`."""
    over = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    if not over.update(state=State.QUEUED, attempts=0, run_at=now, error="", finished_at=None):
        raise JobStateError("Only a failed or cancelled job can be tried again.")
    job.refresh_from_db()


def jobs_asked(*, state: str = "") -> QuerySet[Job]:
    """The jobs, the newest first: all of them, or those in one state."""
    found = Job.objects.select_related("asked_by").order_by("-id")
    return found.filter(state=state) if state in State.values else found


def _declaration(job: JobDeclaration | Schedule | str) -> JobDeclaration:
    if isinstance(job, str):
        return job_called(job)
    return job.job if isinstance(job, Schedule) else job

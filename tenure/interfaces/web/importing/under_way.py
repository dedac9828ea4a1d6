"""The work behind a draft or an import: put into the queue once, found again after a reload, a kill or a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.jobs.models import Job, State
from tenure.foundation.jobs.programs import programs_up
from tenure.foundation.jobs.queue import enqueue, retry

UNDER_WAY = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class Work:
    """How far a job is, for the page that waits for it."""

    job: Job
    is_waiting_in_vain: bool

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.job.state in UNDER_WAY

    @property
    def has_failed(self) -> bool:
        """Whether it gave up."""
        return bool(self.job.state == State.FAILED)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody stopped it."""
        return bool(self.job.state == State.CANCELLED)


def ask_for(*, name: str, key: str, arguments: dict[str, Any], by: Any, now: datetime) -> Job:
    """Puts the job into the queue; one that failed or was cancelled gets another chance."""
    job = enqueue(job=name, arguments=arguments, key=key, asked_by=by, now=now)
    if job.state in (State.FAILED, State.CANCELLED):
        retry(job=job, now=now)
    return job


def work_on(*, key: str, now: datetime) -> Work | None:
    """The job of this key, if there is one."""
    job = Job.objects.filter(key=key).first() if key else None
    if job is None:
        return None
    is_alone = job.state == State.QUEUED and not programs_up(role="worker", now=now).exists()
    return Work(job=job, is_waiting_in_vain=is_alone)

"""Who has which job: every step is one conditional update, so that of many workers exactly one succeeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from tenure.foundation.jobs.declaring import UnknownJobError, job_called
from tenure.foundation.jobs.failures import tell_failed
from tenure.foundation.jobs.models import Job, State

LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
CANDIDATES = 10
LOST_WORKER = "The worker that had this job stopped without a word (killed, or out of memory)."


def claim(*, owner: str, now: datetime, lease: timedelta = LEASE) -> Job | None:
    """Takes the job that has been due for longest, if there is one, and counts an attempt."""
    due = Job.objects.filter(state=State.QUEUED, run_at__lte=now)
    for number in due.order_by("run_at", "id").values_list("pk", flat=True)[:CANDIDATES]:
        taken = Job.objects.filter(pk=number, state=State.QUEUED).update(
            state=State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            lease_owner=owner,
            lease_until=now + lease,
            progress_done=0,
            progress_total=None,
            progress_text="",
        )
        if taken:
            return Job.objects.get(pk=number)
    return None


def renew(*, job: Job, now: datetime, progress: dict[str, Any], lease: timedelta = LEASE) -> bool:
    """Keeps a job for longer and shows how far it is. False if it is no longer the owner's: lost or cancelled."""
    return bool(_held(job).update(lease_until=now + lease, **progress))


def finish(*, job: Job, now: datetime, result: Any, progress: dict[str, Any]) -> bool:
    """Notes that a job is done, and what it returned. False if it is no longer the owner's."""
    over = {"state": State.DONE, "finished_at": now, "lease_owner": "", "lease_until": None}
    return bool(_held(job).update(**over, result=result, error="", **progress))


def fail(*, job: Job, now: datetime, error: str, is_final: bool = False) -> bool:
    """Notes that an attempt failed: the job waits for the next, or has failed if that was the last."""
    return _attempt_ended(job, now=now, error=error, is_final=is_final)


def give_back(*, job: Job, now: datetime) -> bool:
    """Returns an unfinished job to the queue as if it had not been started."""
    back = {"state": State.QUEUED, "run_at": now, "lease_owner": "", "lease_until": None}
    return bool(_held(job).update(**back, attempts=F("attempts") - 1))


def take_back_lost(*, now: datetime) -> int:
    """Ends the attempts whose leases ran out (their workers are gone); gives their number."""
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lt=now)
    return sum(_attempt_ended(job, now=now, error=LOST_WORKER, lease_until__lt=now) for job in lost)


def _attempt_ended(job: Job, *, now: datetime, error: str, is_final: bool = False, **still: Any) -> bool:
    over = {"lease_owner": "", "lease_until": None, "error": error}
    held = _held(job).filter(**still)
    if is_final or job.attempts >= job.max_attempts:
        return _failed(job, held, over, now)
    return bool(held.update(**over, state=State.QUEUED, run_at=now + _wait(job)))


def _failed(job: Job, held: Any, over: dict[str, Any], now: datetime) -> bool:
    """The state and the telling are one transaction: whoever dies between them leaves the lease to run out again."""
    with transaction.atomic():
        is_noted = bool(held.update(**over, state=State.FAILED, finished_at=now))
        if is_noted:
            tell_failed(job=job, now=now)
    return is_noted


def _wait(job: Job) -> timedelta:
    try:
        first = job_called(job.name).retry_after
    except UnknownJobError:
        first = LONGEST_WAIT
    doublings = min(max(job.attempts - 1, 0), 20)
    return min(first * 2**doublings, LONGEST_WAIT)


def _held(job: Job) -> Any:
    """The job, if it still is in the attempt that the caller knows."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts)

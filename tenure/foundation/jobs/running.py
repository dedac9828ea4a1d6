"""Running one job that was claimed, and what its function may say while it runs."""

from __future__ import annotations

import json
import logging
import threading
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tenure.foundation import clock
from tenure.foundation.jobs import leases
from tenure.foundation.jobs.declaring import JobDeclaration, job_called
from tenure.foundation.jobs.models import Job

logger = logging.getLogger(__name__)


class GiveUpError(Exception):
    """Raised by a job's function when trying again is no use; the message is shown to people."""


class InterruptedJobError(Exception):
    """Raised by `report` in a job that must end now: it was cancelled or lost, or the worker is stopping."""


class _LostError(Exception):
    """The job ended up with somebody else; what was done in its transaction is rolled back."""


@dataclass
class Run:
    """One attempt under way. The thread that runs it writes `progress`, the worker's main thread shows it."""

    job: Job
    progress: dict[str, Any] = field(default_factory=dict)
    is_lost: threading.Event = field(default_factory=threading.Event)
    is_stopping: threading.Event = field(default_factory=threading.Event)


_current: ContextVar[Run | None] = ContextVar("job run", default=None)


def report(*, done: int | None = None, total: int | None = None, text: str | None = None) -> None:
    """Says how far the running job is; shown within a second or so. Outside a job it does nothing.

    Raises `InterruptedJobError` if the job is to end: let it pass through.
    """
    run = _current.get()
    if run is None:
        return
    said = {"progress_done": done, "progress_total": total, "progress_text": None if text is None else text[:200]}
    run.progress = {**run.progress, **{name: value for name, value in said.items() if value is not None}}
    if run.is_lost.is_set() or run.is_stopping.is_set():
        raise InterruptedJobError(f"{run.job.name} was asked to end.")


def run_claimed(*, run: Run) -> None:
    """Runs a claimed job to its end and notes how it ended; nothing that the job raises gets out."""
    token = _current.set(run)
    try:
        _run(job_called(run.job.name), run)
    except InterruptedJobError:
        leases.give_back(job=run.job, now=clock.now())
    except _LostError:
        logger.warning("Job %s (%s) was taken from this worker; its result is dropped.", run.job.pk, run.job.name)
    except GiveUpError as error:
        leases.fail(job=run.job, now=clock.now(), error=str(error), is_final=True)
    except Exception as error:  # whatever a job does wrong is told on the job, and the worker goes on
        logger.warning("Job %s (%s) failed.", run.job.pk, run.job.name, exc_info=True)
        leases.fail(job=run.job, now=clock.now(), error=f"{type(error).__name__}: {error}")
    finally:
        _current.reset(token)


def _run(declaration: JobDeclaration, run: Run) -> None:
    if declaration.is_atomic:
        with transaction.atomic():
            _finish(run, declaration(**run.job.arguments))
    else:
        _finish(run, declaration(**run.job.arguments))


def _finish(run: Run, result: Any) -> None:
    json.dumps(result)
    if not leases.finish(job=run.job, now=clock.now(), result=result, progress=run.progress):
        raise _LostError

"""The worker: takes jobs and runs them until it is told to stop."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection

from tenure.foundation import clock
from tenure.foundation.jobs import leases
from tenure.foundation.jobs.programs import gone, seen
from tenure.foundation.jobs.running import Run, run_claimed

logger = logging.getLogger(__name__)

BEAT_SECONDS = 0.5
POLL_SECONDS = 0.5
SEEN_SECONDS = 5.0
GRACE_SECONDS = 20.0
RENEWALS_PER_LEASE = 6


@dataclass
class _Worker:
    """One worker process: its threads (`slots`) each run one job at a time, its main thread keeps their leases."""

    name: str
    stop: threading.Event
    lease: timedelta
    running: dict[int, Run] = field(default_factory=dict)
    shown: dict[int, object] = field(default_factory=dict)
    last_seen: float = 0.0
    last_renewed: float = 0.0


def program_name(role: str) -> str:
    """A name for this process that no other has: role, machine, process id, chance."""
    return f"{role}:{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def work(
    *,
    stop: threading.Event,
    slots: int = 2,
    lease: timedelta = leases.LEASE,
    grace_seconds: float = GRACE_SECONDS,
    is_parent_alive: Callable[[], bool] = lambda: True,
) -> None:
    """Runs jobs, `slots` at a time, until `stop` is set or the parent is gone.

    Then no further job is taken; those that run may finish within `grace_seconds`, and the others go back to the queue.
    The caller ends the process afterwards: a thread that did not finish must not go on.
    """
    worker = _Worker(name=program_name("worker"), stop=stop, lease=lease)
    threads = [threading.Thread(target=_serve_slot, args=(worker, slot), daemon=True) for slot in range(slots)]
    for thread in threads:
        thread.start()
    while not stop.is_set():
        _beat(worker)
        if not is_parent_alive():
            stop.set()
        stop.wait(BEAT_SECONDS)
    for run in list(worker.running.values()):
        run.is_stopping.set()
    deadline = time.monotonic() + grace_seconds
    while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
        _beat(worker)
        threads[0].join(0.1)
        threads[-1].join(0.1)
    for run in list(worker.running.values()):
        leases.give_back(job=run.job, now=clock.now())
    gone(name=worker.name)
    connection.close()


def run_due_jobs(*, now: datetime, owner: str = "inline") -> int:
    """Runs all jobs that are due, here and now, one after the other; gives their number. For tests and commands."""
    count = 0
    while (job := leases.claim(owner=owner, now=now)) is not None:
        run_claimed(run=Run(job=job))
        count += 1
    return count


def _serve_slot(worker: _Worker, slot: int) -> None:
    while not worker.stop.is_set():
        try:
            close_old_connections()
            job = leases.claim(owner=f"{worker.name}:{slot}", now=clock.now(), lease=worker.lease)
            if job is None:
                worker.stop.wait(POLL_SECONDS)
                continue
            worker.running[slot] = Run(job=job)
            run_claimed(run=worker.running[slot])
        except DatabaseError:
            logger.warning("The database did not answer; trying again.", exc_info=True)
            connection.close()
            worker.stop.wait(POLL_SECONDS * 4)
        finally:
            worker.running.pop(slot, None)
    connection.close()


def _beat(worker: _Worker) -> None:
    """Says that this worker lives, renews its leases, shows progress, and takes back what dead workers held."""
    try:
        close_old_connections()
        _renew(worker)
        if time.monotonic() - worker.last_seen >= SEEN_SECONDS:
            seen(name=worker.name, role="worker", now=clock.now())
            worker.last_seen = time.monotonic()
        leases.take_back_lost(now=clock.now())
    except DatabaseError:
        logger.warning("The database did not answer; trying again.", exc_info=True)
        connection.close()


def _renew(worker: _Worker) -> None:
    """Renews the leases a few times within their length, and at once where there is new progress to show."""
    is_due = time.monotonic() - worker.last_renewed >= worker.lease.total_seconds() / RENEWALS_PER_LEASE
    if is_due:
        worker.last_renewed = time.monotonic()
    for slot, run in list(worker.running.items()):
        progress = run.progress
        if is_due or worker.shown.get(slot) is not progress:
            worker.shown[slot] = progress
            if not leases.renew(job=run.job, now=clock.now(), progress=progress, lease=worker.lease):
                run.is_lost.set()

"""The scheduler: queues each scheduled job once for each of its slots, however many schedulers there are."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from django.db import DatabaseError, close_old_connections, connection

from tenure.foundation import clock
from tenure.foundation.jobs.declaring import Schedule, declared_schedules
from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.programs import gone, seen
from tenure.foundation.jobs.queue import enqueue
from tenure.foundation.jobs.worker import SEEN_SECONDS, program_name

logger = logging.getLogger(__name__)

TICK_SECONDS = 2.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def latest_slot(*, schedule: Schedule, now: datetime, zone: tzinfo) -> datetime:
    """The last instant, up to `now`, at which the schedule came due. Slots missed before it are not made up for."""
    if schedule.every is not None:
        return _EPOCH + (now - _EPOCH) // schedule.every * schedule.every
    assert schedule.daily_at is not None
    local = now.astimezone(zone)
    for day in (local.date(), local.date() - timedelta(days=1)):
        slot = datetime.combine(day, schedule.daily_at, tzinfo=zone).astimezone(UTC)
        if slot <= now:
            return slot
    raise AssertionError("yesterday's slot lies after now")


def enqueue_due(*, now: datetime, zone: tzinfo) -> list[Job]:
    """Sees to it that the latest slot of every schedule is in the queue, and was put there once."""
    jobs = []
    for schedule in declared_schedules():
        slot = latest_slot(schedule=schedule, now=now, zone=zone)
        key = f"{schedule.job.name}@{slot.isoformat()}"
        if not Job.objects.filter(key=key).exists():
            jobs.append(enqueue(job=schedule.job, key=key, now=now))
    return jobs


def keep_schedules(
    *, stop: threading.Event, zone: Callable[[], tzinfo], is_parent_alive: Callable[[], bool] = lambda: True
) -> None:
    """Runs until `stop` is set or the parent is gone. `zone` is asked each time: the company may move."""
    name = program_name("scheduler")
    last_seen = 0.0
    while not stop.is_set() and is_parent_alive():
        try:
            close_old_connections()
            now = clock.now()
            if time.monotonic() - last_seen >= SEEN_SECONDS:
                seen(name=name, role="scheduler", now=now)
                last_seen = time.monotonic()
            enqueue_due(now=now, zone=zone())
        except DatabaseError:
            logger.warning("The database did not answer; trying again.", exc_info=True)
            connection.close()
        stop.wait(TICK_SECONDS)
    gone(name=name)
    connection.close()

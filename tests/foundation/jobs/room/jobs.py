"""Jobs that count, fail, wait and leave traces, as tests need."""

from __future__ import annotations

import time as machine
from datetime import time, timedelta
from pathlib import Path

from django.contrib.contenttypes.models import ContentType

from tenure.foundation.jobs.declaring import job, scheduled
from tenure.foundation.jobs.running import GiveUpError, report


@job(name="room.add")
def add(*, left: int, right: int) -> dict[str, int]:
    """Adds, and says so."""
    report(done=2, total=2, text="Added")
    return {"sum": left + right}


@job(name="room.break", attempts=3, retry_after=timedelta(seconds=10))
def break_down() -> None:
    """Fails each time."""
    raise ValueError("The wheel came off.")


@job(name="room.give_up")
def give_up() -> None:
    """Fails for good at once."""
    raise GiveUpError("This file is not a spreadsheet.")


@job(name="room.unspeakable")
def unspeakable() -> object:
    """Returns what JSON cannot hold."""
    return object()


@job(name="room.mark", is_atomic=True)
def mark(*, name: str, fails: bool = False) -> None:
    """Leaves a row, in the transaction of the job."""
    ContentType.objects.create(app_label="room", model=name)
    if fails:
        raise ValueError("After the mark.")


@job(name="room.wait", retry_after=timedelta(seconds=0))
def wait(*, trace: str, ready: str) -> str:
    """Leaves a line in `trace` at each start, and goes on once the file `ready` is there."""
    with Path(trace).open("a") as file:
        file.write("started\n")
    while not Path(ready).exists():
        report(done=1, total=2, text="Waiting")
        machine.sleep(0.02)
    return "ready"


@job(name="room.stubborn")
def stubborn(*, trace: str) -> None:
    """Leaves a line at its start, and never ends."""
    Path(trace).write_text("started\n")
    machine.sleep(600)


@scheduled(every=timedelta(minutes=15))
@job(name="room.quarter_hourly")
def quarter_hourly() -> None:
    """Comes due at 0, 15, 30 and 45 past."""


@scheduled(daily_at=time(2, 30))
@job(name="room.nightly")
def nightly() -> None:
    """Comes due in the night."""

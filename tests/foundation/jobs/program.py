"""What the tests start as a process of its own: `program.py migrate|enqueue|work|schedule…`."""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.foundation.jobs.room_settings"
django.setup()

from tenure.foundation.jobs.models import Job  # noqa: E402
from tenure.foundation.jobs.queue import cancel, enqueue  # noqa: E402
from tenure.foundation.jobs.scheduler import keep_schedules  # noqa: E402
from tenure.foundation.jobs.worker import work  # noqa: E402
from tenure.interfaces.cli.installation import migrate  # noqa: E402
from tenure.interfaces.cli.serving.supervising import stop_on_signals  # noqa: E402


def _stop_on_sigterm() -> threading.Event:
    stop = stop_on_signals()
    Path(os.environ["TEST_PROGRAM_LISTENS"]).touch()
    return stop


def _work(lease_seconds: str, grace_seconds: str) -> None:
    lease = timedelta(seconds=float(lease_seconds))
    work(stop=_stop_on_sigterm(), lease=lease, grace_seconds=float(grace_seconds))
    os._exit(0)


def _enqueue(name: str, arguments: str) -> None:
    sys.stdout.write(f"{enqueue(job=name, arguments=json.loads(arguments)).pk}\n")


def _cancel(number: str) -> None:
    from tenure.foundation import clock

    cancel(job=Job.objects.get(pk=number), now=clock.now())


COMMANDS: dict[str, Any] = {
    "migrate": migrate,
    "enqueue": _enqueue,
    "work": _work,
    "schedule": lambda: keep_schedules(stop=_stop_on_sigterm(), zone=lambda: UTC),
    "cancel": _cancel,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])

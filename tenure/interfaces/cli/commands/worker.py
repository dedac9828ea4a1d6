"""`tenure worker`: runs jobs, as `tenure serve` starts it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tenure.interfaces.cli.application import set_up_django


def register(app: typer.Typer) -> None:
    """Adds the command, which people need only to spread an installation over machines."""
    app.command(hidden=True)(worker)


def worker(slots: Annotated[int, typer.Option(min=1, max=32, help="Jobs at a time.")] = 2) -> None:
    """Run jobs alone."""
    set_up_django()
    from tenure.foundation.jobs.worker import work
    from tenure.interfaces.cli.installation import require_ready
    from tenure.interfaces.cli.serving.supervising import parent_watch, stop_on_signals

    require_ready()
    work(stop=stop_on_signals(), slots=slots, is_parent_alive=parent_watch())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a job that was returned to the queue must not go on in its thread

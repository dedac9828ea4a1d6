"""`tenure web`: the web server alone, as `tenure serve` starts it."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Annotated

import typer

from tenure.interfaces.cli.application import SETTINGS
from tenure.interfaces.cli.serving.supervising import parent_watch

TARGET = "tenure.configuration.wsgi:application"
LOOK_SECONDS = 1.0
KILL_AFTER_SECONDS = 20
THREADS = 4


def register(app: typer.Typer) -> None:
    """Adds the command, which people need only to spread an installation over machines."""
    app.command(hidden=True)(web)


def web(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
) -> None:
    """Run the pages alone."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server = Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()


def _end_with_parent() -> None:
    is_parent_alive = parent_watch()
    while is_parent_alive():
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)

"""`tenure serve`."""

from __future__ import annotations

import os
import sys
import threading
from typing import Annotated

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import say

LOOK_SECONDS = 0.2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes.")] = 2,
) -> None:
    """Run the pages, the worker and the scheduler until Ctrl-C or SIGTERM."""
    set_up_django()
    from django.db import connection

    from tenure.engine.metrics.registry import catalogue
    from tenure.engine.metrics.settings import find_settings
    from tenure.foundation.records.versions.install import check_triggers
    from tenure.interfaces.cli.installation import require_ready
    from tenure.interfaces.cli.serving.addresses import require_free, shown
    from tenure.interfaces.cli.serving.supervising import stop_on_signals, supervise, tenure_command

    require_ready()
    check_triggers()
    catalogue(), find_settings()  # a broken declaration is told to whoever starts it, not to whoever opens a page
    connection.close()
    require_free(host=host, port=port)
    stop = stop_on_signals()
    threading.Thread(target=_announce, args=(host, port, stop), daemon=True).start()
    supervise(
        commands={
            # Somebody waits for the pages; the others come when those have loaded.
            "web": tenure_command("web", "--host", host, "--port", str(port), "--workers", str(workers)),
            "worker": tenure_command("worker"),
            "scheduler": tenure_command("scheduler"),
        },
        environment={**os.environ, "TENURE_ADDRESS": os.environ.get("TENURE_ADDRESS", shown(host=host, port=port))},
        stop=stop,
        tell=_tell,
    )
    say("Tenure has stopped.")


def _announce(host: str, port: int, stop: threading.Event) -> None:
    """Prints the address once the pages answer there."""
    from tenure.interfaces.cli.serving.addresses import answers, shown

    while not answers(host=host, port=port):
        if stop.wait(LOOK_SECONDS):
            return
    say(f"Tenure runs at {shown(host=host, port=port)} (Ctrl-C stops it).")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

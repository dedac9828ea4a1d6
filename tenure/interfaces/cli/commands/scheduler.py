"""`tenure scheduler`: queues what comes due, as `tenure serve` starts it."""

from __future__ import annotations

import typer

from tenure.interfaces.cli.application import set_up_django


def register(app: typer.Typer) -> None:
    """Adds the command, which people need only to spread an installation over machines."""
    app.command(hidden=True)(scheduler)


def scheduler() -> None:
    """Queue what comes due."""
    set_up_django()
    from tenure.foundation.jobs.scheduler import keep_schedules
    from tenure.foundation.organisation.days import company_zone
    from tenure.interfaces.cli.installation import require_ready
    from tenure.interfaces.cli.serving.supervising import parent_watch, stop_on_signals

    require_ready()
    keep_schedules(stop=stop_on_signals(), zone=company_zone, is_parent_alive=parent_watch())

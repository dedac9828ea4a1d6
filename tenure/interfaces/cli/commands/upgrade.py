"""`tenure upgrade`."""

from __future__ import annotations

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import say


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(upgrade)


def upgrade() -> None:
    """Bring the database up to this version of Tenure, and make the history triggers anew."""
    set_up_django()
    from tenure.foundation.health.database import require_database
    from tenure.foundation.records.versions.install import check_triggers
    from tenure.interfaces.cli.installation import migrate

    require_database()
    count = migrate()
    check_triggers()
    say(f"The database is up to date: {count} migrations were applied." if count else "The database was up to date.")

"""What a command needs of the installation that it works on, and how its tables are made."""

from __future__ import annotations

from tenure.foundation.health.database import (
    has_tables,
    is_set_up,
    pending_migrations,
    require_database,
    unknown_migrations,
)
from tenure.interfaces.cli.first_tables import is_untouched, make_first_tables


class NotSetUpError(RuntimeError):
    """There is no company yet."""


class PendingMigrationsError(RuntimeError):
    """The database belongs to another version of Tenure."""


def require_ready() -> None:
    """Passes if the installation can be worked with.

    Raises `UnreachableDatabaseError`, `NotSetUpError`, `PendingMigrationsError`, each saying what to do.
    """
    require_database()
    if not has_tables():
        raise NotSetUpError("Tenure is not set up here yet. Run `tenure init` first.")
    if pending := pending_migrations():
        raise PendingMigrationsError(
            f"The database is from an earlier version ({len(pending)} migrations pending). Run `tenure upgrade` first."
        )
    if unknown := unknown_migrations():
        raise PendingMigrationsError(
            f"The database is from a later version (it has had {unknown[-1]}). Install that version of Tenure."
        )
    if not is_set_up():
        raise NotSetUpError("Tenure is not set up here yet. Run `tenure init` first.")


def migrate() -> int:
    """Brings the database up to this version; gives the number of migrations that were due."""
    from django.core.management import call_command

    if is_untouched():
        return make_first_tables()
    due = len(pending_migrations())
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    return due

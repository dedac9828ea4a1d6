"""The state of the installation that a command works on: reached, migrated, set up."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenure.foundation.organisation.models import Company
from tenure.interfaces.cli.first_tables import is_untouched, make_first_tables


class UnreachableDatabaseError(RuntimeError):
    """The database does not answer."""


class NotSetUpError(RuntimeError):
    """There is no company yet."""


class PendingMigrationsError(RuntimeError):
    """The database belongs to another version of Tenure."""


def require_database() -> None:
    """Passes if the database answers. Raises `UnreachableDatabaseError`."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise UnreachableDatabaseError(
            f"The database cannot be reached ({reason}). Check DATABASE_URL, or the folder in TENURE_HOME."
        ) from error


def has_tables() -> bool:
    """Whether the database holds Tenure's tables."""
    return Company._meta.db_table in connection.introspection.table_names()


def is_set_up() -> bool:
    """Whether there is a company."""
    return has_tables() and Company.objects.exists()


def pending_migrations() -> list[str]:
    """The migrations that this version brings and the database has not had, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """The migrations that the database has had and this version does not know: it is older than the database."""
    loader = MigrationExecutor(connection).loader
    known = {*loader.disk_migrations, *(key for node in loader.disk_migrations.values() for key in node.replaces)}
    mine = loader.migrated_apps
    return [
        f"{app}.{name}" for app, name in sorted(loader.applied_migrations) if app in mine and (app, name) not in known
    ]


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

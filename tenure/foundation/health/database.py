"""The state of the database that the installation works on: reached, migrated, set up."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenure.foundation.organisation.models import Company


class UnreachableDatabaseError(RuntimeError):
    """The database does not answer."""


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

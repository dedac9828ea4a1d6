"""Making, dropping and checking the triggers: made after each migrate, checked when the product starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from tenure.foundation.records.versions import postgresql, sqlite
from tenure.foundation.records.versions.columns import versioned_table
from tenure.foundation.records.versions.context import SQLITE_TABLE


class MissingTriggersError(RuntimeError):
    """The database lacks triggers, or they are not those of this version of Tenure."""


def versioned_models() -> Iterator[type[models.Model]]:
    """Every model whose changes are kept."""
    for model in apps.get_models():
        if hasattr(model, "versions_model"):
            yield model


def expected_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → statement of every trigger that the database should have."""
    dialect = sqlite if connection.vendor == "sqlite" else postgresql
    triggers = dict(dialect.change_triggers())
    for model in versioned_models():
        triggers.update(dialect.version_triggers(versioned_table(model)))
    return triggers


def install_triggers(using: str = "default") -> None:
    """Makes every trigger anew."""
    connection = connections[using]
    drop_triggers(using)
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_TABLE if connection.vendor == "sqlite" else postgresql.SHARED)
        for statement in expected_triggers(connection).values():
            cursor.execute(statement)


def drop_triggers(using: str = "default") -> None:
    """Drops every trigger of ours, so that a migration may rebuild tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def check_triggers(using: str = "default") -> None:
    """Holds the triggers in the database against those that this version makes.

    Raises `MissingTriggersError` naming what differs and how to mend it.
    """
    connection = connections[using]
    expected = expected_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%_tenure_%%'")
            found = dict(cursor.fetchall())
            wrong = sorted(name for name, sql in expected.items() if found.get(name) != sql)
        else:
            wrong = sorted(set(expected) - {name for name, _ in _enabled(connection)})
            wrong += _outdated_functions(connection)
    if wrong:
        raise MissingTriggersError(
            f"{len(wrong)} of {len(expected)} history triggers are missing or outdated (first: {wrong[0]}). "
            "Changes would be lost to history: run `tenure upgrade`, which makes them anew."
        )


def _present(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type='trigger' AND name LIKE '%%_tenure_%%'")
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgname LIKE '%%_tenure_%%'"
            )
        return [(name, table.strip('"')) for name, table in cursor.fetchall()]


def _enabled(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        return list(cursor.fetchall())


def _outdated_functions(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE '%%_tenure_write'")
        bodies = dict(cursor.fetchall())
    wrong = []
    for model in versioned_models():
        name = f"{model._meta.db_table}_tenure_write"
        statement = dict(postgresql.version_triggers(versioned_table(model)))[name]
        if bodies.get(name, "").strip() not in statement or name not in bodies:
            wrong.append(name)
    return wrong


def before_migrate(*, using: str, **_: Any) -> None:
    """Stands in for the triggers' absence while tables are rebuilt."""
    drop_triggers(using)


def after_migrate(*, using: str, **_: Any) -> None:
    """Brings the triggers back once all tables are as they should be."""
    install_triggers(using)

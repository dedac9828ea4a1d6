"""The test database: put back as it was made after each test that commits, and a real PostgreSQL on request.

Django's own way is to empty every table; history cannot be emptied, and what a new installation comes with would be
gone. So the database is kept aside once, as it was made, and that copy is put back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from tests.environment import postgresql_server


@pytest.fixture(scope="session")
def postgresql() -> str:
    """The address of a real PostgreSQL server, whichever database the run is on."""
    return postgresql_server()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database as a new installation has it, kept aside for `_put_back`."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        aside = _KEEP_ASIDE[connection.vendor]()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: _put_back(aside))
    yield
    patch.undo()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _throw_away(aside)


def _put_back(aside: sqlite3.Connection | str) -> None:
    if isinstance(aside, sqlite3.Connection):
        connection.ensure_connection()
        aside.backup(connection.connection)
        return
    name = connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{aside}"')


def _keep_sqlite() -> sqlite3.Connection:
    connection.ensure_connection()
    aside = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(aside)
    connection.close()
    return aside


def _keep_postgresql() -> str:
    name = connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}_as_made" TEMPLATE "{name}"')
    return f"{name}_as_made"


def _throw_away(aside: sqlite3.Connection | str) -> None:
    if isinstance(aside, sqlite3.Connection):
        aside.close()
        return
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{aside}" WITH (FORCE)')


_KEEP_ASIDE = {"sqlite": _keep_sqlite, "postgresql": _keep_postgresql}

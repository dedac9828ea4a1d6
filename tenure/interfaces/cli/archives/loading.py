"""Filling a database from a backup: all rows of all tables, in one transaction, their history as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from tenure.foundation.records.versions.columns import quoted
from tenure.foundation.records.versions.install import check_triggers, drop_triggers, install_triggers
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.cli.archives.manifest import Manifest, NotABackupError, TableMember
from tenure.interfaces.cli.archives.rows import kept_fields, kept_models, read_rows
from tenure.interfaces.cli.installation import migrate

CHUNK_ROWS = 5000


class OtherSchemaError(ValueError):
    """The backup's tables are not those of this version."""


def fill_database(*, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Makes the tables and fills them. On PostgreSQL a failure, or a kill, leaves the database as it was.

    On SQLite the caller works on a file that it throws away. Raises `OtherSchemaError`, `NotABackupError`.
    """
    _check_schema({table.table: table for table in manifest.tables})
    if connection.vendor == "sqlite":
        migrate()
        with connection.constraint_checks_disabled(), transaction.atomic():
            _fill(archive, manifest)
        return
    with transaction.atomic():
        migrate()
        _fill(archive, manifest)


def _fill(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    tables = {table.table: table for table in manifest.tables}
    drop_triggers()
    _empty()
    for model in kept_models():
        _load_table(archive, model, tables[model._meta.db_table])
    _forget_transactions()
    _check_links()
    install_triggers()
    check_triggers()


def _check_schema(tables: dict[str, TableMember]) -> None:
    mine = {model._meta.db_table: [str(field.column) for field in kept_fields(model)] for model in kept_models()}
    theirs = {name: table.columns for name, table in tables.items()}
    different = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
    if different:
        raise OtherSchemaError(
            f"The backup is from another version of Tenure (its table {different[0]} differs). Restore it with the "
            "version that made it, then run `tenure upgrade` with this one."
        )


def _empty() -> None:
    """Removes what a new database comes with, which the backup has too."""
    tables = [model._meta.db_table for model in kept_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {quoted(tuple(tables))} RESTART IDENTITY CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')


def _load_table(archive: zipfile.ZipFile, model: type[models.Model], table: TableMember) -> None:
    columns = quoted(tuple(table.columns))
    count = 0
    with archive.open(table.member.name) as file:
        for chunk in _chunks(read_rows(file=file, model=model, connection=connection)):
            _insert(table.table, columns, chunk)
            count += len(chunk)
    if count != table.rows:
        raise NotABackupError(f"The backup is damaged: {table.table} has {count} rows instead of {table.rows}.")
    if table.last_id is not None:
        _continue_numbers(model, table.last_id)


def _insert(table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(rows[0]))
            cursor.cursor.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)
            return
        with cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def _continue_numbers(model: type[models.Model], last: int) -> None:
    """Has the database count on from where it was."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', key, last])


def _forget_transactions() -> None:
    """The numbers of the old database's transactions mean nothing here: all of them are long committed."""
    Change.objects.update(transaction_id=0)


def _check_links() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        connection.check_constraints()


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield chunk

"""Reading whole tables as they were: inside `tables_at` every question reads each record's version of that instant.

A common table expression of a table's own name stands before the question and hides the table, so that filters, joins,
orders, sums and pages are those of that instant without being written a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record

_READ = re.compile(r'\b(?:FROM|JOIN) "(\w+)"')


class WriteInThePastError(RuntimeError):
    """Something was about to be written while tables are read as of a past instant; leave `tables_at` first."""


@contextmanager
def tables_at(instant: datetime) -> Iterator[None]:
    """Reads the tables of all kinds as they were at the instant, by all that is known today.

    What happened later reads empty, with all that it reveals (`Kind.happened`). A record that did not exist yet shows
    its first values, so that links to it keep their name; `existing_at` leaves such records out of a list.
    """
    tables = _tables()

    def reading(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if not sql.lstrip("( ").startswith(("SELECT", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            raise WriteInThePastError(f"While reading the past nothing can be written: {sql[:80]}")
        named = [tables[name] for name in dict.fromkeys(_READ.findall(sql)) if name in tables]
        if not named or many:
            return execute(sql, params, many, context)
        parts = [_as_it_was(each, instant, context["connection"]) for each in named]
        before = ", ".join(text for text, _ in parts)
        values = [value for _, given in parts for value in given]
        return execute(f"WITH {before} {sql}", (*values, *(params or ())), many, context)

    with connection.execute_wrapper(reading):
        yield


def existing_at(*, rows: QuerySet[Any], instant: datetime) -> QuerySet[Any]:
    """Of these records those that existed at the instant."""
    versions = rows.model.versions_model._default_manager
    return rows.filter(Exists(versions.filter(record_id=OuterRef("pk"), effective_at__lte=instant)))


@dataclass(frozen=True)
class _Table:
    """A table of records: its columns, each with the events that must have come to pass for it to be told."""

    name: str
    columns: Mapping[str, tuple[models.Field, ...]]


@cache
def _tables() -> dict[str, _Table]:
    return {model._meta.db_table: _table(model) for model in record_models()}


def _table(model: type[Record]) -> _Table:
    told_by: dict[str, list[models.Field]] = {}
    for name, reveals in model.kind.happened.items():
        event = _column(model, name)
        for each in (name, *reveals):
            told_by.setdefault(str(_column(model, each).column), []).append(event)
    columns = [str(field.column) for field in model._meta.local_concrete_fields if not field.primary_key]
    return _Table(model._meta.db_table, {column: tuple(told_by.get(column, ())) for column in columns})


def _column(model: type[Record], name: str) -> models.Field:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _as_it_was(table: _Table, instant: datetime, connection: Any) -> tuple[str, list[Any]]:
    """The expression that hides a table. SQLite takes a bare name for the expression itself, so it is told `main`."""
    real = f'main."{table.name}"' if connection.vendor == "sqlite" else f'"{table.name}"'
    versions = f'"{table.name}_version"'
    at = _stored(models.DateTimeField(), instant, connection)
    told, values = [], []
    for column, events in table.columns.items():
        later = [f'v."{event.column}" > %s' for event in events]
        values += [_stored(event, _limit(event, instant), connection) for event in events]
        whole = f'CASE WHEN {" OR ".join(later)} THEN NULL ELSE v."{column}" END' if later else f'v."{column}"'
        told.append(f'{whole} AS "{column}"')
    mine = f"SELECT p.version_id FROM {versions} p WHERE p.record_id = r.id"
    held = f"{mine} AND p.effective_at <= %s ORDER BY p.effective_at DESC, p.version_id DESC LIMIT 1"
    first = f"{mine} ORDER BY p.effective_at, p.version_id DESC LIMIT 1"
    return (
        f'"{table.name}" AS (SELECT r.id AS id, {", ".join(told)} FROM {real} r '
        f"JOIN {versions} v ON v.version_id = COALESCE(({held}), ({first})))",
        [*values, at],
    )


def _limit(event: models.Field, instant: datetime) -> Any:
    return instant if isinstance(event, models.DateTimeField) else instant.date()


def _stored(field: models.Field, value: Any, connection: Any) -> Any:
    return field.get_db_prep_value(value, connection)

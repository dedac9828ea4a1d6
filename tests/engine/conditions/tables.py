"""Rows drawn by hypothesis as tables of a real engine, and the compiled answers read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

import duckdb
import ibis
import ibis.backends.sql.compilers as dialects
import pyarrow as pa

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import FieldType
from tests.engine.conditions.shapes import FIELDS, WINDOWS

TYPES = {
    "arr": pa.int64(),
    "credit": pa.decimal128(18, 2),
    "seats": pa.int32(),
    "rate": pa.float64(),
    "nrr": pa.float64(),
    "name": pa.string(),
    "type": pa.string(),
    "renews_on": pa.date32(),
    "signed_at": pa.timestamp("us", tz="UTC"),
    "met_at": pa.timestamp("us"),
    "is_internal": pa.bool_(),
    "owner": pa.string(),
    "owner_name": pa.string(),
    "partner": pa.string(),
}
POSTGRESQL = {
    "arr": "bigint",
    "credit": "numeric(18, 2)",
    "seats": "integer",
    "rate": "double precision",
    "nrr": "double precision",
    "renews_on": "date",
    "signed_at": "timestamptz",
    "met_at": "timestamp",
    "is_internal": "boolean",
}
Row = Mapping[str, Any]
Before = Mapping[tuple[str, int], Any]


def column_name(field: str, days: int = 0) -> str:
    """The column of a field now, or so many days before."""
    return f"{field}_{days}" if days else field


def columns_of(field: str, days: int = 0) -> str | Linked:
    """The column, or both columns of a link."""
    name = column_name(field, days)
    return Linked(name, column_name(f"{field}_name", days)) if field == "owner" else name


COLUMNS = {field: columns_of(field) for field in FIELDS}
PREVIOUS = {(field, days): columns_of(field, days) for field in FIELDS for days in WINDOWS}


def stored(row: Row, before: Before) -> dict[str, Any]:
    """A row as the table holds it: amounts in millionths, links in two columns."""
    values: dict[str, Any] = {}
    for (field, days), value in [*(((name, 0), value) for name, value in row.items()), *before.items()]:
        name = column_name(field, days)
        if field == "owner":
            values[name], values[column_name("owner_name", days)] = value or (None, None)
        elif field == "arr":
            values[name] = None if value is None else int(value * 1_000_000)
        elif field == "met_at":
            values[name] = None if value is None else value.astimezone(UTC).replace(tzinfo=None)
        else:
            values[name] = value
    return values


def schema() -> pa.Schema:
    """Every column of now and of before."""
    return pa.schema([(column_name(name, days), type_) for days in (0, *WINDOWS) for name, type_ in TYPES.items()])


def duckdb_table(connection: Any, rows: Iterable[tuple[Row, Before]]) -> Any:
    """The rows as a table of DuckDB, numbered in `place`; gives the table as Ibis knows it."""
    values = [{"place": place, **stored(*row)} for place, row in enumerate(rows)]
    connection.register("t", pa.Table.from_pylist(values, schema=schema().insert(0, pa.field("place", pa.int32()))))
    return known_table()


def known_table() -> Any:
    """The table's columns and types, for whichever engine."""
    types = {name: ibis.dtype(type_) for name, type_ in zip(schema().names, schema().types, strict=True)}
    return ibis.table({"place": "int32", **types}, name="t")


def postgresql_table(cursor: Any, rows: Sequence[tuple[Row, Before]]) -> Any:
    """The same rows as a table of PostgreSQL; gives the table as Ibis knows it."""
    names = schema().names
    columns = ", ".join(f'"{name}" {POSTGRESQL.get(name.rstrip("_0123456789"), "text")}' for name in names)
    cursor.execute(f"CREATE TEMPORARY TABLE t (place integer, {columns})")
    marks = ", ".join(["%s"] * (1 + len(names)))
    for place, row in enumerate(rows):
        values = stored(*row)
        cursor.execute(f"INSERT INTO t VALUES ({marks})", [place, *(values[name] for name in names)])
    return known_table()


def as_sql(expression: Any, dialect: str) -> str:
    """An expression as the SQL of an engine, as Ibis has it run."""
    compiler = getattr(dialects, dialect).compiler
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect))


def answers(arrow: pa.Table, types: dict[str, FieldType], *texts: str, today: date) -> list[tuple[bool | None, ...]]:
    """What DuckDB says to each text, row by row."""
    table = ibis.table(ibis.Schema.from_pyarrow(arrow.schema), name="t")
    conditions = {f"answer {place}": check(read(text), fields=types) for place, text in enumerate(texts)}
    with duckdb.connect() as connection:
        connection.register("t", arrow)
        sql = as_sql(decide_many(table, conditions=conditions, fields=types, today=today), "duckdb")
        return connection.execute(sql).fetchall()

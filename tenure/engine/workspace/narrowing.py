"""Which columns of kept tables a query reads, so that of a large company only these are worked out.

A population has two dozen columns, and a number reads five of them: with the others a million customers would take
gigabytes. DuckDB itself is asked, which plans the query over empty tables of the same shape.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import duckdb

_SCHEMA = "shapes"
# The only one that is wanted: others make a plan of empty tables shorter, or let a scan read what it does not tell of.
_WANTED = "unused_columns"
Columns = Mapping[str, str]


class Shapes:
    """Empty tables in the shape of kept ones, in a schema of their own, until `forget`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._raw = connection
        self._made: dict[str, Columns] = {}

    def forget(self) -> None:
        """Kept tables may have other columns from now on."""
        self._raw.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
        self._made.clear()

    @contextmanager
    def instead(self, tables: Mapping[str, Columns], *, search_path: str) -> Iterator[None]:
        """Inside, queries mean these empty tables (DuckDB's types by column) in place of the kept ones."""
        self._raw.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
        for name, columns in tables.items():
            if self._made.get(name) != columns:
                told = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
                self._raw.execute(f'CREATE OR REPLACE TABLE {_SCHEMA}."{name}" ({told})')
                self._made[name] = dict(columns)
        self._raw.execute(f"SET search_path = '{_SCHEMA},{search_path}'")
        try:
            yield
        finally:
            self._raw.execute(f"SET search_path = '{search_path}'")

    def read_by(self, query: str) -> dict[str, tuple[str, ...]]:
        """The columns that a query reads of each shape, at least one of each that it mentions. Inside `instead`."""
        self._raw.execute(f"SET disabled_optimizers = '{self._unwanted}'")
        try:
            [(_, plan)] = self._raw.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
        finally:
            self._raw.execute("SET disabled_optimizers = ''")
        found: dict[str, set[str]] = {}
        for table, columns in _scans(json.loads(plan)):
            place = table.split(".")
            if place[-2:-1] == [_SCHEMA]:
                found.setdefault(place[-1], set()).update(columns)
        return {name: self._in_order(name, columns) for name, columns in found.items()}

    @cached_property
    def _unwanted(self) -> str:
        known = self._raw.execute("SELECT name FROM duckdb_optimizers()").fetchall()
        return ",".join(name for (name,) in known if name != _WANTED)

    def _in_order(self, name: str, columns: set[str]) -> tuple[str, ...]:
        known = list(self._made[name])
        return tuple(column for column in known if column in columns) or (known[0],)


def _scans(nodes: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for node in nodes:
        about = node["extra_info"]
        if "Table" in about:
            columns = about.get("Projections", [])
            yield about["Table"], [columns] if isinstance(columns, str) else columns
        yield from _scans(node["children"])

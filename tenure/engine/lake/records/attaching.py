"""Tables of versions for a reader in DuckDB: the mirror's files, and what is not mirrored yet beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from tenure.engine.lake.records.columns import schema_of
from tenure.engine.lake.records.manifest import Manifest, Mirror, folder_of, read_manifest
from tenure.engine.lake.records.reading import generation, is_of_this_database, tail


class MirrorReader:
    """The tables of versions of one home, as views of one DuckDB connection, each made when it is first asked for.

    The list of files is read before the database: what is mirrored in between is seen twice by nobody, because the
    rest is everything after that list, from the records themselves.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, lake: Path) -> None:
        self.connection = connection
        self.lake = lake
        self.generation = ""
        self._manifest = Manifest()
        self._made: dict[str, Any] = {}

    def catch_up(self) -> str:
        """Looks whether anything changed; gives a word that is the same for as long as nothing did."""
        manifest = read_manifest(lake=self.lake)
        if not is_of_this_database(manifest):
            manifest = Manifest()
        new = generation(manifest)
        if new != self.generation:
            self._manifest, self.generation = manifest, new
            self._made.clear()
        return self.generation

    @property
    def rows(self) -> int:
        """How many versions are mirrored."""
        return sum(mirror.rows for mirror in self._manifest.tables.values())

    def view_of(self, table: str) -> str:
        """The name of the view with all versions of a table."""
        if table not in self._made:
            self._make(table)
        return table

    def _make(self, table: str) -> None:
        mirror = self._manifest.tables.get(table)
        if mirror is not None and not _is_current(mirror, table):
            mirror = None
        manifest = self._manifest if mirror is not None else Manifest()
        rest = tail(table, manifest)
        columns = ", ".join(f'"{name}"' for name in schema_of(table).names)
        parts = []
        if mirror is not None and mirror.parts:
            files = ", ".join(f"'{folder_of(self.lake) / part.path}'" for part in mirror.parts)
            parts.append(f"SELECT {columns} FROM read_parquet([{files}])")
        if rest.num_rows or not parts:
            self.connection.register(f"{table}_incoming", rest)
            self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{table}_rest" AS SELECT * FROM "{table}_incoming"')
            self.connection.unregister(f"{table}_incoming")
            parts.append(f'SELECT {columns} FROM "{table}_rest"')
        query = " UNION ALL ".join(parts)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{table}" AS {query}')
        self._made[table] = True


def _is_current(mirror: Mirror, table: str) -> bool:
    return mirror.columns == tuple(f"{field.name} {field.type}" for field in schema_of(table))

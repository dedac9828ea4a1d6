"""Tables of versions for a reader in DuckDB: the mirror's files, and what is not mirrored yet beside them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from tenure.engine.lake.records.columns import schema_of
from tenure.engine.lake.records.manifest import Manifest, Mirror, folder_of, read_manifest
from tenure.engine.lake.records.reading import generation, is_of_this_database, tail


class Mirrored:
    """The tables of versions of one home: which files hold them, and what is not mirrored yet.

    The list of files is read before the database: what is mirrored in between is seen twice by nobody, because the
    rest is everything after that list, from the records themselves.
    """

    def __init__(self, *, lake: Path) -> None:
        self.lake = lake
        self.generation = ""
        self._manifest = Manifest()

    def catch_up(self) -> str:
        """Looks whether anything changed; gives a word that is the same for as long as nothing did."""
        manifest = read_manifest(lake=self.lake)
        if not is_of_this_database(manifest):
            manifest = Manifest()
        new = generation(manifest)
        if new != self.generation:
            self._manifest, self.generation = manifest, new
        return self.generation

    @property
    def rows(self) -> int:
        """How many versions are mirrored."""
        return sum(mirror.rows for mirror in self._manifest.tables.values())

    def parts_of(self, table: str) -> tuple[list[Path], pa.Table]:
        """The files with versions of a table, and all others of its versions."""
        mirror = self._manifest.tables.get(table)
        if mirror is None or not _is_current(mirror, table):
            return [], tail(table, Manifest())
        return [folder_of(self.lake) / part.path for part in mirror.parts], tail(table, self._manifest)


class MirrorReader(Mirrored):
    """The tables of versions of one home, as views of one DuckDB connection, each made when it is first asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, lake: Path) -> None:
        super().__init__(lake=lake)
        self.connection = connection
        self._made: dict[str, str] = {}

    def view_of(self, table: str) -> str:
        """The name of the view with all versions of a table."""
        if self._made.get(table) != self.generation:
            self._make(table)
            self._made[table] = self.generation
        return table

    def _make(self, table: str) -> None:
        paths, rest = self.parts_of(table)
        columns = ", ".join(f'"{name}"' for name in schema_of(table).names)
        parts = []
        if paths:
            files = ", ".join(f"'{path}'" for path in paths)
            parts.append(f"SELECT {columns} FROM read_parquet([{files}])")
        if rest.num_rows or not parts:
            self.connection.register(f"{table}_incoming", rest)
            self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{table}_rest" AS SELECT * FROM "{table}_incoming"')
            self.connection.unregister(f"{table}_incoming")
            parts.append(f'SELECT {columns} FROM "{table}_rest"')
        query = " UNION ALL ".join(parts)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{table}" AS {query}')


def _is_current(mirror: Mirror, table: str) -> bool:
    return mirror.columns == tuple(f"{field.name} {field.type}" for field in schema_of(table))

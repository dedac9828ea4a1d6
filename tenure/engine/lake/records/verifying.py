"""Proving that the mirror equals the records: every row of every table, by a hash of all its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tenure.engine.lake.records.columns import schema_of, version_tables
from tenure.engine.lake.records.manifest import Manifest, Mirror, folder_of, read_manifest, refreshing
from tenure.engine.lake.records.reading import is_of_this_database, one_state, versions


@dataclass(frozen=True)
class Verified:
    """A table: rows in the mirror and in the records, a hash of what each holds, and what differs, if anything."""

    table: str
    mirrored: int
    recorded: int
    mirror_hash: str
    record_hash: str
    difference: str

    @property
    def is_equal(self) -> bool:
        """Whether the mirror holds exactly what the records hold."""
        return not self.difference


def verify(*, lake: Path) -> Iterator[Verified]:
    """Compares each mirrored table with the records, up to where the mirror goes. Nobody refreshes meanwhile.

    Raises `DamagedLakeError` where the list of files cannot be read.
    """
    with refreshing(lake=lake), one_state():
        manifest = read_manifest(lake=lake)
        if not is_of_this_database(manifest):
            manifest = Manifest()  # the next refresh starts anew; what is there counts for nobody
        for table in sorted(manifest.tables):
            if table in version_tables():
                yield _verified(lake, table, manifest)


def _verified(lake: Path, table: str, manifest: Manifest) -> Verified:
    mirror = manifest.tables[table]
    with duckdb.connect(config={"threads": 2}) as duck:
        duck.execute("SET TimeZone = 'UTC'")
        recorded, record_hash = _gather_records(duck, table, manifest.upto)
        try:
            mirrored, mirror_hash = _gather_mirror(duck, table, mirror, folder_of(lake))
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0]
            return Verified(table, 0, recorded, "", record_hash, f"A file cannot be read: {reason}")
        difference = ""
        if (mirrored, mirror_hash) != (recorded, record_hash):
            difference = _difference(duck)
        return Verified(table, mirrored, recorded, mirror_hash, record_hash, difference)


def _gather_records(duck: duckdb.DuckDBPyConnection, table: str, upto: int) -> tuple[int, str]:
    duck.execute("CREATE TABLE recorded (version_id BIGINT, hash UBIGINT)")
    for batch in versions(table, since=0, until=upto):
        duck.register("batch", batch)
        duck.execute(f"INSERT INTO recorded SELECT version_id, {_hash(table)} FROM batch")
        duck.unregister("batch")
    return _told(duck, "recorded")


def _gather_mirror(duck: duckdb.DuckDBPyConnection, table: str, mirror: Mirror, folder: Path) -> tuple[int, str]:
    duck.execute("CREATE TABLE mirrored (version_id BIGINT, hash UBIGINT)")
    for part in mirror.parts:
        query = f"INSERT INTO mirrored SELECT version_id, {_hash(table)} FROM read_parquet(?)"
        duck.execute(query, [str(folder / part.path)])
    return _told(duck, "mirrored")


def _hash(table: str) -> str:
    columns = ", ".join(f'"{name}"' for name in schema_of(table).names)
    return f"hash(row({columns}))"


def _told(duck: duckdb.DuckDBPyConnection, name: str) -> tuple[int, str]:
    """How many rows, and a hash of them that does not depend on their order."""
    told: Any = duck.execute(f"SELECT count(*), coalesce(sum(hash::HUGEINT), 0) FROM {name}").fetchone()
    return int(told[0]), f"{int(told[1]) % 2**64:016x}"


def _difference(duck: duckdb.DuckDBPyConnection) -> str:
    """Which versions differ, in words; the first few by their numbers."""
    told = [
        ("missing from the mirror", "SELECT version_id FROM recorded ANTI JOIN mirrored USING (version_id)"),
        ("only in the mirror", "SELECT version_id FROM mirrored ANTI JOIN recorded USING (version_id)"),
        ("twice in the mirror", "SELECT version_id FROM mirrored GROUP BY version_id HAVING count(*) > 1"),
        (
            "different in the mirror",
            "SELECT DISTINCT version_id FROM recorded r JOIN mirrored m USING (version_id) WHERE r.hash <> m.hash",
        ),
    ]
    words = []
    for what, query in told:
        found = [row[0] for row in duck.execute(f"SELECT version_id FROM ({query}) ORDER BY version_id").fetchall()]
        if found:
            few = ", ".join(str(number) for number in found[:5])
            words.append(f"{what}: {len(found)} versions ({few}{', …' if len(found) > 5 else ''})")
    return "; ".join(words)

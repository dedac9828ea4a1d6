"""How the mirror stands: what it holds of each table, how much is not in it yet, and whether its files are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tenure.engine.lake.manifest import DamagedLakeError
from tenure.engine.lake.records.columns import version_tables
from tenure.engine.lake.records.manifest import Manifest, folder_of, read_manifest
from tenure.engine.lake.records.reading import is_of_this_database
from tenure.foundation.health.findings import Finding, fail, ok


@dataclass(frozen=True)
class TableStanding:
    """A table of versions: rows in the mirror, rows that are not in it yet, its files, their bytes, and when the mirror
    was last changed."""

    table: str
    mirrored: int
    behind: int
    files: int
    bytes: int
    refreshed_at: str


def standing(*, lake: Path) -> Iterator[TableStanding]:
    """Each table that holds anything. Raises `DamagedLakeError`."""
    manifest = read_manifest(lake=lake)
    if not is_of_this_database(manifest):
        manifest = Manifest()
    for table, model in sorted(version_tables().items()):
        mirror = manifest.tables.get(table)
        parts = mirror.parts if mirror else ()
        mirrored = mirror.rows if mirror else 0
        rows = model._default_manager.count()
        if rows or mirrored:
            sizes = sum(_size(folder_of(lake) / part.path) for part in parts)
            behind = rows - mirrored
            yield TableStanding(table, mirrored, behind, len(parts), sizes, manifest.refreshed_at)


def lake_finding(*, lake: Path) -> Finding:
    """Whether the mirror's list can be read and each of its files is there."""
    try:
        manifest = read_manifest(lake=lake)
    except DamagedLakeError as error:
        return fail("lake", str(error))
    paths = [part.path for mirror in manifest.tables.values() for part in mirror.parts]
    gone = [path for path in paths if not (folder_of(lake) / path).is_file()]
    if gone:
        folder = folder_of(lake)
        return fail(
            "lake",
            f"{len(gone)} files of the mirror of history are gone, such as {gone[0]}. Delete the folder {folder} and "
            "run `tenure lake refresh`: it is made anew from the records.",
        )
    return ok(
        "lake", "The mirror of history is whole." if paths else "History is not mirrored yet; nothing is missing."
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0

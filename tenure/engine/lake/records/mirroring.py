"""Bringing the mirror up to date, putting many small files together, and taking it down where it must go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from tenure.engine.lake.manifest import fasten
from tenure.engine.lake.records.columns import schema_of, version_tables
from tenure.engine.lake.records.manifest import (
    Manifest,
    Mirror,
    Part,
    folder_of,
    read_manifest,
    refreshing,
    write_manifest,
)
from tenure.engine.lake.records.reading import (
    has_erasures,
    horizon,
    is_of_this_database,
    one_state,
    versions,
    witness_of,
)

MOST_PARTS = 8
KEPT_SECONDS = 900.0


@dataclass(frozen=True)
class Refreshed:
    """How many versions were added to the mirror, and of how many tables."""

    rows: int
    tables: int


def refresh(*, lake: Path, now: datetime) -> Refreshed:
    """Mirrors every version that is settled and not mirrored yet. A kill anywhere leaves the old mirror or the new.

    Where nothing was added, the list stays as it is, so that readers keep what they worked out. A table in which
    somebody was erased since is written anew, and its former files go at once.
    """
    with refreshing(lake=lake):
        former = read_manifest(lake=lake)
        old = former if is_of_this_database(former) else Manifest()
        erased: set[str] = set()
        with one_state():
            upto, witness = horizon(), ""
            tables: dict[str, Mirror] = {}
            added = touched = 0
            for table in version_tables():
                known = _fitting(old.tables.get(table), table)
                if table in old.tables and has_erasures(table, since=old.upto):
                    known = None
                    erased.add(table)
                part = _written(lake, table, since=0 if known is None else old.upto, until=upto)
                standing = known or Mirror(_columns(table))
                tables[table] = replace(standing, parts=(*standing.parts, *part))
                added += sum(one.rows for one in part)
                touched += bool(part)
            witness = witness_of(upto)
        if tables == former.tables and old is former:
            _sweep(lake, _paths(former), former.retired, now)
            return Refreshed(0, 0)
        compacted = {table: _compacted(lake, table, one) for table, one in tables.items()}
        retired = _retired(former, compacted, erased, now)
        new = Manifest(upto, witness, now.isoformat(), compacted, retired)
        write_manifest(new, lake=lake)
        _sweep(lake, _paths(new), retired, now)
        return Refreshed(added, touched)


def take_down(*, lake: Path, tables: frozenset[str]) -> None:
    """Removes the files of tables at once, because something in them must not be kept; the next refresh makes them
    anew from the records."""
    if not folder_of(lake).exists():
        return
    with refreshing(lake=lake):
        old = read_manifest(lake=lake)
        left = {name: one for name, one in old.tables.items() if name not in tables}
        paths = [part.path for name, one in old.tables.items() if name not in left for part in one.parts]
        retired = {path: at for path, at in old.retired.items() if path.partition("/")[0] in left}
        write_manifest(replace(old, tables=left, retired=retired), lake=lake)
        for path in (*paths, *(path for path in old.retired if path not in retired)):
            (folder_of(lake) / path).unlink(missing_ok=True)


def _fitting(known: Mirror | None, table: str) -> Mirror | None:
    """What is mirrored of a table, if its columns are still the same; after an upgrade that changed them it is written
    anew, because what an older file would have held in a new column is only known to the database."""
    return known if known is not None and known.columns == _columns(table) else None


def _columns(table: str) -> tuple[str, ...]:
    return tuple(f"{field.name} {field.type}" for field in schema_of(table))


def _written(lake: Path, table: str, *, since: int, until: int) -> tuple[Part, ...]:
    """A new file with the versions of changes in the range; none where there are none."""
    batches = versions(table, since=since, until=until)
    first = next(batches, None)
    if first is None:
        return ()
    path = _new_path(table)
    target = folder_of(lake) / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows = 0
    with pq.ParquetWriter(target, schema_of(table), compression="zstd", compression_level=1) as writer:
        for batch in _from(first, batches):
            writer.write_batch(batch)
            rows += batch.num_rows
    fasten(target)
    fasten(target.parent)
    return (Part(path, rows),)


def _from(first: pa.RecordBatch, rest: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
    yield first
    yield from rest


def _compacted(lake: Path, table: str, mirror: Mirror) -> Mirror:
    """The small files of a table put together as one, once there are many; the largest stays as it is."""
    if len(mirror.parts) <= MOST_PARTS:
        return mirror
    largest, *small = sorted(mirror.parts, key=lambda part: -part.rows)
    path = _new_path(table)
    target = folder_of(lake) / path
    with pq.ParquetWriter(target, schema_of(table), compression="zstd", compression_level=1) as writer:
        for part in small:
            for batch in pq.ParquetFile(folder_of(lake) / part.path).iter_batches():
                writer.write_batch(batch.cast(schema_of(table)))
    fasten(target)
    fasten(target.parent)
    return replace(mirror, parts=(largest, Part(path, sum(part.rows for part in small))))


def _new_path(table: str) -> str:
    return f"{table}/{uuid4().hex}.parquet"


def _paths(manifest: Manifest) -> set[str]:
    return {part.path for one in manifest.tables.values() for part in one.parts}


def _retired(
    former: Manifest, tables: Mapping[str, Mirror], erased: AbstractSet[str], now: datetime
) -> dict[str, float]:
    """The files that no longer count, since when: those of before that are still kept, and those of now."""
    at = now.timestamp()
    counted = {part.path for one in tables.values() for part in one.parts}
    kept = {path: since for path, since in former.retired.items() if since >= at - KEPT_SECONDS}
    all_of_them = {**dict.fromkeys(_paths(former) - counted, at), **kept}
    return {path: since for path, since in all_of_them.items() if path.partition("/")[0] not in erased}


def _sweep(lake: Path, counted: AbstractSet[str], retired: Mapping[str, float], now: datetime) -> None:
    """Removes files that count for nobody: what a kill left, and what was retired a while ago.

    A reader lists the files at the beginning of its question and opens them while it answers: they stay for longer
    than any question takes.
    """
    folder = folder_of(lake)
    limit = now.timestamp() - KEPT_SECONDS
    for file in folder.glob("*/*.parquet"):
        path = str(file.relative_to(folder))
        if path not in counted and retired.get(path, float("-inf")) < limit:
            file.unlink(missing_ok=True)

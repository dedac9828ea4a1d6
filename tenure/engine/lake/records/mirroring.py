"""Bringing the mirror up to date, putting many small files together, and taking it down where it must go."""

from __future__ import annotations

import time
from collections.abc import Iterable
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
from tenure.engine.lake.records.reading import horizon, is_of_this_database, one_state, versions, witness_of

MOST_PARTS = 8
KEPT_SECONDS = 900.0


@dataclass(frozen=True)
class Refreshed:
    """How many versions were added to the mirror, and of how many tables."""

    rows: int
    tables: int


def refresh(*, lake: Path, now: datetime) -> Refreshed:
    """Mirrors every version that is settled and not mirrored yet. A kill anywhere leaves the old mirror or the new."""
    with refreshing(lake=lake):
        old = read_manifest(lake=lake)
        if not is_of_this_database(old):
            old = Manifest(retired=_retired(old, [part.path for one in old.tables.values() for part in one.parts]))
        with one_state():
            upto = horizon()
            tables: dict[str, Mirror] = {}
            added = touched = 0
            for table in version_tables():
                known = _fitting(old.tables.get(table), table)
                part = _written(lake, table, since=old.upto if known.parts or table in old.tables else 0, until=upto)
                tables[table] = replace(known, parts=(*known.parts, *part))
                added += sum(one.rows for one in part)
                touched += bool(part)
            witness = witness_of(upto)
        compacted = {table: _compacted(lake, table, one) for table, one in tables.items()}
        counted = {part.path for one in compacted.values() for part in one.parts}
        gone = [part.path for one in (*old.tables.values(), *tables.values()) for part in one.parts]
        retired = _retired(old, [path for path in gone if path not in counted])
        write_manifest(Manifest(upto, witness, now.isoformat(), compacted, retired), lake=lake)
        _sweep(lake, counted, retired)
        return Refreshed(added, touched)


def take_down(*, lake: Path, tables: Iterable[str]) -> None:
    """Removes the files of tables at once, because something in them must not be kept; the next refresh makes them
    anew from the records."""
    if not folder_of(lake).exists():
        return
    with refreshing(lake=lake):
        old = read_manifest(lake=lake)
        left = {name: one for name, one in old.tables.items() if name not in set(tables)}
        paths = [part.path for name, one in old.tables.items() if name not in left for part in one.parts]
        retired = {path: at for path, at in old.retired.items() if not path.startswith(tuple(tables))}
        write_manifest(replace(old, tables=left, retired=retired), lake=lake)
        for path in (*paths, *(path for path in old.retired if path not in retired)):
            (folder_of(lake) / path).unlink(missing_ok=True)


def _fitting(known: Mirror | None, table: str) -> Mirror:
    """What is mirrored of a table, if its columns are still the same; else nothing."""
    columns = tuple(f"{field.name} {field.type}" for field in schema_of(table))
    return known if known is not None and known.columns == columns else Mirror(columns)


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


def _retired(old: Manifest, paths: Iterable[str]) -> dict[str, float]:
    return {**old.retired, **dict.fromkeys(paths, time.time())}


def _sweep(lake: Path, counted: set[str], retired: dict[str, float]) -> None:
    """Removes files that count for nobody: what a kill left, and what was retired a while ago, so that a reader who
    saw the former list has finished."""
    folder = folder_of(lake)
    limit = time.time() - KEPT_SECONDS
    for file in folder.glob("*/*.parquet"):
        path = str(file.relative_to(folder))
        if path not in counted and retired.get(path, 0.0) < limit:
            file.unlink(missing_ok=True)

"""Lawful erasure in the lake: who somebody was goes from every file, what was counted stays."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.engine.lake.manifest import Segment, changing, fasten, folder_of, put, segments, sweep
from tenure.engine.lake.usage import SCHEMA
from tenure.engine.lake.writing import new_file


def forget_users(*, lake: Path, users: frozenset[str], erased: str) -> int:
    """Overwrites who these users were, and what is told of them, in every file; the counts stay. Gives their events."""
    if not users or not segments(lake=lake):
        return 0
    with changing(lake=lake):
        kept: list[Segment] = []
        forgotten = 0
        for segment in segments(lake=lake):
            count = _forget(folder_of(lake), segment, users, erased, kept)
            forgotten += count
        if forgotten:
            put(lake=lake, kept=tuple(kept))
            sweep(lake=lake)
        return forgotten


def _forget(folder: Path, segment: Segment, users: frozenset[str], erased: str, kept: list[Segment]) -> int:
    path = folder / segment.path
    wanted = pa.array(sorted(users), pa.string())
    whole = pq.read_table(path)
    is_theirs = pc.is_in(whole["user_id"], value_set=wanted)
    count = int(pc.sum(is_theirs).as_py() or 0)
    if not count:
        kept.append(segment)
        return 0
    for name, value in (("user_id", erased), ("properties", None)):
        place = SCHEMA.get_field_index(name)
        blank = pc.if_else(is_theirs, pa.scalar(value, pa.string()), whole[name])
        whole = whole.set_column(place, SCHEMA.field(name), blank)
    stem = path.stem
    while (other := path.with_name(f"{(stem := f'{stem}e')}.parquet")).exists():
        continue
    with new_file(other) as file:
        file.write_table(whole.cast(SCHEMA))
    fasten(other)
    kept.append(Segment(**{**segment.__dict__, "path": str(other.relative_to(folder))}))
    return count

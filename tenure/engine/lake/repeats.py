"""Finding events that come twice, or stand in the lake already, among any number of them in bounded memory."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tenure.engine.lake.usage import SCHEMA, fitted
from tenure.engine.lake.writing import new_file

MARKS_AT_ONCE = 32_000_000
ROWS_AT_ONCE = 250_000
MEMORY = "600MB"
Marks = npt.NDArray[np.uint64]


class Gathered:
    """The hashes of the ids of events, gathered while the events are staged, as long as they fit into memory."""

    def __init__(self) -> None:
        self._asked: Any = None
        self._parts: list[Marks] = []
        self._count = 0

    def add(self, ids: pa.Array) -> None:
        """Adds the hashes of these ids."""
        self._count += len(ids)
        if self._count > MARKS_AT_ONCE:
            self._parts.clear()
            return
        self._asked = self._asked or duckdb.connect(config={"threads": 1, "memory_limit": MEMORY})
        self._asked.register("ids", pa.table({"event_id": ids}))
        self._parts.append(self._asked.execute("SELECT hash(event_id) AS mark FROM ids").fetchnumpy()["mark"])
        self._asked.unregister("ids")

    def taken(self) -> Marks | None:
        """All of them; nothing where they were too many. They are not kept any longer."""
        parts = [*self._parts, np.empty(0, np.uint64)]
        self.close()
        return np.concatenate(parts) if self._count <= MARKS_AT_ONCE else None

    def close(self) -> None:
        """Forgets them."""
        self._parts.clear()
        if self._asked is not None:
            self._asked.close()
            self._asked = None


def drop_repeats(*, staging: Path, theirs: Sequence[str], rows: int, marks: Marks | None = None) -> tuple[int, int]:
    """Takes out of the staged files what stands in `theirs` already, or comes twice; gives the number of each.

    `rows` is how many events are staged, by which they are gone through in portions; `marks` are the hashes of their
    ids where they were gathered. Raises `OSError` where there is no room for what is put aside.
    """
    files = sorted(str(path) for path in staging.glob("*.parquet"))
    if not files:
        return 0, 0
    try:
        with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(staging / "spill")}) as asked:
            return _dropped(asked, files, list(theirs), rows, marks)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        # What does not fit into memory goes to the disk; that it does not fit there either comes as one or the other.
        raise OSError(errno.ENOSPC, "The disk is full, so events could not be compared", str(staging)) from error


def _dropped(asked: Any, files: list[str], theirs: list[str], rows: int, marks: Marks | None) -> tuple[int, int]:
    asked.execute("CREATE TABLE dropped (row BIGINT, is_known BOOLEAN)")
    for portion in range(portions := 1 if marks is not None else rows // MARKS_AT_ONCE + 1):
        mine = marks
        if mine is None:
            mine = np.concatenate([*_marks(asked, files, portions, portion), np.empty(0, np.uint64)])
        mine.sort()
        twice = np.unique(mine[1:][mine[1:] == mine[:-1]])
        if len(twice):
            _ask(asked, twice, _TWICE, [files])
        standing = _both(mine, _marks(asked, theirs, portions, portion)) if theirs else mine[:0]
        if len(standing):
            _ask(asked, standing, _KNOWN, [files, theirs])
    known, repeated = asked.execute(_COUNTED).fetchall()[0]
    if known or repeated:
        for file in files:
            _rewrite(asked, Path(file))
    return int(known), int(repeated)


# The first event of an id stands; which that is, its row in the file says. Short hashes find what may be the same,
# which is little or nothing as a rule; only there are the ids themselves compared.
_MARKS = "SELECT mark FROM (SELECT hash(event_id) AS mark FROM read_parquet(?)) WHERE mark % ? = ?"
_TWICE = """
INSERT INTO dropped SELECT row, false FROM (
    SELECT row, min(row) OVER (PARTITION BY event_id) AS first FROM read_parquet(?)
    WHERE hash(event_id) IN (SELECT mark FROM doubtful)
) WHERE row <> first
"""
_KNOWN = """
INSERT INTO dropped SELECT row, true FROM read_parquet(?)
WHERE hash(event_id) IN (SELECT mark FROM doubtful) AND row NOT IN (SELECT row FROM dropped)
AND event_id IN (
    SELECT event_id FROM read_parquet(?) WHERE hash(event_id) IN (SELECT mark FROM doubtful)
)
"""
_COUNTED = "SELECT count(*) FILTER (is_known), count(*) FILTER (NOT is_known) FROM dropped"
_KEPT = "SELECT * FROM read_parquet(?) WHERE row NOT IN (SELECT row FROM dropped) ORDER BY row"


def _marks(asked: Any, files: list[str], portions: int, portion: int) -> Iterator[Marks]:
    """The hashes of the ids in the files that fall into this portion."""
    with asked.sql(_MARKS, params=[files, portions, portion]).to_arrow_reader(1_000_000) as reader:
        for part in reader:
            yield part.column(0).to_numpy()


def _both(mine: Marks, theirs: Iterator[Marks]) -> Marks:
    """The hashes that are in either; `mine` is sorted."""
    if not len(mine):
        return mine
    found = [mine[:0]]
    for part in theirs:
        places = np.minimum(np.searchsorted(mine, part), len(mine) - 1)
        found.append(np.unique(part[mine[places] == part]))
    return np.unique(np.concatenate(found))


def _ask(asked: Any, doubtful: Marks, question: str, values: list[Any]) -> None:
    asked.register("marks", pa.table({"mark": pa.array(doubtful, pa.uint64())}))
    asked.execute("CREATE OR REPLACE TABLE doubtful AS SELECT mark FROM marks")
    asked.unregister("marks")
    asked.execute(question, values)


def _rewrite(asked: Any, file: Path) -> None:
    """Writes a staged file again without the dropped rows."""
    unfinished = file.with_suffix(".unfinished")
    rows = asked.sql(_KEPT, params=[str(file)]).to_arrow_reader(ROWS_AT_ONCE)
    with new_file(unfinished) as writer:
        for part in rows:
            writer.write_batch(_like_schema(part))
    unfinished.replace(file)


def _like_schema(part: pa.RecordBatch) -> pa.RecordBatch:
    columns = [fitted(part.column(part.schema.get_field_index(name)), SCHEMA.field(name).type) for name in SCHEMA.names]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)

"""Finding events that come twice, or stand in the lake already, among any number of them in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenure.engine.lake.usage import SCHEMA, fitted

IDS_AT_ONCE = 8_000_000
MEMORY = "600MB"


def drop_repeats(*, staging: Path, theirs: Sequence[str], rows: int) -> tuple[int, int]:
    """Takes out of the staged files what stands in `theirs` already, or comes twice; gives the number of each.

    `rows` is how many events there are in all, by which the ids are gone through in portions.
    """
    files = sorted(str(path) for path in staging.glob("*.parquet"))
    if not files:
        return 0, 0
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(staging / "spill")}) as asked:
        asked.execute("CREATE TABLE dropped (row BIGINT, is_known BOOLEAN)")
        for portion in range(portions := rows // IDS_AT_ONCE + 1):
            asked.execute(_MAYBE_TWICE, [files, portions, portion])
            if _some(asked):
                asked.execute(_TWICE, [files])
            if theirs:
                asked.execute(_MAYBE_KNOWN, [files, portions, portion, theirs, portions, portion])
                if _some(asked):
                    asked.execute(_KNOWN, [files, theirs])
        known, repeated = asked.execute(_COUNTED).fetchall()[0]
        if known or repeated:
            for file in files:
                _rewrite(asked, Path(file))
    return int(known), int(repeated)


# The first event of an id stands; which that is, its row in the file says. Short hashes find what may be the same,
# which is little or nothing as a rule; only there are the ids themselves compared.
_MAYBE_TWICE = """
CREATE OR REPLACE TABLE doubtful AS
SELECT mark FROM (SELECT hash(event_id) AS mark FROM read_parquet(?)) WHERE mark % ? = ?
GROUP BY mark HAVING count(*) > 1
"""
_TWICE = """
INSERT INTO dropped SELECT row, false FROM (
    SELECT row, min(row) OVER (PARTITION BY event_id) AS first FROM read_parquet(?)
    WHERE hash(event_id) IN (SELECT mark FROM doubtful)
) WHERE row <> first
"""
_MAYBE_KNOWN = """
CREATE OR REPLACE TABLE doubtful AS
SELECT DISTINCT mark FROM (SELECT hash(event_id) AS mark FROM read_parquet(?)) WHERE mark % ? = ?
AND mark IN (SELECT hash(event_id) FROM read_parquet(?) WHERE hash(event_id) % ? = ?)
"""
_KNOWN = """
INSERT INTO dropped SELECT row, true FROM read_parquet(?)
WHERE hash(event_id) IN (SELECT mark FROM doubtful) AND row NOT IN (SELECT row FROM dropped)
AND event_id IN (
    SELECT event_id FROM read_parquet(?) WHERE hash(event_id) IN (SELECT mark FROM doubtful)
)
"""
_DOUBTFUL = "SELECT count(*) FROM doubtful"
_COUNTED = "SELECT count(*) FILTER (is_known), count(*) FILTER (NOT is_known) FROM dropped"
_KEPT = "SELECT * FROM read_parquet(?) WHERE row NOT IN (SELECT row FROM dropped) ORDER BY row"


def _some(asked: Any) -> bool:
    return bool(asked.execute(_DOUBTFUL).fetchall()[0][0])


def _rewrite(asked: Any, file: Path) -> None:
    """Writes a staged file again without the dropped rows."""
    unfinished = file.with_suffix(".unfinished")
    rows = asked.sql(_KEPT, params=[str(file)]).to_arrow_reader(250_000)
    with pq.ParquetWriter(unfinished, SCHEMA, compression="zstd", compression_level=1) as writer:
        for part in rows:
            writer.write_batch(_like_schema(part))
    unfinished.replace(file)


def _like_schema(part: pa.RecordBatch) -> pa.RecordBatch:
    columns = [fitted(part.column(part.schema.get_field_index(name)), SCHEMA.field(name).type) for name in SCHEMA.names]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)

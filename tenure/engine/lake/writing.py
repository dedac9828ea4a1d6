"""How usage events are written to Parquet: in half the room, and in little more than half the time, of its defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tenure.engine.lake.usage import SCHEMA

# Times and rows come in order, so that their differences are small. Only times are ever searched for by their bounds.
_FEW_VALUES = ["source", "account_id", "user_id", "feature"]
_DIFFERENCES = dict.fromkeys(("occurred_at", "events", "row"), "DELTA_BINARY_PACKED")


def new_file(path: Path) -> Any:
    """A file of events, to be written in batches of `SCHEMA` and closed."""
    return pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        compression_level=1,
        use_dictionary=_FEW_VALUES,
        column_encoding=_DIFFERENCES,
        write_statistics=["occurred_at"],
    )

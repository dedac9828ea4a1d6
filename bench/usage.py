"""Usage events from a file into the lake: read, looked up, told apart, landed by month."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.ground import NOW, Result, prepare, report

ROWS = int(os.environ.get("TENURE_BENCH_USAGE_ROWS", "25000000"))
ACCOUNTS = 10_000
PORTION = 500_000
LEAST_RATE = 1_000_000
MOST_MEMORY_MB = 1536
MAPPING = """
source: bench-usage
targets:
- {kind: account, table: accounts, id: id, fields: {name: name}}
- kind: usage_event
  table: events
  id: event_id
  fields:
    account: {column: account, find: id}
    user: user
    feature: feature
    occurred_at: at
    events: events
"""


def main() -> None:
    """Imports a Parquet file of events; Parquet is what products export by the million."""
    user = prepare()
    with tempfile.TemporaryDirectory() as folder:
        paths = [_accounts(Path(folder)), _events(Path(folder))]
        seconds = _imported(paths, user)
    rate = ROWS / seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} events in {seconds:.1f} s, {memory:.0f} MB", file=sys.stderr)
    report(
        Result(f"{ROWS:,} usage events from Parquet", f"{rate:,.0f} a second", f"{LEAST_RATE:,}", rate >= LEAST_RATE),
        Result("memory while landing", f"{memory:.0f} MB", f"under {MOST_MEMORY_MB} MB", memory < MOST_MEMORY_MB),
    )


def _accounts(folder: Path) -> Path:
    path = folder / "accounts.csv"
    path.write_text("id,name\n" + "".join(f"A{number},Account {number}\n" for number in range(ACCOUNTS)))
    return path


def _events(folder: Path) -> Path:
    """Two years in order, as a product writes them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "events.parquet"
    rng = np.random.default_rng(7)
    begins, length = np.datetime64("2024-01-01T00:00:00", "s").astype("int64"), 2 * 365 * 86_400
    accounts = pa.array([f"A{number}" for number in range(ACCOUNTS)])
    features = pa.array([f"feature_{number}" for number in range(40)])
    writer: Any = None
    for start in range(0, ROWS, PORTION):
        numbers = np.arange(start, min(start + PORTION, ROWS))
        count = len(numbers)
        batch = pa.table(
            {
                "event_id": pa.array(np.char.add("evt_", numbers.astype("U")), pa.string()),
                "account": accounts.take(pa.array(rng.integers(0, ACCOUNTS, count))),
                "user": pa.array(np.char.add("user_", rng.integers(0, 50_000, count).astype("U")), pa.string()),
                "feature": features.take(pa.array(rng.integers(0, 40, count))),
                "at": pa.array(begins + numbers * length // ROWS, pa.int64()).cast(pa.timestamp("s", tz="UTC")),
                "events": pa.array(rng.integers(1, 9, count)),
            }
        )
        writer = writer or pq.ParquetWriter(path, batch.schema)
        writer.write_table(batch)
    writer.close()
    return path


def _imported(paths: list[Path], user: Any) -> float:
    from tenure.interfaces.ingest.applying.batches import prepare as prepared
    from tenure.interfaces.ingest.applying.batches import run
    from tenure.interfaces.ingest.applying.tallies import Outcome
    from tenure.interfaces.ingest.mapping.reading import read_mapping

    batch = prepared(mapping=read_mapping(MAPPING), paths=paths, by=user, now=NOW)
    started = time.perf_counter()
    result = run(batch=batch, now=NOW)
    seconds = time.perf_counter() - started
    landed = result.count(Outcome.CREATED) - ACCOUNTS
    if landed != ROWS:
        raise SystemExit(f"{landed:,} of {ROWS:,} events landed")
    return seconds


if __name__ == "__main__":
    main()

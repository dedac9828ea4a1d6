"""Usage events from a file into the lake: read, looked up, told apart, landed by month."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.ground import NOW, Result, prepare, report, rows_to_take

ROWS = rows_to_take(25_000_000)
ACCOUNTS = 10_000
PORTION = 500_000
LEAST_RATE = 1_000_000
MOST_MEMORY_MB = 1536
ACCOUNTS_MAPPING = """
source: bench
targets:
- {kind: account, id: id, fields: {name: name}}
"""
EVENTS_MAPPING = """
source: bench-FORM
targets:
- kind: usage_event
  id: event_id
  fields:
    account: {column: account, find: id, source: bench}
    user: user
    feature: feature
    occurred_at: at
    events: events
"""


def main() -> None:
    """Imports the same events from a Parquet file and, as those of another source, from a CSV file."""
    user = prepare()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        _imported(_accounts(Path(folder)), ACCOUNTS_MAPPING, user, ACCOUNTS)
    for form in ("parquet", "csv"):
        with tempfile.TemporaryDirectory() as folder:
            path = _events(Path(folder), form)
            seconds = _imported(path, EVENTS_MAPPING.replace("FORM", form), user, ROWS)
        rate = ROWS / seconds
        print(f"{ROWS:,} events from {form} in {seconds:.1f} s", file=sys.stderr)
        value, target = f"{rate:,.0f} a second", f"at least {LEAST_RATE:,}"
        results.append(Result(f"{ROWS:,} usage events from {form}", value, target, rate >= LEAST_RATE))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    target = f"under {MOST_MEMORY_MB} MB"
    report(*results, Result("memory while landing", f"{memory:.0f} MB", target, memory < MOST_MEMORY_MB))


def _accounts(folder: Path) -> Path:
    path = folder / "accounts.csv"
    path.write_text("id,name\n" + "".join(f"A{number},Account {number} \n" for number in range(ACCOUNTS)))
    return path


def _events(folder: Path, form: str) -> Path:
    """Two years in order, as a product writes them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    path = folder / f"events.{form}"
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
        writer = writer or {"parquet": pq.ParquetWriter, "csv": pacsv.CSVWriter}[form](path, batch.schema)
        writer.write_table(batch)
    writer.close()
    return path


def _imported(path: Path, mapping: str, user: Any, expected: int) -> float:
    from tenure.interfaces.ingest.applying.batches import prepare as prepared
    from tenure.interfaces.ingest.applying.batches import run
    from tenure.interfaces.ingest.applying.tallies import Outcome
    from tenure.interfaces.ingest.mapping.reading import read_mapping

    batch = prepared(mapping=read_mapping(mapping), paths=[path], by=user, now=NOW)
    started = time.perf_counter()
    result = run(batch=batch, now=NOW)
    seconds = time.perf_counter() - started
    if result.count(Outcome.CREATED) != expected:
        raise SystemExit(f"{result.count(Outcome.CREATED):,} of {expected:,} rows arrived")
    return seconds


if __name__ == "__main__":
    main()

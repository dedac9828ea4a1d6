"""Importing a folder of files with a mapping, and holding that every row of them is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from tenure.interfaces.ingest.applying.batches import Result
from tenure.interfaces.ingest.applying.tallies import Outcome
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.reading import open_tables
from tenure.interfaces.ingest.ready.shelf import fitting
from tests.interfaces.ingest.conftest import NOW, imported

MAPPINGS = Path(__file__).parent / "mappings"
Counts = dict[str, int]


def bring(mapping: str, *paths: Path, by: Any) -> Result:
    """What came of importing the files with one of the mappings beside these tests."""
    result = imported((MAPPINGS / f"{mapping}.yaml").read_text(), *paths, by=by)
    hold_every_row_accounted_for(result)
    return result


def outcomes(result: Result) -> dict[tuple[str, str], list[Counts]]:
    """What came of the rows, by table and kind; one entry for each target."""
    found: dict[tuple[str, str], list[Counts]] = {}
    for tally in result.tallies.listed():
        found.setdefault((tally.table, tally.kind), []).append(dict(tally.counts))
    return found


def reasons(result: Result) -> Counter[str]:
    """How many rows were refused for each reason."""
    return Counter(result.batch.rejected_rows.values_list("reason", flat=True))


def hold_every_row_accounted_for(result: Result) -> None:
    """Every row of every table has one outcome for each target that reads it, until one refuses it."""
    tallies = result.tallies
    table, refused = "", 0
    for tally in tallies.listed():
        if tally.table != table:
            table, refused = tally.table, 0
        rows = tallies.rows[table] - tallies.broken.get(table, 0) - refused
        assert sum(tally.counts.values()) == rows, (table, tally.kind, tally.counts, rows)
        refused += tally.count(Outcome.REJECTED)


def bring_ready(name: str, *paths: Path, by: Any, now: datetime = NOW) -> Result:
    """What came of importing the files with a mapping that comes with the product."""
    tables = [table for path in paths for table in open_tables(path)]
    fitted = fitting(name=name, tables=tables)
    result = imported(write_mapping(fitted.mapping), *paths, by=by, now=now)
    hold_every_row_accounted_for(result)
    return result

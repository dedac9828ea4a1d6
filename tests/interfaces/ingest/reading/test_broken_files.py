"""Thousands of spoilt files: each is read, or refused in plain words, and both ways of reading agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tenure.interfaces.ingest.columns import describe
from tenure.interfaces.ingest.reading import BrokenRow, Limits, Row, Table, UnreadableFileError, open_tables
from tests.interfaces.ingest.reading.spoiling import spoilt_file

SMALL = Limits(
    file_bytes=50_000_000, unpacked_bytes=50_000_000, excel_bytes=50_000_000, array_bytes=10_000_000, members=20
)


def test_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    assert _try(tmp_path, seed=7, files=250) > 80


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_spoilt_files_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    assert _try(tmp_path, seed=seed, files=1_000) > 400


def _try(folder: Path, *, seed: int, files: int) -> int:
    """How many of the files were read; every other one was refused with a message."""
    chance = random.Random(seed)
    path = folder / "export.bin"
    read, refusals = 0, []
    for _ in range(files):
        path.write_bytes(spoilt_file(chance))
        try:
            for table in open_tables(path, limits=SMALL):
                _check(table)
            read += 1
        except UnreadableFileError as error:
            refusals.append(str(error))
    assert [message for message in refusals if not message.endswith(".") or not message.isprintable()] == []
    return read


def _check(table: Table) -> None:
    rows = list(table.rows())
    batches = list(table.batches(7))
    good = [row.number for row in rows if isinstance(row, Row)]
    broken = [row for row in rows if isinstance(row, BrokenRow)]
    assert good == [number for batch in batches for number in batch.numbers]
    assert broken == [row for batch in batches for row in batch.broken]
    assert len(table.columns) == len({column.casefold() for column in table.columns})
    for row in broken:
        assert row.text.encode() is not None
        assert "\0" not in row.text + row.reason
    assert len(describe(table)) == len(table.columns)
    assert table.notes.sentences()

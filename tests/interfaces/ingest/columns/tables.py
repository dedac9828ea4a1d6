"""Tables for tests of columns, made from text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tenure.interfaces.ingest.columns import ColumnProfile, describe
from tests.interfaces.ingest.reading.files import table_of


def profile_of(folder: Path, cells: Sequence[str], name: str = "value") -> ColumnProfile:
    """The profile of a column with these cells; a second column keeps blank cells from making blank rows."""
    lines = [f'"{cell.replace(chr(34), chr(34) * 2)}",row {number}' for number, cell in enumerate(cells)]
    table = table_of(folder, "\n".join([f"{name},other", *lines]) + "\n", header_row=1)
    return describe(table)[0]

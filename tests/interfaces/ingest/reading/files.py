"""Files for tests of reading, and what is read from them in brief."""

from __future__ import annotations

from pathlib import Path

from tenure.interfaces.ingest.reading import BrokenRow, ReadOptions, Row, Table, Value, open_tables


def written(folder: Path, content: str | bytes, name: str = "customers.csv") -> Path:
    """A file with this content; text is written as UTF-8 with its line breaks as they are."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table_of(folder: Path, content: str | bytes, name: str = "customers.csv", **options: object) -> Table:
    """The only table of a file with this content."""
    [table] = open_tables(written(folder, content, name), options=ReadOptions(**options))  # type: ignore[arg-type]
    return table


def values_of(table: Table) -> list[tuple[Value, ...]]:
    """The values of the rows that could be read."""
    return [tuple(row.values.values()) for row in table.rows() if isinstance(row, Row)]


def broken_in(table: Table) -> list[BrokenRow]:
    """The rows that were set aside."""
    return [row for row in table.rows() if isinstance(row, BrokenRow)]

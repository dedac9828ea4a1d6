"""A table of a file, whatever its format: named columns, and rows that can be gone through any number of times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Row


class Table(Protocol):
    """One sheet, member or file.

    `columns` are unique and never blank. `fingerprint` is a hash of the whole file's content: equal for equal files,
    and checked while reading, so that `rows` and `batches` raise `FileChangedError` for a file replaced meanwhile.
    `rows_estimate` is about how many rows there are, for a progress bar.
    """

    name: str
    columns: list[str]
    fingerprint: str
    rows_estimate: int | None

    @property
    def notes(self) -> Notes:
        """What was found out about the file; after a pass over all rows, also what the rows held."""
        ...

    def rows(self) -> Iterator[Row | BrokenRow]:
        """Every row in the file's order, one at a time; those that cannot be read come as `BrokenRow`."""
        ...

    def batches(self, size: int) -> Iterator[Batch]:
        """The same rows in columns, `size` at a time: the fast way for large files."""
        ...

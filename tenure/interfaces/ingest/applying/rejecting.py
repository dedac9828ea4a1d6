"""The rows that an import could not use: kept with their reasons, and given back as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from tenure.interfaces.ingest.models import ImportBatch, RejectedRow
from tenure.interfaces.listing.export import harmless

LONGEST_VALUE = 4_000


def keep_rejected(
    *, batch: ImportBatch, table: str, number: int, reason: str, values: dict[str, Any], kind: str
) -> Any:
    """A row to be kept; the caller writes many at once."""
    return RejectedRow(
        batch=batch, table=table, number=number, reason=reason[:2_000], values=_as_text(values), kind_key=kind
    )


def rejected_file(batch: ImportBatch, *, tables: Sequence[str] | None = None) -> Iterator[str]:
    """The rejected rows as CSV, line by line: table, row number, kind, reason, then the row as it stood in the file.

    `tables`: of these alone. Text that a spreadsheet would take for a formula is made harmless.
    """
    columns: dict[str, None] = {}
    rows = batch.rejected_rows.order_by("table", "number", "pk")
    if tables is not None:
        rows = rows.filter(table__in=tables)
    for values in rows.values_list("values", flat=True).iterator(chunk_size=1_000):
        columns.update(dict.fromkeys(values))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(["table", "row", "kind", "reason", *(harmless(name) for name in columns)])
    yield _taken(buffer)
    for row in rows.iterator(chunk_size=1_000):
        cells = [row.values.get(name, "") for name in columns]
        writer.writerow([harmless(row.table), row.number, row.kind_key, harmless(row.reason), *map(harmless, cells)])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _as_text(values: dict[str, Any]) -> dict[str, str]:
    return {
        name: "" if value is None else str(value).replace("\0", "�")[:LONGEST_VALUE] for name, value in values.items()
    }

"""What an import did, or would do, in lines for people and rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count

from tenure.interfaces.cli.output import Format
from tenure.interfaces.ingest.applying.batches import Preview, Result
from tenure.interfaces.ingest.applying.rejecting import rejected_file
from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
from tenure.interfaces.ingest.models import ImportBatch

COLUMNS = ("table", "kind", *(str(outcome.value) for outcome in Outcome))
MOST_SHOWN = 5
ALWAYS = ("table", "kind", "created", "updated", "unchanged", "rejected")


class RejectedRowsError(OSError):
    """The rejected rows could not be written beside their file."""


def columns_for(rows: list[dict[str, Any]], format: Format) -> tuple[str, ...]:
    """All columns for programs; for people those that say something."""
    if format is not Format.TABLE:
        return COLUMNS
    return tuple(name for name in COLUMNS if name in ALWAYS or any(row.get(name) for row in rows))


def rows_of(tallies: Tallies) -> list[dict[str, Any]]:
    """A row for each kind from each table; then the rows of each table that could not be read."""
    rows: list[dict[str, Any]] = [
        {"table": tally.table, "kind": tally.kind, **{outcome.value: tally.count(outcome) for outcome in Outcome}}
        for tally in tallies.listed()
    ]
    rows += [{"table": table, "kind": "", "rejected": count} for table, count in tallies.broken.items()]
    return rows


def lines_of(found: Preview | Result) -> Iterator[str]:
    """What a person should know beside the counts."""
    tallies = found.tallies
    if tallies.has_changed_nothing:
        yield "Nothing to change: every row is as it was." if not tallies.rejected else "No record was changed."
    for kind, count in tallies.made_on_the_way.items():
        yield f"Made on the way, since rows speak of them: {count:,} of kind {kind}."
    incomplete = sum(tally.incomplete for tally in tallies.listed())
    if incomplete:
        yield f"Written without a link that leads nowhere: {incomplete:,}."
    for oddity in found.oddities:
        named = ", ".join(oddity.samples[:3])
        yield f"Odd, and listed under data quality: {oddity.title} ({oddity.count:,}; {named})."
    if isinstance(found, Preview):
        for row in found.rejected[:MOST_SHOWN]:
            yield f"Would be rejected: {row['table']}, row {row['number']}: {row['reason']}"
        if found.pairs:
            yield f"May be the same, to be decided: {len(found.pairs):,} pairs."
        return
    yield from _reasons(found.batch)
    if found.proposed:
        yield f"May be the same, to be decided: {found.proposed:,} pairs. See `tenure import duplicates`."


def _reasons(batch: ImportBatch) -> Iterator[str]:
    """The most frequent reasons why rows were rejected."""
    reasons = batch.rejected_rows.values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    for reason, count in reasons[:MOST_SHOWN]:
        yield f"Rejected ({count:,}): {reason}"


def write_rejected(*, batch: ImportBatch, files: dict[Path, list[str]]) -> list[Path]:
    """Writes the rejected rows of each file beside it, as `FILE.rejected.csv`; removes one that is outdated.

    Raises `RejectedRowsError` where that cannot be done; what was there before is then as it was.
    """
    written = []
    with_some = set(batch.rejected_rows.values_list("table", flat=True).distinct())
    for file, tables in files.items():
        path = file.with_name(f"{file.name}.rejected.csv")
        try:
            if with_some & set(tables):
                _write_whole(path, rejected_file(batch, tables=tables))
                written.append(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise RejectedRowsError(
                f"The import is done, but {path} could not be written ({error.strerror or error}). The rejected rows "
                f"are kept: `tenure import rejected {batch.key}` prints them."
            ) from error
    return written


def _write_whole(path: Path, lines: Iterator[str]) -> None:
    """Puts the file there when all of it is written."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

"""Imports as their users see them: prepared, tried out, run, listed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from tenure.foundation.files.room import is_disk_trouble
from tenure.foundation.records.fields import new_public_id
from tenure.foundation.snapshots.aside import aside
from tenure.interfaces.ingest.applying.copies import drop_copies, keep_copies, tables_of
from tenure.interfaces.ingest.applying.oddities import Oddity, oddities
from tenure.interfaces.ingest.applying.running import go_through
from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
from tenure.interfaces.ingest.duplicates.proposing import Pair, pairs_of, propose
from tenure.interfaces.ingest.mapping.checking import check
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.mapping.saving import save_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.ingest.models import BatchState, ImportBatch
from tenure.interfaces.ingest.reading import Table

MOST_SAMPLES = 10

logger = logging.getLogger(__name__)


class BatchStateError(ValueError):
    """The import is not in a state in which this can be done to it."""


class NoRoomError(OSError):
    """The disk is full, so that an import stopped: what it had committed stays, and it can go on from there."""


class UnknownBatchError(LookupError):
    """No import goes by this key."""


@dataclass(frozen=True)
class Preview:
    """What an import would do: the counts of rows with samples, what the quality rules would list, what would be
    proposed for merging, and the rows that would come back."""

    tallies: Tallies
    oddities: list[Oddity]
    pairs: list[Pair]
    rejected: list[Any]

    def count(self, outcome: Outcome) -> int:
        """How many rows would have this outcome; `rejected` includes those that could not be read."""
        return self.tallies.rejected if outcome is Outcome.REJECTED else self.tallies.total(outcome)


@dataclass(frozen=True)
class Result:
    """What an import did."""

    batch: ImportBatch
    tallies: Tallies
    oddities: list[Oddity]
    proposed: int

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome; `rejected` includes those that could not be read."""
        return self.tallies.rejected if outcome is Outcome.REJECTED else self.tallies.total(outcome)


class _TriedOutError(Exception):
    """Ends the transaction of a preview, so that nothing of it stays."""


def preview(*, mapping: Mapping, tables: Sequence[Table], by: Any, now: datetime) -> Preview:
    """What `run` would do, found out by doing it and taking all of it back: nothing is kept.

    On SQLite it is done in a copy of the database, so that others can write meanwhile. Raises `MappingError`,
    `NotAllowedError`, `UnreadableFileError`, `NoRoomAsideError`.
    """
    check(mapping=mapping, tables=tables, by=by)
    found: list[Preview] = []
    try:
        with aside(folder=settings.HOME / "imports"), transaction.atomic():
            found.append(_tried_out(mapping, tables, by, now))
            raise _TriedOutError
    except _TriedOutError:
        return found[0]


def _tried_out(mapping: Mapping, tables: Sequence[Table], by: Any, now: datetime) -> Preview:
    batch = _new(mapping, by, now)
    tallies = go_through(batch=batch, mapping=mapping, tables=tables, by=by, now=now, is_tried_out=True)
    kinds = mapping.record_kinds
    rejected = batch.rejected_rows.order_by("pk").values("table", "number", "reason", "values")[:MOST_SAMPLES]
    return Preview(
        tallies=tallies,
        oddities=oddities(batch_key=batch.key, kinds=kinds),
        pairs=pairs_of(batch_key=batch.key, kinds=kinds),
        rejected=list(rejected),
    )


def prepare(*, mapping: Mapping, paths: Sequence[Path], by: Any, now: datetime) -> ImportBatch:
    """An import that waits to be run: the mapping checked, the files copied.

    Raises `MappingError`, `NotAllowedError`, `UnreadableFileError`.
    """
    key = new_public_id("imp")
    files = keep_copies(batch_key=key, paths=paths)
    try:
        batch = _new(mapping, by, now, key=key, files=files)
        check(mapping=mapping, tables=tables_of(batch), by=by)
    except BaseException:
        ImportBatch.objects.filter(key=key).delete()
        drop_copies(batch_key=key)
        raise
    return batch


def run(*, batch: ImportBatch, now: datetime) -> Result:
    """Runs a prepared import, or goes on with one that was stopped, in the name of whoever prepared it.

    What was committed before a stop stays and is not done twice. Raises `BatchStateError`, `NoRoomError` where the disk
    is full, and what `prepare` raises.
    """
    if batch.state not in (BatchState.WAITING, BatchState.RUNNING, BatchState.FAILED):
        raise BatchStateError(f"The import {batch.key} is {batch.get_state_display().lower()}; start another one.")
    try:
        return _run(batch, now)
    except Exception as error:
        if not is_disk_trouble(error):
            _stopped(batch, error)
            raise
        full = NoRoomError(
            "There is no room left on the disk. What was imported so far stays, and nothing is half written. Make "
            f"room, then go on with the import on its page, or with `tenure import resume {batch.key}`."
        )
        _stopped(batch, full)
        raise full from error


def _run(batch: ImportBatch, now: datetime) -> Result:
    mapping = read_mapping(batch.mapping)
    _set(batch, state=BatchState.RUNNING, error="")
    tables = tables_of(batch)
    check(mapping=mapping, tables=tables, by=batch.by)
    tallies = go_through(batch=batch, mapping=mapping, tables=tables, by=batch.by, now=now)
    kinds = mapping.record_kinds
    proposed = propose(batch_key=batch.key, kinds=kinds, now=now)
    found = oddities(batch_key=batch.key, kinds=kinds)
    _set(batch, state=BatchState.DONE, finished_at=now, counts=tallies.as_json())
    if any(tallies.total(outcome) for outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)):
        save_mapping(mapping=mapping, by=batch.by, now=now)
    drop_copies(batch_key=batch.key)
    return Result(batch=batch, tallies=tallies, oddities=found, proposed=proposed)


def _stopped(batch: ImportBatch, error: Exception) -> None:
    """Notes on the import why it stopped."""
    try:
        _set(batch, state=BatchState.FAILED, error=" ".join(str(error).split())[:2_000])
    except DatabaseError:
        # Whatever keeps the database from being written is told by the error itself; the import can go on either way.
        logger.warning("Import %s stopped, and that could not be noted.", batch.key)


def batch_called(key: str) -> ImportBatch:
    """The import of this key. Raises `UnknownBatchError`."""
    batch = ImportBatch.objects.filter(key=key).first()
    if batch is None:
        raise UnknownBatchError(f"There is no import {key}. `tenure import list` shows them all.")
    return batch


def _new(mapping: Mapping, by: Any, now: datetime, *, key: str = "", files: Any = ()) -> ImportBatch:
    return ImportBatch.objects.create(
        key=key or new_public_id("imp"),
        source=mapping.source,
        mapping=write_mapping(mapping),
        files=list(files),
        by=by,
        created_at=now,
    )


def _set(batch: ImportBatch, **values: Any) -> None:
    for name, value in values.items():
        setattr(batch, name, value)
    ImportBatch.objects.filter(pk=batch.pk).update(**values)

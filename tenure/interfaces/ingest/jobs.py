"""Imports as jobs: a worker runs them, shows how far they are, and goes on where a stopped one left off."""

from __future__ import annotations

from typing import Any

from tenure.foundation import clock
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.jobs.declaring import job
from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.queue import enqueue
from tenure.foundation.jobs.running import GiveUpError
from tenure.interfaces.ingest.applying.batches import BatchStateError, batch_called, run
from tenure.interfaces.ingest.applying.telling import tell_imported
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.models import BatchState, ImportBatch
from tenure.interfaces.ingest.reading import UnreadableFileError


@job(name="ingest.run")
def run_import(*, batch: str) -> dict[str, Any]:
    """Runs the import with this key, or goes on with it; gives the counts."""
    found = batch_called(batch)
    if found.state == BatchState.DONE:
        return dict(found.counts)
    try:
        tallies = run(batch=found, now=clock.now()).tallies
    except (MappingError, NotAllowedError, UnreadableFileError, BatchStateError) as error:
        raise GiveUpError(str(error)) from error
    tell_imported(batch=found, tallies=tallies, now=clock.now())
    return tallies.as_json()


def enqueue_import(*, batch: ImportBatch) -> Job:
    """Puts a prepared import into the queue; the same import is queued once."""
    return enqueue(job=run_import, arguments={"batch": batch.key}, key=f"ingest:{batch.key}", asked_by=batch.by)

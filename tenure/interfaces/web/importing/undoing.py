"""What was edited since an import, found by a worker before anything is undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tenure.foundation.jobs.models import Job
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.ingest.models import ImportBatch
from tenure.interfaces.web.importing.under_way import Work, ask_for, work_on

LOOK = "web.look_before_undo"
MOST_EDITS = 20


def ask_to_look(*, batch: ImportBatch, by: Any, now: datetime) -> Job:
    """Puts the search for later edits into the queue: once for the state in which the records are now."""
    latest = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"web.look:{batch.key}:{latest}"
    return ask_for(name=LOOK, key=key, arguments={"batch": batch.key}, by=by, now=now)


def look_called(*, batch: ImportBatch, number: str, now: datetime) -> Work | None:
    """The search of this number, if it is one for this import."""
    job = Job.objects.filter(pk=number, name=LOOK).first() if number.isdigit() else None
    if job is None or job.arguments.get("batch") != batch.key:
        return None
    return work_on(key=job.key, now=now)

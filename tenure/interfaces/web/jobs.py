"""The work of pages that takes longer than a page may."""

from __future__ import annotations

from datetime import time
from typing import Any

from tenure.foundation import clock
from tenure.foundation.access.models import User
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.jobs.declaring import job, scheduled
from tenure.foundation.jobs.running import GiveUpError
from tenure.foundation.records.numbering import NumberKeptError
from tenure.foundation.records.reverting import EditedSinceError
from tenure.interfaces.ingest.applying.batches import BatchStateError, batch_called
from tenure.interfaces.ingest.applying.telling import tell_undone
from tenure.interfaces.ingest.applying.undoing import edits_since, undo
from tenure.interfaces.ingest.models import BatchState
from tenure.interfaces.web.importing.drafts import clear_drafts
from tenure.interfaces.web.importing.finding import read_files
from tenure.interfaces.web.importing.trying import try_out
from tenure.interfaces.web.importing.undoing import LOOK, MOST_EDITS
from tenure.interfaces.web.models import ImportDraft


@job(name="web.read_import")
def read_import(*, draft: str, revision: int) -> None:
    """Reads the files of a draft; one that is gone or was changed meanwhile is left alone."""
    found = ImportDraft.objects.filter(key=draft, revision=revision).first()
    if found is not None:
        read_files(draft=found, now=clock.now())


@job(name="web.try_import")
def try_import(*, draft: str, revision: int) -> None:
    """Makes the dry run of a draft; one that is gone is left alone."""
    found = ImportDraft.objects.filter(key=draft).first()
    if found is not None:
        try_out(draft=found, revision=revision, now=clock.now())


@job(name=LOOK)
def look_before_undo(*, batch: str) -> dict[str, Any]:
    """Finds what has been edited since an import, to be read before anything is undone."""
    return {"edits": edits_since(batch=batch_called(batch), named=MOST_EDITS)}


@job(name="web.undo_import")
def undo_import(*, batch: str, by: int, keep_later_edits: bool) -> dict[str, Any]:
    """Takes an import back in the name of whoever asked; done once, it stays done."""
    found = batch_called(batch)
    if found.state == BatchState.UNDONE:
        return {}
    try:
        user = User.objects.get(pk=by)
        done = undo(batch=found, by=user, now=clock.now(), keep_later_edits=keep_later_edits)
    except (EditedSinceError, NotAllowedError, BatchStateError, NumberKeptError) as error:
        raise GiveUpError(str(error)) from error
    tell_undone(batch=found, done=done, to=user, now=clock.now())
    return {"removed": done.removed, "set_back": done.set_back, "left": done.left[:50]}


@scheduled(daily_at=time(3, 40))
@job(name="web.clear_drafts")
def clear_import_drafts() -> int:
    """Drops the drafts of imports that nobody needs any more; gives their number."""
    return clear_drafts(now=clock.now())

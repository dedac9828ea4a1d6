"""Drafts of imports: the uploaded files and what is known about them, kept until the import is made or given up."""

from __future__ import annotations

import errno
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from tenure.foundation.files.names import clean_name
from tenure.foundation.files.store import FileTooLargeError, StorageFullError, received
from tenure.foundation.records.fields import new_public_id
from tenure.interfaces.ingest.applying.copies import drop_copies, folder_of
from tenure.interfaces.ingest.models import BatchState, ImportBatch
from tenure.interfaces.ingest.reading import UnreadableFileError, open_tables
from tenure.interfaces.web.models import ImportDraft

MOST_FILES = 50
KEPT_FOR = timedelta(days=14)


class RefusedFileError(ValueError):
    """A file that was not taken; the message says why and what to do."""


def new_draft(*, by: Any, now: datetime) -> ImportDraft:
    """An empty draft."""
    return ImportDraft.objects.create(key=new_public_id("drf"), by=by, created_at=now, changed_at=now)


def draft_called(*, key: str, user: Any) -> ImportDraft:
    """The person's own draft of this key. Raises `Http404`."""
    found = ImportDraft.objects.filter(key=key, by=user).first()
    if found is None:
        raise Http404("This import was made, given up, or belongs to somebody else.")
    return found


def open_drafts(*, user: Any) -> QuerySet[ImportDraft]:
    """The person's drafts that were not run yet, the newest first."""
    return ImportDraft.objects.filter(by=user, batch="").order_by("-changed_at", "-pk")


def paths_of(draft: ImportDraft) -> list[Path]:
    """Where the files of the draft lie, in their order."""
    return [folder_of(draft.key) / str(file["place"]) / file["name"] for file in draft.files]


def add_file(*, draft: ImportDraft, name: str, content: IO[bytes], now: datetime) -> None:
    """Takes one more file, of which at least the beginning can be read. Raises `RefusedFileError`."""
    if len(draft.files) >= MOST_FILES:
        raise RefusedFileError(f"One import takes {MOST_FILES} files. Pack more into a zip file, or import twice.")
    shown = clean_name(name)
    if any(file["name"] == shown for file in draft.files):
        raise RefusedFileError(f"“{shown}” is here already. Remove it first if this one is newer.")
    place = max((file["place"] for file in draft.files), default=-1) + 1
    path = folder_of(draft.key) / str(place) / shown
    size = _receive(shown, content, path)
    try:
        open_tables(path)
    except UnreadableFileError as error:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise RefusedFileError(str(error)) from error
    draft.files = [*draft.files, {"name": shown, "size": size, "place": place}]
    touch(draft, now)


def _receive(name: str, content: IO[bytes], path: Path) -> int:
    limit: int = settings.TENURE_MAX_IMPORT_MB
    try:
        with received(content, limit_mb=limit) as incoming:
            path.parent.mkdir(parents=True, mode=0o700)
            incoming.path.replace(path)
            return incoming.size
    except FileTooLargeError as error:
        raise RefusedFileError(
            f"“{name}” has more than {limit:,} MB. Pack it (gzip, zip), or import it with `tenure import`."
        ) from error
    except StorageFullError as error:
        raise RefusedFileError(str(error.strerror)) from error
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise RefusedFileError(f"The name of “{name[:40]}…” is too long. Give the file a shorter one.") from error


def remove_file(*, draft: ImportDraft, place: int, now: datetime) -> None:
    """Takes a file out of the draft again."""
    shutil.rmtree(folder_of(draft.key) / str(place), ignore_errors=True)
    draft.files = [file for file in draft.files if file["place"] != place]
    touch(draft, now)


def touch(draft: ImportDraft, now: datetime) -> None:
    """Keeps what was changed about the files: what was read from them before is read anew."""
    draft.revision += 1
    draft.changed_at = now
    draft.found, draft.mapping, draft.job_key = {}, "", ""
    draft.save()


def drop_draft(draft: ImportDraft) -> None:
    """Gives the draft up: its files go."""
    drop_copies(batch_key=draft.key)
    draft.delete()


def clear_drafts(*, now: datetime) -> int:
    """Drops the drafts that nobody touched for two weeks, and those whose import is done; gives their number."""
    over = ImportBatch.objects.filter(state__in=[BatchState.DONE, BatchState.UNDONE]).values("key")
    outdated = ImportDraft.objects.filter(changed_at__lt=now - KEPT_FOR)
    done = ImportDraft.objects.filter(batch__in=over)
    dropped = 0
    for draft in (*outdated, *done.exclude(pk__in=outdated.values("pk"))):
        drop_draft(draft)
        dropped += 1
    return dropped

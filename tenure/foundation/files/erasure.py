"""What the store forgets when a person is erased."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from tenure.foundation.files.files import files_on
from tenure.foundation.files.models import File
from tenure.foundation.files.store import discard
from tenure.foundation.records.erasure import ERASED
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import holding, under_way
from tenure.foundation.records.versions.table import Operation


def erase(record: Record) -> None:
    """Blanks the names of the person's files and removes each content that no other record's file shares."""
    theirs = list(files_on(record).order_by("pk"))
    if not theirs:
        return
    blank = {"name": ERASED, "sha256": ""}
    ids = [file.pk for file in theirs]
    at = under_way().change.recorded_at
    with holding(operation=Operation.ERASE, erasing=True):
        versions: Any = File.versions_model._default_manager
        versions.filter(record_id__in=ids).update(**blank)
        File.objects.filter(pk__in=ids).update(**blank, removed_at=at)
    for sha256 in {file.sha256 for file in theirs} - {""}:
        transaction.on_commit(partial(_discard_unshared, sha256))


def _discard_unshared(sha256: str) -> None:
    if not File.objects.filter(sha256=sha256).exists():
        discard(sha256)

"""Files on records: attaching, removing, putting back, listing and opening them, each within the record's rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.http import content_disposition_header

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import require
from tenure.foundation.files.models import File
from tenure.foundation.files.names import clean_name
from tenure.foundation.files.store import keep, path_of, received
from tenure.foundation.files.types import OCTETS, SAFE, checked_type
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import recording


class FileGoneError(LookupError):
    """The file was removed or erased, or its content is missing from the store."""


def attach(
    *, by: User, record: Record, name: str, content: IO[bytes] | Iterable[bytes], now: datetime, path: str = "files"
) -> File:
    """Stores a file and hangs it on the record.

    Raises `NotAllowedError`, `FileTypeError`, `FileTooLargeError`, `StorageFullError`; then nothing is kept.
    """
    require(user=by, action="change", kind=record.kind)
    shown = clean_name(name)
    with received(content) as incoming:
        content_type = checked_type(name=shown, path=incoming.path)
        keep(incoming)
    with recording(actor=by, path=path, now=now, reason=f"File {shown} attached", zone=company_zone()):
        return File.objects.create(
            kind_key=record.kind.key,
            target_id=record.pk,
            name=shown,
            size=incoming.size,
            content_type=content_type,
            sha256=incoming.sha256,
            uploaded_by=by,
            uploaded_at=now,
        )


def remove(*, by: User, file: File, now: datetime, path: str = "files") -> None:
    """Takes a file off its record; its content stays, so that it can be put back. Raises `NotAllowedError`."""
    require(user=by, action="change", kind=_kind(file))
    _set_removed(file, now, by=by, now=now, path=path, reason=f"File {file.name} removed")


def put_back(*, by: User, file: File, now: datetime, path: str = "files") -> None:
    """Puts a removed file back on its record. Raises `NotAllowedError`, `FileGoneError` for one that was erased."""
    require(user=by, action="change", kind=_kind(file))
    if not file.sha256:
        raise FileGoneError("This file was erased with the person it was about; it cannot be put back.")
    _set_removed(file, None, by=by, now=now, path=path, reason=f"File {file.name} put back")


def files_of(*, record: Record, user: Any) -> QuerySet[File]:
    """The files on a record and on those merged into it, newest first. Raises `NotAllowedError`."""
    require(user=user, action="view", kind=record.kind)
    return files_on(record).filter(removed_at=None).select_related("uploaded_by").order_by("-uploaded_at", "-pk")


def files_on(record: Record) -> QuerySet[File]:
    """All files ever put on a record or on those merged into it, whoever asks."""
    ids = [record.pk]
    if any(field.name == "merged_into" for field in record._meta.local_concrete_fields):
        below = ids
        while below:
            rows = type(record).everything.filter(merged_into_id__in=below).exclude(pk__in=ids)
            below = list(rows.values_list("pk", flat=True))
            ids = [*ids, *below]
    return File.objects.filter(kind_key=record.kind.key, target_id__in=ids)


def open_file(*, file: File, user: Any) -> tuple[Path, dict[str, str]]:
    """Where the content lies and the headers to send it with: always a download, never shown as a page.

    Raises `NotAllowedError`, `FileGoneError`.
    """
    require(user=user, action="view", kind=_kind(file))
    path = path_of(file.sha256) if file.sha256 else None
    if path is None or file.removed_at is not None or not path.is_file():
        raise FileGoneError(f"“{file.name}” is no longer here.")
    return path, {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
        "Content-Type": file.content_type if file.content_type in SAFE else OCTETS,
        "X-Content-Type-Options": "nosniff",
    }


def _set_removed(file: File, removed_at: datetime | None, *, by: User, now: datetime, path: str, reason: str) -> None:
    if (file.removed_at is None) == (removed_at is None):
        return
    with recording(actor=by, path=path, now=now, reason=reason, zone=company_zone()):
        file.removed_at = removed_at
        file.save(update_fields=["removed_at"])


def _kind(file: File) -> Kind:
    return model_of(file.kind_key).kind

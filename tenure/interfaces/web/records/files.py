"""Files on a record's page: finding one, taking what was sent, saying what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404

from tenure.foundation.files.files import attach, files_on
from tenure.foundation.files.models import File
from tenure.foundation.files.store import FileTooLargeError, StorageFullError
from tenure.foundation.files.types import FileTypeError
from tenure.foundation.records.model import Record


def file_on(*, record: Record, number: int) -> File:
    """The file of this number on the record, removed or not. Raises `Http404`."""
    file = files_on(record).filter(pk=number).first()
    if file is None:
        raise Http404("There is no such file here.")
    return file


def take(*, record: Record, sent: Iterable[UploadedFile], act: Mapping[str, Any]) -> tuple[list[File], list[str]]:
    """Attaches each file that was sent; gives those taken and why others were not."""
    taken, refused = [], []
    for each in sent:
        try:
            taken.append(attach(record=record, name=each.name or "", content=each.chunks(), **without_reason(act)))
        except (FileTypeError, FileTooLargeError) as error:
            refused.append(str(error))
        except StorageFullError as error:
            refused.append(str(error.strerror))
    return taken, refused


def without_reason(act: Mapping[str, Any]) -> dict[str, Any]:
    """Who acts, when and by which page: what the acts on files take, which give their reason themselves."""
    return {name: value for name, value in act.items() if name != "reason"}

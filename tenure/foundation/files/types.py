"""Which files may be stored, judged by what is in them, not by what they are called alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import filetype  # type: ignore[import-untyped]

from tenure.foundation.files.names import extension_of

HEAD_BYTES = 65_536
OCTETS = "application/octet-stream"
ZIP = "application/zip"

BINARY = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "zip": ZIP,
}
OFFICE = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
}
TEXT = {
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
    "json": "application/json",
    "eml": "message/rfc822",
    "ics": "text/calendar",
}
ALLOWED = (*BINARY, *OFFICE, *TEXT)
# What a browser may be told of; all else is called a row of bytes. Everything is a download in any case.
SAFE = frozenset({*BINARY.values(), *(each for each, _ in OFFICE.values()), "text/csv", "text/plain"})

_KNOWN = frozenset({*BINARY.values(), *(each for each, _ in OFFICE.values())})
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ACTIVE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<svg", b"<script", b"#!")


class FileTypeError(ValueError):
    """A file of this type is not stored, or it is not what its name says."""


def checked_type(*, name: str, path: Path) -> str:
    """The content type of a file that may be stored. Raises `FileTypeError`."""
    ending = extension_of(name)
    if ending not in ALLOWED:
        raise FileTypeError(
            f"“{name}” cannot be stored: files of the type “{ending or 'none'}” are not taken. "
            f"Taken are {', '.join(ALLOWED)}; put anything else into a zip."
        )
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if ending in OFFICE:
        content_type, folder = OFFICE[ending]
        is_right = _is_office(path, folder)
    elif ending in TEXT:
        content_type, is_right = TEXT[ending], _is_text(head)
    else:
        content_type = BINARY[ending]
        is_right = filetype.guess_mime(head) == content_type
    if not is_right:
        raise FileTypeError(
            f"“{name}” is called {ending}, but its content is not. Save it as what it is, or give it its right ending."
        )
    return content_type


def _is_office(path: Path, folder: str) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)


def _is_text(head: bytes) -> bool:
    if filetype.guess_mime(head) in _KNOWN:
        return False
    if head.startswith(_WIDE_MARKS):
        start = head.decode("utf-16", errors="ignore").encode()
    elif b"\0" in head:
        return False
    else:
        start = head.removeprefix(b"\xef\xbb\xbf")
    start = start.lstrip().lower()
    return not start.startswith(_ACTIVE) and not (start.startswith(b"<?xml") and b"<svg" in start)

"""The store of contents: each lies once under its SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from tenure.foundation.files.room import NO_ROOM

BLOCK_BYTES = 1_048_576
BYTES_PER_MB = 1_000_000


class StorageFullError(OSError):
    """There is no room for the file; nothing of it was kept."""


class FileTooLargeError(ValueError):
    """The file is larger than this installation takes."""


@dataclass(frozen=True)
class Incoming:
    """A content that is on disk but not yet in the store."""

    path: Path
    size: int
    sha256: str


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def received(content: IO[bytes] | Iterable[bytes], *, limit_mb: int | None = None) -> Iterator[Incoming]:
    """The content in a file of its own, gone at the end unless `keep` took it. Without `limit_mb`, the setting counts.

    Raises `FileTooLargeError`, `StorageFullError`.
    """
    # Outside the store, which a backup copies as it stands; in the same home, so that a rename is enough.
    folder = Path(settings.HOME) / "incoming"
    path: Path | None = None
    try:
        with _telling_when_full():
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=folder)
            path = Path(name)
            incoming = _write(descriptor, path, content, limit_mb or settings.TENURE_MAX_FILE_MB)
        yield incoming
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def keep(incoming: Incoming) -> None:
    """Moves a received content to its place at one stroke. Raises `StorageFullError`."""
    place = path_of(incoming.sha256)
    with _telling_when_full():
        place.parent.mkdir(parents=True, exist_ok=True)
        incoming.path.replace(place)
        for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
            _sync_folder(folder)


def discard(sha256: str) -> None:
    """Removes a content for good."""
    path_of(sha256).unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(descriptor: int, path: Path, content: IO[bytes] | Iterable[bytes], limit_mb: int) -> Incoming:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        for block in _blocks(content):
            size += len(block)
            if size > limit_mb * BYTES_PER_MB:
                raise FileTooLargeError(f"Files of more than {limit_mb} MB are not taken. Store it elsewhere and link.")
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return Incoming(path=path, size=size, sha256=digest.hexdigest())


def _blocks(content: IO[bytes] | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(content, "read", None)
    if read is None:
        yield from content
        return
    while block := read(BLOCK_BYTES):
        yield block


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _telling_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageFullError(
            error.errno, "The disk is full, so the file was not stored. Ask an administrator to make room."
        ) from error

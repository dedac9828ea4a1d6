"""A file on disk whose replacement while it is read does not go unnoticed."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from tenure.interfaces.ingest.reading.errors import (
    EmptyFileError,
    FileChangedError,
    TooLargeError,
    UnreadableFileError,
)
from tenure.interfaces.ingest.reading.limits import Limits

_State = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class WatchedFile:
    """A file as it was when it was first looked at: its content's hash, and what the file system says of it."""

    path: Path
    fingerprint: str
    size: int
    state: _State

    def check(self) -> None:
        """Raises `FileChangedError` if the file is not what it was; one that was only touched is still the same."""
        try:
            if _state(self.path) == self.state or _hash(self.path) == self.fingerprint:
                return
        except OSError as error:
            raise FileChangedError(
                f"{self.path.name} went away while it was read. Put it back and start again."
            ) from error
        raise FileChangedError(
            f"{self.path.name} was changed while it was read. Start again when nothing writes to it any more."
        )


def watch(*, path: Path, limits: Limits) -> WatchedFile:
    """Reads the file once for its hash.

    Raises `UnreadableFileError` for what is not an ordinary file, `EmptyFileError` and `TooLargeError` by its size.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableFileError(
                f"{path.name} is a folder. Choose a file in it, or pack the folder as a zip file."
            )
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFileError(f"{path.name} is not an ordinary file. Save its content as a file first.")
        if found.st_size == 0:
            raise EmptyFileError(f"{path.name} is empty. Export it again.")
        if found.st_size > limits.file_bytes:
            raise TooLargeError(
                f"{path.name} has {found.st_size:,} bytes; at most {limits.file_bytes:,} are read. Split it into parts."
            )
        state = _state(path)
        fingerprint = _hash(path)
    except FileNotFoundError as error:
        raise UnreadableFileError(f"There is no file {path}.") from error
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    watched = WatchedFile(path=path, fingerprint=fingerprint, size=found.st_size, state=state)
    watched.check()
    return watched


def _state(path: Path) -> _State:
    found = os.stat(path)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

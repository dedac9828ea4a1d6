"""What lies in a backup, and how it is checked before anything is written."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK_BYTES = 1 << 20


class NotABackupError(ValueError):
    """The file is not a backup, or not a whole one."""


@dataclass(frozen=True)
class Member:
    """One file in the archive: `rows/…` for a table, `home/…` for a file of the home."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class TableMember:
    """The rows of a table. `last_id` is the highest number that the database gave out for it."""

    table: str
    columns: list[str]
    rows: int
    last_id: int | None
    member: Member


@dataclass(frozen=True)
class Manifest:
    """Where and when a backup was made, and everything in it."""

    format: int
    tenure: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: list[TableMember]
    files: list[Member]

    def as_json(self) -> str:
        """The manifest as it lies in the archive."""
        return json.dumps(asdict(self), indent=1)

    def members(self) -> Iterator[Member]:
        """Every file in the archive but the manifest."""
        yield from (table.member for table in self.tables)
        yield from self.files


def read_manifest(*, archive: zipfile.ZipFile) -> Manifest:
    """The manifest of an opened backup. Raises `NotABackupError`."""
    try:
        given = json.loads(archive.read(MANIFEST))
        if given["format"] > FORMAT:
            raise NotABackupError("This backup is from a later version of Tenure; restore it with that version.")
        return _manifest(given)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, NotABackupError):
            raise
        raise NotABackupError("This file is not a backup of Tenure: it has no readable manifest.") from error


def check_members(*, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Holds every member against its size and sum. Raises `NotABackupError` naming the first that differs."""
    present = {info.filename for info in archive.infolist()} - {MANIFEST}
    expected = {member.name for member in manifest.members()}
    if present != expected:
        raise NotABackupError(f"The backup is not whole: {_first(present ^ expected)} is missing or does not belong.")
    for member in manifest.members():
        _check_name(member.name)
        try:
            with archive.open(member.name) as file:
                size, sha256 = measured(file)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise NotABackupError(f"The backup is damaged: {member.name} cannot be read.") from error
        if (size, sha256) != (member.size, member.sha256):
            raise NotABackupError(f"The backup is damaged: {member.name} is not what was written.")


def measured(file: IO[bytes]) -> tuple[int, str]:
    """The size and the SHA-256 of what is read from the file."""
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK_BYTES):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def opened(*, source: Path) -> zipfile.ZipFile:
    """The archive at this path. Raises `NotABackupError`."""
    if not source.is_file():
        raise NotABackupError(f"There is no file {source}.")
    try:
        return zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise NotABackupError(f"{source} is not a backup of Tenure, or it was cut off.") from error


def _manifest(given: dict[str, Any]) -> Manifest:
    tables = [TableMember(**{**table, "member": Member(**table["member"])}) for table in given["tables"]]
    return Manifest(**{**given, "tables": tables, "files": [Member(**file) for file in given["files"]]})


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or path.parts[0] not in ("rows", "home"):
        raise NotABackupError(f"The backup holds a file that does not belong: {name}.")


def _first(names: set[str]) -> str:
    return min(names)

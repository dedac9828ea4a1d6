"""Writing a backup: whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import connections, models

from tenure.interfaces.cli.archives.manifest import BLOCK_BYTES, FORMAT, MANIFEST, Manifest, Member, TableMember
from tenure.interfaces.cli.archives.rows import kept_fields, kept_models, written_rows
from tenure.interfaces.cli.archives.snapshot import applied_migrations, last_id, snapshot
from tenure.interfaces.cli.versions import version_of

FOLDERS = ("files", "lake")
MIRROR = "lake/records"
SECRET = "secret_key"  # noqa: S105 - the name of a file


class BackupExistsError(ValueError):
    """The file to be written is there already."""


class NoFolderError(ValueError):
    """The folder of the file to be written does not exist."""


def write_backup(*, target: Path, home: Path, now: datetime) -> Manifest:
    """Writes everything the installation holds into one file, readable by its owner only.

    Others may go on working: the rows are those of one instant, and files are never altered once stored. It is written
    beside the target and renamed, so that the target is a whole backup or absent.
    Raises `BackupExistsError`, `NoFolderError`, `OSError`.
    """
    if target.exists():
        raise BackupExistsError(f"{target} exists; a backup is not overwritten. Choose another name or remove it.")
    if not target.parent.is_dir():
        raise NoFolderError(f"There is no folder {target.parent} to write the backup into.")
    partial = target.with_name(f".{target.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                manifest = _fill(archive, home, now)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            partial.unlink()
        raise
    return manifest


def _fill(archive: zipfile.ZipFile, home: Path, now: datetime) -> Manifest:
    with snapshot() as using:
        migrations = applied_migrations(using=using)
        tables = [_write_table(archive, model, using) for model in kept_models()]
        manifest = Manifest(
            format=FORMAT,
            tenure=version_of("tenure"),
            made_at=now.isoformat(),
            database=connections[using].vendor,
            migrations=migrations,
            tables=tables,
            files=[_write_file(archive, home, path) for path in kept_files(home=home)],
        )
    archive.writestr(MANIFEST, manifest.as_json())
    return manifest


def kept_files(*, home: Path) -> Iterator[Path]:
    """The files of the home that belong into a backup: stored files, the usage in the lake, and the signing key.

    The lake's mirror of history is not kept: it is made anew from the records, which are in the backup.
    """
    if (home / SECRET).is_file():
        yield home / SECRET
    for folder in FOLDERS:
        found = sorted(path for path in (home / folder).rglob("*") if path.is_file() and not path.is_symlink())
        yield from (path for path in found if not path.is_relative_to(home / MIRROR))


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], using: str) -> TableMember:
    table = model._meta.db_table
    counted = _Counted(written_rows(model=model, using=using))
    member = _write_member(archive, f"rows/{table}.jsonl", counted)
    columns = [str(field.column) for field in kept_fields(model)]
    number = last_id(model=model, using=using)
    return TableMember(table=table, columns=columns, rows=counted.count, last_id=number, member=member)


def _write_file(archive: zipfile.ZipFile, home: Path, path: Path) -> Member:
    return _write_member(archive, f"home/{path.relative_to(home).as_posix()}", _blocks(path))


def _write_member(archive: zipfile.ZipFile, name: str, blocks: Iterable[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
    return Member(name=name, size=size, sha256=digest.hexdigest())


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


class _Counted:
    """Lines, counted as they pass."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            self.count += 1
            yield line

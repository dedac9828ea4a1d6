"""The files of an import, copied into the home, so that it can go on after a stop whatever happens to the originals."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from tenure.interfaces.ingest.models import ImportBatch
from tenure.interfaces.ingest.reading import FileChangedError, Table, open_tables

FOLDER = "imports"


def folder_of(batch_key: str) -> Path:
    """Where the copies of a batch lie."""
    return Path(settings.HOME) / FOLDER / batch_key


def keep_copies(*, batch_key: str, paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Copies the files; gives name, size and fingerprint of each. Raises `FileChangedError`, `UnreadableFileError`."""
    folder = folder_of(batch_key)
    kept: list[dict[str, Any]] = []
    try:
        for place, path in enumerate(paths):
            copy = folder / str(place) / path.name
            copy.parent.mkdir(parents=True, mode=0o700)
            before = path.stat()
            shutil.copyfile(path, copy)
            after = path.stat()
            if (before.st_mtime_ns, before.st_size, before.st_ino) != (after.st_mtime_ns, after.st_size, after.st_ino):
                raise FileChangedError(f"{path.name} was written to while it was read. Wait until it is whole.")
            kept.append({"name": path.name, "size": after.st_size})
        for place, one in enumerate(kept):
            one["fingerprint"] = open_tables(folder / str(place) / one["name"])[0].fingerprint
    except BaseException:
        drop_copies(batch_key=batch_key)
        raise
    return kept


def tables_of(batch: ImportBatch) -> list[Table]:
    """The tables of the copies. Raises `FileChangedError` where a copy is not what it was."""
    tables: list[Table] = []
    for place, one in enumerate(batch.files):
        path = folder_of(batch.key) / str(place) / one["name"]
        if not path.is_file():
            raise FileChangedError(f"The copy of {one['name']} is gone. Start the import again.")
        found = open_tables(path)
        if found[0].fingerprint != one["fingerprint"]:
            raise FileChangedError(f"The copy of {one['name']} was changed. Start the import again.")
        tables += found
    return tables


def drop_copies(*, batch_key: str) -> None:
    """Removes the copies: what an import was made from is not kept beside what it made."""
    shutil.rmtree(folder_of(batch_key), ignore_errors=True)

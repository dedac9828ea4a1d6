"""Which files mirror which table of versions, and up to where: one list, replaced as a whole."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tenure.engine.lake.manifest import DamagedLakeError, fasten

FOLDER, MANIFEST, LOCK = "records", "manifest.json", ".lock"
FORMAT = 1


@dataclass(frozen=True)
class Part:
    """One file with versions of one table. Never written to again. `path` is relative to the folder."""

    path: str
    rows: int


@dataclass(frozen=True)
class Mirror:
    """A table's files, its columns when they were written, and how many versions they hold."""

    columns: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """How many versions are mirrored."""
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True)
class Manifest:
    """The whole mirror. All versions of changes before `upto` are in it, and none from there on.

    `upto` is the id of a change on SQLite, the number of a transaction on PostgreSQL. `witness` is what the first and
    the last mirrored change are known by: a database where they differ is another one. `retired` are files that no
    longer count, with the time (seconds) since when: they are kept a while for readers that still look at them.
    """

    upto: int = 0
    witness: str = ""
    refreshed_at: str = ""
    tables: Mapping[str, Mirror] = field(default_factory=dict)
    retired: Mapping[str, float] = field(default_factory=dict)


def folder_of(lake: Path) -> Path:
    """The folder of the mirror of a lake."""
    return lake / FOLDER


def read_manifest(*, lake: Path) -> Manifest:
    """What counts now. Raises `DamagedLakeError`."""
    path = folder_of(lake) / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            return Manifest()
        tables = {
            name: Mirror(tuple(one["columns"]), tuple(Part(**part) for part in one["parts"]))
            for name, one in told["tables"].items()
        }
        return Manifest(told["upto"], told["witness"], told["refreshed_at"], tables, told["retired"])
    except FileNotFoundError:
        return Manifest()
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedLakeError(
            f"{path} cannot be read ({error}). Delete the folder {folder_of(lake)}; it is made anew from the records."
        ) from error


def write_manifest(manifest: Manifest, *, lake: Path) -> None:
    """Makes exactly this count, at once and lastingly. Inside `refreshing`."""
    folder = folder_of(lake)
    unfinished = folder / f"{MANIFEST}.unfinished"
    with unfinished.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"format": FORMAT, **asdict(manifest)}))
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(folder / MANIFEST)
    fasten(folder)


@contextmanager
def refreshing(*, lake: Path, waits: bool = True) -> Iterator[bool]:
    """Only one process at a time changes the mirror. Gives whether it is this one, where it does not wait."""
    folder = folder_of(lake)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True

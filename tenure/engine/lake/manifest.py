"""Which files of usage events count: one list, replaced as a whole. A kill anywhere leaves the old or the new."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER, MANIFEST, LOCK, STAGING = "usage_events", "manifest.json", ".lock", ".staging"
VERSION = 1


class DamagedLakeError(ValueError):
    """The list of the lake's files cannot be read."""


@dataclass(frozen=True)
class Segment:
    """One file: the events of one month that one batch landed. Never written to again.

    `path` is relative to the folder of the events; `first_at` and `last_at` bound what it holds.
    """

    path: str
    batch: str
    source: str
    month: str
    rows: int
    first_at: str
    last_at: str


def folder_of(lake: Path) -> Path:
    """The folder of the usage events of a lake."""
    return lake / FOLDER


def segments(*, lake: Path) -> tuple[Segment, ...]:
    """All files that count, by month. Raises `DamagedLakeError`."""
    path = folder_of(lake) / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Segment(**one) for one in told["segments"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedLakeError(f"{path} cannot be read ({error}). Restore the lake from a backup.") from error


@contextmanager
def changing(*, lake: Path) -> Iterator[None]:
    """Only one process at a time changes which files count. What no longer counted before is swept away first."""
    folder = folder_of(lake)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(lake=lake)
        yield


def sweep(*, lake: Path) -> None:
    """Removes files that do not count: what a kill or an earlier change left behind. Inside `changing`."""
    folder = folder_of(lake)
    counted = {segment.path for segment in segments(lake=lake)}
    for path in folder.glob("month=*/*"):
        if str(path.relative_to(folder)) not in counted:
            path.unlink(missing_ok=True)


def put(*, lake: Path, kept: tuple[Segment, ...]) -> None:
    """Makes exactly these files count, at once and lastingly. Inside `changing`."""
    folder = folder_of(lake)
    unfinished = folder / f"{MANIFEST}.unfinished"
    ordered = sorted(kept, key=lambda segment: (segment.month, segment.path))
    text = json.dumps({"version": VERSION, "segments": [asdict(segment) for segment in ordered]}, indent=0)
    with unfinished.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(folder / MANIFEST)
    fasten(folder)


def fasten(path: Path) -> None:
    """Makes what was written to a file, or what a folder lists, outlast a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

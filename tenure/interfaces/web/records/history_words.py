"""The history of a record in words: who did what, when, why, by which path, and what became of each field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenure.foundation.records.bulk_versions import BEGINNING
from tenure.foundation.records.history import Difference, differences, versions_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import holding_at, values_of
from tenure.foundation.records.versions.table import Change, Operation, Version
from tenure.interfaces.web.records.fields import CUSTOM, FieldRights, cell_of, learn_names
from tenure.interfaces.web.records.words import EMPTY, Setting, instant

WAYS = {
    "web": "on a page",
    "api": "through the interface for programs",
    "import": "by an import",
    "bulk": "by a change of many records",
    "cli": "on the command line",
    "admin": "by an administrator's command",
    "sql": "straight in the database",
    "test": "in a test",
}
UNSAID = frozenset({"public_id", "merged_into"})


@dataclass(frozen=True)
class Said:
    """One field's change in words."""

    label: str
    before: str
    after: str


@dataclass
class Entry:
    """One act upon the record: all versions that one change left."""

    change: Change
    version: Version
    operation: str
    way: str
    said: list[Said] = field(default_factory=list)
    holds_from: str = ""
    is_assumed: bool = False


def history_of(*, record: Record, rights: FieldRights, setting: Setting) -> list[Entry]:
    """The acts upon a record, newest first; fields that the reader may not see are left out."""
    versions = versions_of(record=record)
    pairs = _with_what_held_before(versions)
    rows = [values_of(version) for version in versions]
    learn_names(model=type(record), rows=rows, rights=rights, setting=setting)
    entries: dict[int, Entry] = {}
    for version, older in reversed(pairs):
        entry = entries.get(version.change_id)
        if entry is None:
            entry = entries[version.change_id] = _entry(version, setting)
        said = said_differences(older=older, newer=version, rights=rights, setting=setting)
        entry.said += [each for each in said if each not in entry.said]
    return list(entries.values())


def said_differences(*, older: Version | None, newer: Version, rights: FieldRights, setting: Setting) -> list[Said]:
    """What the newer version shows differently, in words; the names behind links must have been learned."""
    model: Any = newer.record_model
    common = {"model": model, "rights": rights, "setting": setting, "is_open": False}
    before = values_of(older) if older is not None else {}
    after = values_of(newer)
    found = []
    for difference in differences(older=older, newer=newer):
        if not _is_said(difference, rights):
            continue
        new = cell_of(name=difference.name, values=after, **common)
        old = cell_of(name=difference.name, values=before, **common).shown.text if older is not None else EMPTY
        found.append(Said(new.label, old, new.shown.text))
    return found


def way_of(path: str) -> str:
    """By which path something was written, in words."""
    return WAYS.get(path.split(":", maxsplit=1)[0], path)


def _is_said(difference: Difference, rights: FieldRights) -> bool:
    if difference.name.startswith(CUSTOM):
        return any(CUSTOM + own.key == difference.name for own in rights.custom)
    return difference.name in rights.visible and difference.name not in UNSAID


def _entry(version: Version, setting: Setting) -> Entry:
    change = version.change
    is_now = version.effective_at == version.recorded_at
    is_undated = version.effective_at == BEGINNING
    holds = "" if is_now else "the beginning" if is_undated else instant(version.effective_at, setting).text
    label = Operation(version.operation).label
    return Entry(change, version, label, way_of(change.path), holds_from=holds, is_assumed=version.known_assumed)


def _with_what_held_before(newest_first: Sequence[Version]) -> list[tuple[Version, Version | None]]:
    """Each version, oldest first, with the one that was believed to hold at its moment before it was written."""
    believed: dict[datetime, Version] = {}
    pairs = []
    for version in reversed(newest_first):
        timeline = [believed[moment] for moment in sorted(believed)]
        before = holding_at(timeline, version.effective_at) or (timeline[0] if timeline else None)
        pairs.append((version, before))
        believed[version.effective_at] = version
    return pairs

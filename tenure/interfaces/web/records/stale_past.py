"""Two people in one record's past: what is written when the record changed while a correction lay open.

A correction is about one moment. What moved since the form was opened, at that moment or in the present, is not
overwritten in silence: where both touched a field the person sees both values and decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import believed, values_of
from tenure.foundation.records.versions.table import Version
from tenure.interfaces.web.records.saving import Base
from tenure.interfaces.web.records.stale import Clash, Merged, same, value_in


@dataclass(frozen=True)
class Knowledge:
    """What was believed about a record when one of its versions was the newest: at the moment in question, and last."""

    then: Mapping[str, Any]
    last: Mapping[str, Any]


def known_at(*, record: Record, version_id: int | None, instant: datetime) -> Knowledge | None:
    """What was believed when this version was the newest (none: now); None for a version not of this record."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk)
    versions: list[Version] = list(rows if version_id is None else rows.filter(version_id__lte=version_id))
    if version_id is not None and all(version.version_id != version_id for version in versions):
        return None
    timeline = believed(versions)
    holding = [version for version in timeline if version.effective_at <= instant]
    return Knowledge(values_of((holding or timeline[:1])[-1]), values_of(timeline[-1]))


def merge_correction(
    *, record: Record, filled: Mapping[str, Any], mine: Mapping[str, Any], base: Base, instant: datetime
) -> Merged | None:
    """Compares what the form was filled with, what others wrote since and what the form holds, by field name.

    `filled`: the values that the form was filled with. None where `base` is not a version of this record.
    """
    before = known_at(record=record, version_id=base.version_id, instant=instant)
    seen = known_at(record=record, version_id=base.seen_id, instant=instant) if base.asked else before
    now = known_at(record=record, version_id=None, instant=instant)
    if before is None or seen is None or now is None:
        return None
    changes: dict[str, Any] = {}
    theirs, clashes = [], []
    for name, wanted in mine.items():
        value = wanted.pk if isinstance(wanted, Record) else wanted
        was, is_mine = value_in(filled, record, name), not same(value_in(filled, record, name), value)
        moved_to = _moved(record, name, seen if name in base.asked else before, now)
        if moved_to and not is_mine:
            theirs.append(name)
        elif moved_to and not same(moved_to[0], value):
            clashes.append(Clash(name, was, moved_to[0], value))
        elif is_mine and not same(value_in(now.then, record, name), value):
            changes[name] = wanted
    return Merged(changes, tuple(theirs), tuple(clashes))


def _moved(record: Record, name: str, before: Knowledge, now: Knowledge) -> tuple[Any, ...]:
    """The value that others gave the field since, at the moment in question or else last; empty where they did not."""
    for earlier, later in ((before.then, now.then), (before.last, now.last)):
        value = value_in(later, record, name)
        if not same(value_in(earlier, record, name), value):
            return (value,)
    return ()

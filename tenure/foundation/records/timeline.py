"""A record's values over time, as believed today or on an earlier day, and how a change to the past carries forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.records.versions.table import Version, value_fields


@dataclass(frozen=True)
class Rewrite:
    """Values that hold from `effective_at` on, until the next entry of the timeline."""

    effective_at: datetime
    values: Mapping[str, Any]


def values_of(version: Version) -> dict[str, Any]:
    """The record's values that a version holds, by attribute name (`owner_id`, not `owner`)."""
    return {field.attname: getattr(version, field.attname) for field in value_fields(version.record_model)}


def believed(versions: Iterable[Version], *, known_at: datetime | None = None) -> list[Version]:
    """The versions that count, oldest first: for each effective instant the last one known by then."""
    latest: dict[datetime, Version] = {}
    for version in sorted(versions, key=lambda version: version.version_id):
        if known_at is None or version.known_from <= known_at:
            latest[version.effective_at] = version
    return [latest[instant] for instant in sorted(latest)]


def holding_at(timeline: list[Version], instant: datetime) -> Version | None:
    """The last entry that holds at the instant; none before the record's birth."""
    held = [version for version in timeline if version.effective_at <= instant]
    return held[-1] if held else None


def carried_forward(timeline: list[Version], *, patch: Mapping[str, Any], starting: datetime) -> list[Rewrite]:
    """What must be written so that the patch holds from `starting`, and each field of it until its next own change.

    A field of the patch is carried through later entries for as long as they still show the value that it had at
    `starting`; where a later entry changed it, that change stands. The last rewrite may reach the present.
    """
    base = holding_at(timeline, starting) or timeline[0]
    before = values_of(base)
    rewrites = [Rewrite(starting, {**before, **patch})]
    carrying = dict(patch)
    for entry in timeline:
        if entry.effective_at <= starting or not carrying:
            continue
        values = values_of(entry)
        carrying = {name: value for name, value in carrying.items() if values[name] == before[name]}
        if carrying:
            rewrites.append(Rewrite(entry.effective_at, {**values, **carrying}))
    return rewrites

"""Reading history: the versions of a record, what differs between two, and the record as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.records.model import Record, Versioned
from tenure.foundation.records.timeline import believed, holding_at
from tenure.foundation.records.versions.table import Version, value_fields


@dataclass(frozen=True)
class Difference:
    """One field that two versions show differently; for a custom field `name` is `custom.<key>`."""

    name: str
    before: Any
    after: Any


def versions_of(*, record: Versioned) -> list[Version]:
    """Every version of the record with its change and actor, newest first."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk)
    return list(rows.select_related("change", "change__actor").order_by("-version_id"))


def differences(*, older: Version | None, newer: Version) -> list[Difference]:
    """What `newer` shows differently from `older`; every value it has where there is no older one."""
    found: list[Difference] = []
    for field in value_fields(newer.record_model):
        if field.name == "public_id":
            continue
        before = getattr(older, field.attname) if older is not None else field.get_default()
        after = getattr(newer, field.attname)
        if field.name == "custom":
            found += _custom_differences(before or {}, after or {})
        elif before != after and (older is not None or after not in (None, "")):
            found.append(Difference(field.name, before if older is not None else None, after))
    return found


def _custom_differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    keys = sorted(set(before) | set(after))
    return [
        Difference(f"custom.{key}", before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def as_of(*, record: Versioned, instant: datetime, known_at: datetime | None = None) -> Version | None:
    """The version that holds at the instant, by what was known at `known_at` (default: by all that is known).

    None before the record's birth, or where nothing of it was known yet.
    """
    rows = record.versions_model._default_manager.filter(record_id=record.pk)
    return holding_at(believed(rows.select_related("change"), known_at=known_at), instant)


def shown_as_of(*, version: Version, instant: datetime) -> dict[str, Any]:
    """The version's values as they read at the instant: what happened later is empty, with all that it reveals."""
    from tenure.foundation.records.timeline import values_of

    values = values_of(version)
    model = version.record_model
    if not issubclass(model, Record):
        return values
    for name, reveals in model.kind.happened.items():
        if _is_later(values.get(name), instant):
            for hidden in (name, *reveals):
                values[model._meta.get_field(hidden).attname] = None  # type: ignore[union-attr]
    return values


def _is_later(value: Any, instant: datetime) -> bool:
    if value is None:
        return False
    return bool(value > instant) if isinstance(value, datetime) else bool(value > instant.date())

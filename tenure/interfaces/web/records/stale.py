"""Two people in one record: what is written when the record changed while a form lay open.

A form carries the version that it was filled from. What the person did not touch stays as it now is; what only they
touched is written; what both touched differently is shown with both values and asked, never overwritten in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import believed, values_of
from tenure.foundation.records.versions.table import Version
from tenure.interfaces.web.records.fields import own_values, plain_field


@dataclass(frozen=True)
class Clash:
    """A field that both changed: what it was, what the other person wrote, what this one wants."""

    name: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """The outcome of comparing three states of the fields of a form."""

    mine: dict[str, Any]
    theirs: tuple[str, ...]
    clashes: tuple[Clash, ...]


def latest_version_id(record: Record) -> int:
    """The id of the record's newest version: what a form is filled from."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk).order_by("-version_id")
    return rows.values_list("version_id", flat=True).first() or 0


def state_at(record: Record, version_id: int) -> dict[str, Any] | None:
    """The record's values (by attribute) when this version was its newest; None for a version not its own."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk, version_id__lte=version_id)
    versions = list(rows)
    if not versions or all(version.version_id != version_id for version in versions):
        return None
    return values_of(believed(versions)[-1])


def merge_states(*, record: Record, base: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Compares the base, the record as it is now and the values of a form, by field name (`custom.<key>` too)."""
    now = own_values(record)
    changes: dict[str, Any] = {}
    clashes = []
    theirs = []
    for name, wanted in mine.items():
        before, present = base.get(name), value_in(now, record, name)
        wanted_value = wanted.pk if isinstance(wanted, Record) else wanted
        moved = not same(before, present)
        if moved and (same(wanted_value, before) or same(wanted_value, present)):
            theirs.append(name)
        elif same(wanted_value, present):
            continue
        elif moved:
            clashes.append(Clash(name, before, present, wanted_value))
        else:
            changes[name] = wanted
    return Merged(changes, tuple(theirs), tuple(clashes))


def who_since(record: Record, version_id: int) -> str:
    """Who wrote to the record after this version, as one phrase."""
    rows: Iterable[Version] = record.versions_model._default_manager.filter(
        record_id=record.pk, version_id__gt=version_id
    ).select_related("change")
    people = sorted({version.change.actor_label for version in rows})
    return " and ".join(people) or "Someone else"


def bases_of(
    *, record: Record, names: Iterable[str], version_id: int, seen_id: int, asked: frozenset[str]
) -> dict[str, Any] | None:
    """What each field held when its form was filled: at `version_id`, or at `seen_id` where the person was asked since.

    None where the version is not one of this record.
    """
    filled = state_at(record, version_id)
    seen = state_at(record, seen_id) if asked else filled
    if filled is None or seen is None:
        return None
    return {name: value_in(seen if name in asked else filled, record, name) for name in names}


def value_in(values: Mapping[str, Any], record: Record, name: str) -> Any:
    """The value of a field by its name, own fields too, among values by attribute name."""
    if name.startswith("custom."):
        return (values.get("custom") or {}).get(name.removeprefix("custom."))
    return values.get(plain_field(type(record), name).attname)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a person: forms know neither seconds nor the difference of empty and none."""
    if one in (None, "") or other in (None, ""):
        return one in (None, "") and other in (None, "")
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
    if isinstance(one, Mapping) and isinstance(other, Mapping) and "amount" in one and "amount" in other:
        return one.get("currency") == other.get("currency") and same(Decimal(one["amount"]), Decimal(other["amount"]))
    if isinstance(one, float) or isinstance(other, float):
        return float(one) == float(other)
    return bool(one == other)

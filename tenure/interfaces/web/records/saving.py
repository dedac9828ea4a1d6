"""Saving what a form holds: within rights, against what others changed meanwhile, with the way to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction

from tenure.foundation.access.actions import change_record
from tenure.foundation.organisation import days
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.fields import CUSTOM, plain_field
from tenure.interfaces.web.records.forms import values_in
from tenure.interfaces.web.records.stale import Merged, bases_of, merge_states, who_since


class UnknownVersionError(ValueError):
    """A form carries a version that is not one of its record."""


class ClashError(RuntimeError):
    """Someone else changed the same field while the form lay open."""

    def __init__(self, merged: Merged, who: str) -> None:
        self.merged = merged
        self.who = who
        super().__init__(f"{who} changed the same field meanwhile.")


@dataclass(frozen=True)
class Base:
    """What a form says about when it was filled; `seen` and `asked` tell of a clash that the person has decided."""

    version_id: int
    seen_id: int = 0
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Saved:
    """What saving did: the change (none where nothing was different), and what others changed that was kept."""

    change_id: int | None
    told: str = ""


def base_in(data: Any) -> Base:
    """What the posted form says about when it was filled."""
    return Base(_number(data.get("base")), _number(data.get("seen")), frozenset(data.getlist("asked")))


def save_changes(
    *,
    record: Record,
    form: forms.Form,
    base: Base,
    act: Mapping[str, Any],
    today: date,
    zone: ZoneInfo,
    effective_on: date | None = None,
) -> Saved:
    """Writes what the form changed and nothing else; it holds from now, or from `effective_on`.

    Raises `ClashError`, `ValidationError`, `NotAllowedError`, `UnknownVersionError`.
    """
    values, custom = values_in(form)
    mine = {**values, **{CUSTOM + key: value for key, value in custom.items()}}
    with transaction.atomic():
        fresh = type(record).everything.select_for_update().get(pk=record.pk)
        bases = bases_of(record=fresh, names=mine, version_id=base.version_id, seen_id=base.seen_id, asked=base.asked)
        if bases is None:
            raise UnknownVersionError("This form does not belong to this record. Reload the page and try again.")
        merged = merge_states(record=fresh, base=bases, mine=mine)
        who = who_since(fresh, base.version_id) if merged.clashes or merged.theirs else ""
        if merged.clashes:
            raise ClashError(merged, who)
        if merged.mine:
            plain, own = split_own(merged.mine)
            effective_at = start_of(effective_on, today=today, zone=zone)
            change_record(record=fresh, values=plain, custom=own or None, effective_at=effective_at, **act)
        change_id = last_change_id(fresh) if merged.mine else None
    record.refresh_from_db()
    return Saved(change_id, told_of(record, merged, who))


def last_change_id(record: Record) -> int:
    """The change that wrote the record's newest version."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk).order_by("-version_id")
    return rows.values_list("change_id", flat=True)[0]


def start_of(day: date | None, *, today: date, zone: ZoneInfo) -> datetime | None:
    """The instant from which a change holds that is to hold from this day; None for now."""
    return None if day is None or day == today else days.day_start(day=day, zone=zone)


def label_in(record: Record, name: str) -> str:
    """A field's label by its name, own fields too."""
    return name.removeprefix(CUSTOM) if name.startswith(CUSTOM) else label_of(plain_field(type(record), name))


def split_own(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The kind's fields and, by key, the company's own."""
    plain = {name: value for name, value in values.items() if not name.startswith(CUSTOM)}
    own = {name.removeprefix(CUSTOM): value for name, value in values.items() if name.startswith(CUSTOM)}
    return plain, own


def told_of(record: Record, merged: Merged, who: str) -> str:
    """What to say of fields that others changed while the form lay open."""
    if not merged.theirs:
        return ""
    labels = ", ".join(label_in(record, name) for name in merged.theirs)
    return f"{who} changed {labels} meanwhile; that stays."


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() else 0

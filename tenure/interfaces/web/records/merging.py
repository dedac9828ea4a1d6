"""Merging two records that are one: which stays, what moves, and which of two values each field keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404

from tenure.foundation.access import actions
from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.foundation.search.duplicates import duplicates_of
from tenure.interfaces.web.records.fields import (
    CUSTOM,
    Cell,
    FieldRights,
    cell_of,
    field_rights,
    learn_names,
    own_values,
)
from tenure.interfaces.web.records.finding import NOT_HERE, named
from tenure.interfaces.web.records.reading import acting
from tenure.interfaces.web.records.related import related_of
from tenure.interfaces.web.records.stale import same, value_in
from tenure.interfaces.web.records.words import Setting
from tenure.interfaces.web.records.work import counts_about

ALIKE = ("domain", "email", "name")
MOST_ALIKE = 5


@dataclass(frozen=True)
class FieldChoice:
    """A field in which the two differ; `takes_other` is what happens unless the person says otherwise."""

    name: str
    label: str
    kept: Cell
    other: Cell
    takes_other: bool
    may_choose: bool


@dataclass(frozen=True)
class MergePreview:
    """What merging `other` into `keep` would do."""

    keep: Record
    other: Record
    fields: tuple[FieldChoice, ...]
    moving: tuple[tuple[str, int], ...]


def mergeable(model: type[Record]) -> bool:
    """Whether records of this kind can be merged at all."""
    return any(field.name == "merged_into" for field in model._meta.local_concrete_fields)


def alike(*, record: Record, user: Any) -> list[Record]:
    """Records that may be the same one: by what identifies their kind, or with the same domain, address or name."""
    visible = field_rights(model=type(record), user=user).visible
    same_as = Q()
    for name in ALIKE:
        value = getattr(record, name, "")
        if name in visible and value:
            same_as |= Q(**{f"{name}__iexact": value})
    same = named(type(record).objects.filter(same_as).exclude(pk=record.pk))[:MOST_ALIKE] if same_as else []
    values = {name: getattr(record, name) for name in record.kind.identified_by}
    near = duplicates_of(model=type(record), values=values, fields=visible, without=record)
    return list({each.pk: each for each in [*same, *(found.record for found in near)]}.values())[:MOST_ALIKE]


def other_of(*, record: Record, public_id: str) -> Record:
    """The record to merge with. Raises `Http404`."""
    found = type(record).objects.filter(public_id=public_id).exclude(pk=record.pk).first()
    if found is None:
        raise Http404(NOT_HERE)
    return found


def preview_merge(*, keep: Record, other: Record, user: Any, setting: Setting) -> MergePreview:
    """What would move and which fields differ; nothing is written."""
    model = type(keep)
    rights = field_rights(model=model, user=user)
    learn_names(model=model, rows=[own_values(keep), own_values(other)], rights=rights, setting=setting)
    names = [name for section in model.kind.sections for name in section.fields if name in rights.visible]
    names += [CUSTOM + own.key for own in rights.custom]
    fields = tuple(choice for name in names if (choice := _choice(name, keep, other, rights, setting)) is not None)
    pointing = [(each.title, each.count) for each in related_of(record=other, user=user)]
    about = [(kind.plural, kind_count) for kind, kind_count in counts_about(record=other, user=user)]
    moving = tuple((title, count) for title, count in (*pointing, *about) if count)
    return MergePreview(keep, other, fields, moving)


def merge_records(*, keep: Record, other: Record, taken: frozenset[str], act: Mapping[str, Any]) -> None:
    """Merges `other` into `keep`; the fields in `taken` get the other's values. Raises `CannotMergeError`."""
    rights = field_rights(model=type(keep), user=act["by"])
    chosen = [name for name in taken if name in rights.editable and name in rights.visible]
    values = {name: getattr(other, name) for name in chosen if not name.startswith(CUSTOM)}
    custom = {
        name.removeprefix(CUSTOM): other.custom.get(name.removeprefix(CUSTOM))
        for name in chosen
        if name.startswith(CUSTOM)
    }
    values |= dict.fromkeys(_links_between(keep, other))
    with acting(act):
        actions.merge_records(keep=keep, other=other, **act)
        if values or custom:
            actions.change_record(record=keep, values=values, custom=custom or None, **act)


def _links_between(keep: Record, other: Record) -> list[str]:
    """The links by which the record that stays names the one that goes (a company that was part of it)."""
    return [
        field.name
        for field in keep._meta.local_concrete_fields
        if field.related_model is type(other) and getattr(keep, field.attname) == other.pk
    ]


def unmerge_record(*, record: Record, act: Mapping[str, Any]) -> list[str]:
    """Parts a merged record again; returns what stays where it is because it was changed since."""
    return actions.unmerge_record(record=record, **act).left


def may_merge(*, record: Record, user: Any) -> bool:
    """Whether this person may merge records of this kind."""
    return mergeable(type(record)) and may(user=user, action="merge", kind=record.kind)


def _choice(name: str, keep: Record, other: Record, rights: FieldRights, setting: Setting) -> FieldChoice | None:
    kept_value, other_value = value_in(own_values(keep), keep, name), value_in(own_values(other), other, name)
    if same(kept_value, other_value):
        return None
    cells = [
        cell_of(name=name, model=type(each), values=own_values(each), rights=rights, setting=setting, is_open=False)
        for each in (keep, other)
    ]
    is_filled = kept_value not in (None, "")
    return FieldChoice(
        name,
        cells[0].label,
        *cells,
        takes_other=not is_filled,
        may_choose=is_filled and other_value not in (None, "") and name in rights.editable,
    )

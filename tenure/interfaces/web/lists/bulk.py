"""One field for many records, or many records deleted: all or none, with one undo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from tenure.foundation.access.actions import bulk_change_records, delete_record
from tenure.foundation.access.rights import require
from tenure.interfaces.web.lists.asked import AskedList
from tenure.interfaces.web.records.fields import field_rights
from tenure.interfaces.web.records.form_fields import form_fields
from tenure.interfaces.web.records.forms import build_form, values_in
from tenure.interfaces.web.records.reading import acting
from tenure.interfaces.web.shell.today import company_zone

MOST_AT_ONCE = 10_000


class TooManyError(ValueError):
    """More records than are changed at once."""


def chosen_ids(request: HttpRequest, asked: AskedList) -> list[int]:
    """The records that a form names: those ticked, or all that the list holds. Raises `TooManyError`."""
    if request.POST.get("all"):
        rows = asked.rows.order_by("pk")
    else:
        rows = asked.rows.filter(public_id__in=request.POST.getlist("chosen")).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(ids) > MOST_AT_ONCE:
        raise TooManyError(f"At most {MOST_AT_ONCE:,} records are changed at once; narrow the list first.")
    return ids


def bulk_fields(asked: AskedList, *, user: Any) -> list[tuple[str, str]]:
    """Name and label of the fields that may be given to many records at once."""
    rights = field_rights(model=asked.model, user=user)
    sections = [name for section in asked.model.kind.sections for name in section.fields]
    names = [name for name in asked.fields if name in rights.editable and (name in sections or "." in name)]
    return [(name, asked.fields[name].label) for name in names if name not in asked.model.kind.money]


def value_form(request: HttpRequest, asked: AskedList, *, name: str, data: Any = None) -> forms.Form:
    """The form for the value of one field."""
    at: Any = request
    rights = field_rights(model=asked.model, user=at.user)
    made = form_fields(
        model=asked.model, names=[name], rights=rights, user=at.user, zone=company_zone(at.company), record=None
    )
    for field in made.values():
        field.required = field.required and not isinstance(field, forms.BooleanField)
    return build_form(made, data=data)


@dataclass(frozen=True)
class Effect:
    """What a change of many would do: how many would differ, and how many of those have another value now.

    `mark` is of this value and these numbers: what was agreed to is what is done, or it is shown again.
    """

    differing: int
    overwritten: int
    mark: str


def effect_of(asked: AskedList, *, form: forms.Form, ids: list[int]) -> Effect:
    """Looks at the records without changing any. The form must be valid."""
    values, custom = values_in(form)
    columns = {asked.model._meta.get_field(name).attname: value for name, value in values.items()}  # type: ignore[union-attr]
    differing = overwritten = 0
    for record in asked.model.objects.filter(pk__in=ids).iterator(chunk_size=2000):
        pairs = [(getattr(record, name), getattr(value, "pk", value)) for name, value in columns.items()]
        pairs += [(record.custom.get(key), value) for key, value in custom.items()]
        before = [old for old, new in pairs if old != new and not (old in (None, "") and new in (None, ""))]
        differing += bool(before)
        overwritten += any(old not in (None, "") for old in before)
    told = repr((sorted(columns), sorted(map(repr, [*values.values(), *custom.items()])), differing, overwritten))
    return Effect(differing, overwritten, hashlib.sha256(told.encode()).hexdigest()[:16])


def change_many(asked: AskedList, *, form: forms.Form, ids: list[int], act: Mapping[str, Any]) -> int:
    """Gives the form's value to the records; how many really changed. Raises `ValidationError`, `BulkRefusedError`."""
    values, custom = values_in(form)
    return bulk_change_records(kind=asked.model.kind, ids=ids, values=values, custom=custom or None, **act)


def delete_many(asked: AskedList, *, ids: list[int], act: Mapping[str, Any]) -> int:
    """Deletes the records in one act. Raises `NotAllowedError`."""
    require(user=act["by"], action="bulk", kind=asked.model.kind)
    with acting(act):
        for record in asked.model.objects.filter(pk__in=ids):
            delete_record(record=record, **act)
    return len(ids)

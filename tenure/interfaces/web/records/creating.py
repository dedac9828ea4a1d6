"""The form for a new record: prefilled from the address, asking once for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from tenure.foundation.access.actions import create_record
from tenure.foundation.records.fields import CurrencyField
from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.alike import Alike, alike_to
from tenure.interfaces.web.records.editing import WHY, missing_asked, names_in_sections, why
from tenure.interfaces.web.records.fields import CUSTOM, FieldRights, field_rights
from tenure.interfaces.web.records.form_fields import form_fields
from tenure.interfaces.web.records.forms import build_form, show_errors, values_in
from tenure.interfaces.web.records.inheriting import told_by
from tenure.interfaces.web.records.names import my_person
from tenure.interfaces.web.records.quality import warnings_about
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.shell.today import now_of

BIRTHDAYS = ("created_on", "created_at", "opened_on", "opened_at", "at", "on")


@dataclass
class NewRecord:
    """The form for a new record and what came of posting it."""

    model: type[Record]
    rights: FieldRights
    form: forms.Form
    names: tuple[str, ...]
    record: Record | None = None
    missing: list[forms.BoundField] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)


def open_new(
    *, request: HttpRequest, model: type[Record], given: Mapping[str, Any], is_short: bool = False
) -> NewRecord:
    """The form, filled from `given` (field names to values or public ids) and with what is usual.

    `is_short`: only what must be given, what the kind asks for, what identifies it, and what was given.
    """
    at: Any = request
    rights = field_rights(model=model, user=at.user)
    setting = setting_of(request)
    names = names_in_sections(model=model, rights=rights)
    if is_short:
        names = tuple(name for name in names if name in _short(model, rights) or name in given)
    fields = form_fields(model=model, names=names, rights=rights, user=at.user, zone=setting.zone, record=None)
    data = at.POST if at.method == "POST" else None
    initial = {**_usual(model, request), **_given(model, given, at.user)}
    form = build_form(
        {**fields, **why()},
        data=data,
        initial={name: initial[name] for name in initial if name in fields},
        ids="new-field-%s" if is_short else "field-%s",
    )
    return NewRecord(model, rights, form, tuple(fields))


def save_new(
    new: NewRecord, *, request: HttpRequest, is_sure: bool, extra: Mapping[str, Any] | None = None
) -> NewRecord:
    """Writes the record, unless something is wrong, or missing and the person was not yet asked.

    `extra` holds values that the form does not offer.
    """
    form = new.form
    if not form.is_valid():
        return new
    reason = form.cleaned_data.pop(WHY, "")
    values, custom = values_in(form)
    new.missing = missing_asked(model=new.model, form=form, custom=new.rights.custom)
    filled = {**_unshown(new, request), **_filled(new.model, values), **(extra or {})}
    new.warnings = warnings_about(new.model(), visible=new.rights.visible, values=filled)
    by: Any = request.user
    new.alike = alike_to(model=new.model, values=filled, visible=new.rights.visible, user=by)
    if (new.missing or new.warnings or new.alike) and not is_sure:
        return new
    own = {key: value for key, value in custom.items() if value not in (None, "")}
    act = act_of(request, reason=reason)
    try:
        new.record = create_record(kind=new.model.kind, values=filled, custom=own or None, **act)
    except ValidationError as error:
        show_errors(form, error)
    return new


def _short(model: type[Record], rights: FieldRights) -> set[str]:
    """The names of the fields of a short form; an amount brings its currency along."""
    kind = model.kind
    must = {
        each.name
        for each in model._meta.local_concrete_fields
        if not each.blank and not isinstance(each, models.BooleanField)
    }
    named = {kind.title, kind.account, kind.owner, *kind.asks, *kind.identified_by, *must} - {None}
    own = {CUSTOM + each.key for each in rights.custom if each.is_asked}
    return {str(name) for name in named} | own | {kind.money[name] for name in kind.money if name in named}


def _unshown(new: NewRecord, request: HttpRequest) -> dict[str, Any]:
    """What is usual of the fields that a short form left out, so that nothing is missing for having been quick."""
    usual = _usual(new.model, request)
    shown = (name for name in usual if name in new.rights.editable and name not in new.names)
    return {name: usual[name] for name in shown if usual[name] not in (None, "")}


def _filled(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without what was left empty, so that the kind's own defaults stand."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def _given(model: type[Record], given: Mapping[str, Any], user: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    told: dict[str, Any] = {}
    fields = {each.name: each for each in model._meta.local_concrete_fields}
    for name, value in given.items():
        if name not in fields or value in (None, ""):
            continue
        found[name] = linked = _linked(fields[name], value)
        if isinstance(linked, Record):
            told |= told_by(linked=linked, model=model, user=user)
            if _currency(linked):
                told |= dict.fromkeys(_currencies(model), _currency(linked))
    return {**told, **found}


def _linked(field_of: Any, value: Any) -> Any:
    """The record behind a public id, where the field is a link."""
    target: Any = field_of.related_model
    if target is not None and issubclass(target, Record) and isinstance(value, str):
        return target.objects.filter(public_id=value).first()
    return value


def _usual(model: type[Record], request: HttpRequest) -> dict[str, Any]:
    """What a new record usually holds: the kind's defaults, me as its owner, our currency, born now."""
    at: Any = request
    found = {
        each.name: each.get_default()
        for each in model._meta.local_concrete_fields
        if each.has_default() and not callable(each.default)
    }
    kind: Kind = model.kind
    if kind.owner:
        found[kind.owner] = my_person(at.user)
    if kind.born and (kind.born in BIRTHDAYS or kind.part_of):
        is_moment = isinstance(model._meta.get_field(kind.born), models.DateTimeField)
        moment: datetime = now_of(request)
        found[kind.born] = moment if is_moment else at.today
    if at.company is not None:
        found |= dict.fromkeys(_currencies(model), at.company.currency)
    return found


def _currencies(model: type[Record]) -> list[str]:
    return [each.name for each in model._meta.local_concrete_fields if isinstance(each, CurrencyField)]


def _currency(record: Record) -> str:
    return next((getattr(record, name) for name in _currencies(type(record)) if getattr(record, name)), "")

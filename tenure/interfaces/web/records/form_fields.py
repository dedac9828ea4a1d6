"""The form field for each field of a kind, by its type; fields that the person may not edit have none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from django import forms
from django.db import models

from tenure.foundation.access.rights import may
from tenure.foundation.records.fields import AmountField, CurrencyField, ShareField
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.fields import CUSTOM, FieldRights, plain_field
from tenure.interfaces.web.records.inputs import (
    CONTROL,
    AmountText,
    CurrencyText,
    LongText,
    MomentInput,
    NumberText,
    PercentText,
)
from tenure.interfaces.web.records.pickers import RecordPicker
from tenure.interfaces.web.records.suggesting import SuggestedText, proposes
from tenure.interfaces.web.records.words import linked_kind

TEXT = {"class": CONTROL, "autocomplete": "off"}
SELECT = forms.Select(attrs={"class": "form-select"})
CURRENCY = ".currency"


def form_fields(
    *, model: type[Record], names: Iterable[str], rights: FieldRights, user: Any, zone: tzinfo, record: Record | None
) -> dict[str, forms.Field]:
    """The form fields for these names, in order; a name that the person may not edit is left out."""
    found: dict[str, forms.Field] = {}
    for name in names:
        if name not in rights.editable:
            continue
        if name.startswith(CUSTOM):
            own = next((field for field in rights.custom if CUSTOM + field.key == name), None)
            if own is not None:
                found |= _own_fields(own, name, user)
            continue
        field = plain_field(model, name)
        if field.editable and (made := _plain_field(field, user, zone, record)) is not None:
            found[name] = made
    return found


def _plain_field(field: models.Field, user: Any, zone: tzinfo, record: Record | None) -> forms.Field | None:
    common: dict[str, Any] = {"required": not field.blank, "label": label_of(field), "help_text": field.help_text}
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        current = getattr(record, field.name) if record is not None else None
        allowed = issubclass(target, Record) and may(user=user, action="view", kind=target.kind)
        return _picker(target, user, current=current, **common) if allowed else None
    if field.choices:
        empty = [("", "")] if field.blank or not field.has_default() else []
        return forms.ChoiceField(choices=[*empty, *field.flatchoices], widget=SELECT, **common)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(
            **{**common, "required": False}, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
        )
    if isinstance(field, AmountField):
        return AmountText(**common)
    if isinstance(field, CurrencyField):
        return CurrencyText(**common, max_length=3)
    if isinstance(field, models.DateTimeField):
        return MomentInput(zone=zone, **common)
    return _typed(field, common)


def _typed(field: models.Field, common: dict[str, Any]) -> forms.Field | None:
    if isinstance(field, models.DateField):
        return forms.DateField(widget=_date_input(), **common)
    if isinstance(field, models.IntegerField):
        return NumberText(decimal_places=0, **common)
    if isinstance(field, ShareField):
        return PercentText(max_digits=field.max_digits, decimal_places=field.decimal_places, **common)
    if isinstance(field, models.DecimalField):
        return NumberText(max_digits=field.max_digits, decimal_places=field.decimal_places, **common)
    if isinstance(field, models.TextField):
        return LongText(**common)
    if isinstance(field, models.URLField):
        return forms.URLField(
            widget=forms.URLInput(attrs=TEXT), assume_scheme="https", max_length=field.max_length, **common
        )
    if isinstance(field, models.EmailField):
        return forms.EmailField(widget=forms.EmailInput(attrs=TEXT), max_length=field.max_length, **common)
    if isinstance(field, models.TimeField):
        return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time", "class": CONTROL}), **common)
    if isinstance(field, models.CharField):
        return forms.CharField(widget=_line(field), max_length=field.max_length, **common)
    return None


def _line(field: models.Field) -> forms.TextInput:
    model: Any = field.model
    if issubclass(model, Record) and proposes(model=model, field=field.name):
        return SuggestedText(model=model, field=field.name, attrs=TEXT)
    return forms.TextInput(attrs=TEXT)


def _own_fields(own: CustomField, name: str, user: Any) -> dict[str, forms.Field]:
    common: dict[str, Any] = {"required": False, "label": own.label, "help_text": own.help}
    if own.type == CustomFieldType.MONEY:
        return {
            name: AmountText(**common),
            name + CURRENCY: CurrencyText(required=False, label=f"Currency of {own.label}"),
        }
    if own.type == CustomFieldType.NUMBER:
        return {name: NumberText(**common)}
    if own.type == CustomFieldType.DATE:
        return {name: forms.DateField(widget=_date_input(), **common)}
    if own.type == CustomFieldType.CHOICE:
        return {
            name: forms.ChoiceField(
                choices=[("", ""), *((each, each) for each in own.options)], widget=SELECT, **common
            )
        }
    if own.type in (CustomFieldType.PERSON, CustomFieldType.LINK):
        target = model_of(linked_kind(own))
        return {name: _picker(target, user, **common)} if may(user=user, action="view", kind=target.kind) else {}
    return {name: forms.CharField(widget=forms.TextInput(attrs=TEXT), **common)}


def _picker(target: type[Record], user: Any, **common: Any) -> RecordPicker:
    sees_names = may(user=user, action="view", kind=target.kind, field=target.kind.title)
    return RecordPicker(model=target, by_name=sees_names, **common)


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": CONTROL}, format="%Y-%m-%d")

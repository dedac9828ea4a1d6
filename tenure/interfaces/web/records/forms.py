"""A form over fields of a record: what it shows at first, what it holds, where its errors stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from tenure.foundation.records.model import Record
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.fields import CUSTOM, plain_field
from tenure.interfaces.web.records.form_fields import CURRENCY


def initial_of(*, values: Mapping[str, Any], model: type[Record], names: Iterable[str]) -> dict[str, Any]:
    """What the form shows at first, from a record's values by attribute name; a link shows the linked record."""
    found: dict[str, Any] = {}
    for name in names:
        if name.startswith(CUSTOM):
            found |= _own_initial(
                name, (values.get("custom") or {}).get(name.removeprefix(CUSTOM).removesuffix(CURRENCY))
            )
            continue
        field = plain_field(model, name)
        value = values.get(field.attname)
        if isinstance(field, models.ForeignKey) and value is not None:
            value = field.related_model.everything.filter(pk=value).first()  # type: ignore[union-attr]
        found[name] = value
    return found


def build_form(fields: Mapping[str, forms.Field], *, ids: str = "field-%s", **kwargs: Any) -> forms.Form:
    """A form of these fields; `ids` sets the ids of its controls apart from those of another form on the page."""
    return type("RecordForm", (forms.Form,), dict(fields))(auto_id=ids, **kwargs)


def values_in(form: forms.Form) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a valid form holds: the values by field name, and those of own fields by key."""
    values: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for name, value in form.cleaned_data.items():
        if not name.startswith(CUSTOM):
            values[name] = value
        elif not name.endswith(CURRENCY):
            custom[name.removeprefix(CUSTOM)] = _own_value(form, name, value)
    return values, custom


def show_errors(form: forms.Form, error: ValidationError) -> None:
    """Puts what an action refused beside the fields that it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, messages in error.error_dict.items():
        known = name if name in form.fields else None
        form.add_error(None if name == NON_FIELD_ERRORS else known, messages)


def misfits_in(error: ValidationError, *, model: type[Record]) -> str:
    """What an action refused, in one line: each field by its label, with why."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    said = []
    for name, messages in error.message_dict.items():
        label = f"{label_of(fields[name])}: " if name in fields else ""
        said.append(label + " ".join(messages))
    return " ".join(said)


def _own_initial(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        part = "currency" if name.endswith(CURRENCY) else "amount"
        return {name: value[part] if part == "currency" else Decimal(str(value[part]))}
    return {name: value}


def _own_value(form: forms.Form, name: str, value: Any) -> Any:
    if isinstance(value, Record):
        return value.public_id
    if name + CURRENCY in form.fields:
        return (
            None if value is None else {"amount": str(value), "currency": form.cleaned_data.get(name + CURRENCY) or ""}
        )
    return value.isoformat() if isinstance(value, date) else value

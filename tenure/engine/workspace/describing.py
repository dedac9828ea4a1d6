"""The kinds of records as the engine sees them, read off their models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from tenure.engine.relations.describing import Column, Description, Holds
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType

_OWN = {
    CustomFieldType.NUMBER: Holds.NUMBER,
    CustomFieldType.MONEY: Holds.NUMBER,
    CustomFieldType.DATE: Holds.DAY,
}
_HIDDEN = {"id", "public_id", "deleted_at"}


def describe_kinds() -> Mapping[str, Description]:
    """Every kind of record, by key, with the company's own fields as they are now."""
    own: dict[str, dict[str, Column]] = {}
    for each in CustomField.objects.filter(retired_at__isnull=True):
        holds = _OWN.get(CustomFieldType(each.type), Holds.TEXT)
        own.setdefault(each.kind_key, {})[each.key] = Column(each.key, each.key, holds, label=each.label)
    return {model.kind.key: _described(model, own.get(model.kind.key, {})) for model in record_models()}


def _described(model: type[Record], own: Mapping[str, Column]) -> Description:
    kind = model.kind
    fields = {field.name: field for field in model._meta.local_concrete_fields if field.name not in _HIDDEN}
    columns = {name: _column(field, kind.nothing.get(name)) for name, field in fields.items()}
    return Description(
        key=kind.key,
        label=kind.label,
        table=f"{model._meta.db_table}_version",
        title=columns[kind.title].column,
        columns=columns,
        happened={
            columns[event].column: tuple(columns[name].column for name in reveals)
            for event, reveals in kind.happened.items()
        },
        money={columns[amount].column: columns[currency].column for amount, currency in kind.money.items()},
        own=own,
    )


def _column(field: models.Field[Any, Any], nothing: str | None) -> Column:
    choices = {str(value): str(words) for value, words in (field.choices or [])} if field.choices else {}
    linked = field.remote_field.model if isinstance(field, models.ForeignKey) else None
    return Column(
        name=field.name,
        column=str(field.column),
        holds=_holds(field),
        label=str(field.verbose_name),
        links_to=linked.kind.key if isinstance(linked, type) and issubclass(linked, Record) else None,
        choices=choices,
        nothing=nothing,
        is_long=isinstance(field, models.TextField),
    )


def _holds(field: models.Field[Any, Any]) -> Holds:
    match field:
        case models.ForeignKey():
            return Holds.LINK
        case AmountField():
            return Holds.MONEY
        case models.DateTimeField():
            return Holds.INSTANT
        case models.DateField():
            return Holds.DAY
        case models.BooleanField():
            return Holds.FLAG
        case models.DecimalField() | models.IntegerField() | models.FloatField():
            return Holds.NUMBER
        case models.JSONField():
            return Holds.CUSTOM
        case _:
            return Holds.TEXT

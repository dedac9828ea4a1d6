"""The smallest valid record of any kind: required fields filled, required links made on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from tenure.foundation.records.fields import AmountField, CurrencyField
from tenure.foundation.records.kinds import model_of

NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
# Fields to fill although each may be left empty: someone must be a member, and no balance comes twice.
_ALSO = {"campaign_member": ("lead",), "cash": ("bank_account",)}
_numbers = count(1)


def sample(kind: str, **values: Any) -> Any:
    """Saves a record of the kind with the values given and as little else as it needs."""
    record = unsaved(kind, **values)
    record.save()
    return record


def unsaved(kind: str, **values: Any) -> Any:
    """A record of the kind, not saved; the links it needs are."""
    return _made(model_of(kind), values)


def _made(model: Any, values: dict[str, Any]) -> Any:
    needed = [
        field
        for field in model._meta.local_concrete_fields
        if not (field.primary_key or field.name in values or field.name == "public_id")
        if field.name in _ALSO.get(model.kind.key, ()) or _is_needed(field)
    ]
    return model(**{field.name: _value(field) for field in needed}, **values)


def _is_needed(field: models.Field) -> bool:
    return not (field.blank or field.null) and (field.default is NOT_PROVIDED or field.default == "")


def _value(field: models.Field) -> Any:
    if isinstance(field, models.ForeignKey):
        linked = _made(field.related_model, {})
        linked.save()
        return linked
    if isinstance(field, CurrencyField):
        return "EUR"
    if isinstance(field, models.DateTimeField):
        return NOW
    if isinstance(field, models.DateField):
        return date(2026, 3, 31)
    if isinstance(field, AmountField | models.DecimalField):
        return Decimal(1)
    if field.choices:
        return field.choices[0][0]
    return f"{field.name} {next(_numbers)}"

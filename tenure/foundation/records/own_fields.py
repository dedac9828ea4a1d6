"""What may be done to the fields that the company adds to kinds. Inside `recording`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tenure.foundation.records.models import CustomField, CustomFieldType


def all_fields() -> QuerySet[CustomField]:
    """Every field of the company's own, retired or not, by kind and place."""
    return CustomField.objects.order_by("kind_key", "position", "id")


def save_field(*, values: Mapping[str, Any], field: CustomField | None = None) -> CustomField:
    """Adds a field, or gives one other values. Raises `ValidationError` per field: a choice needs its choices."""
    saved = field or CustomField()
    for name, value in values.items():
        setattr(saved, name, value)
    if saved.type == CustomFieldType.CHOICE and not saved.options:
        raise ValidationError({"options": "Write at least one choice, one per line."})
    if saved.type == CustomFieldType.LINK and not saved.link_kind:
        raise ValidationError({"link_kind": "Say which kind of record it links to."})
    saved.full_clean()
    saved.save()
    return saved


def retire_field(*, field: CustomField, now: datetime) -> None:
    """Forms and lists no longer offer the field; its values stay."""
    field.retired_at = now
    field.save(update_fields=["retired_at"])


def use_field_again(*, field: CustomField) -> None:
    """Brings a retired field back, with its values."""
    field.retired_at = None
    field.save(update_fields=["retired_at"])

"""What a part takes from the record that it is a part of: the link itself, and what both name alike."""

from __future__ import annotations

from typing import Any

from tenure.foundation.records.fields import CurrencyField
from tenure.foundation.records.model import Record


def inherited(*, owner: Record, part: type[Record]) -> dict[str, Any]:
    """The values of a new part of this owner: the link, links of the same name (the account), and the currency."""
    found: dict[str, Any] = {str(part.kind.part_of): owner}
    own = {field.name: field for field in owner._meta.local_concrete_fields}
    for field in part._meta.local_concrete_fields:
        twin = own.get(field.name)
        if twin is None or field.name in found or field.name == "merged_into":
            continue
        is_same_link = field.related_model is not None and field.related_model is twin.related_model and not field.blank
        if is_same_link or (isinstance(field, CurrencyField) and isinstance(twin, CurrencyField)):
            value = getattr(owner, field.name)
            if value not in (None, ""):
                found[field.name] = value
    return found

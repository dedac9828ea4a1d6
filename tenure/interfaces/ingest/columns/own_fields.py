"""A column that no field takes, offered as a field of the company's own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import slugify

from tenure.foundation.records.models import CustomFieldType
from tenure.interfaces.ingest.columns.profiles import ColumnProfile, ColumnType
from tenure.interfaces.ingest.columns.words import phrase_of

_LONGEST_KEY = 50
_LONGEST_LABEL = 80
_TYPES = {
    ColumnType.NUMBER: CustomFieldType.NUMBER,
    ColumnType.MONEY: CustomFieldType.MONEY,
    ColumnType.DATE: CustomFieldType.DATE,
    ColumnType.CHOICE: CustomFieldType.CHOICE,
    ColumnType.BOOLEAN: CustomFieldType.CHOICE,
}


@dataclass(frozen=True)
class OwnField:
    """What a new field would be like."""

    key: str
    label: str
    type: CustomFieldType
    options: tuple[str, ...] = ()


def own_field_for(profile: ColumnProfile, *, taken: Collection[str] = ()) -> OwnField:
    """A field that holds what the column holds, with a key that is not `taken`. Instants are kept as text."""
    bare = slugify(phrase_of(profile.name) or profile.name).replace("-", "_")[: _LONGEST_KEY - 4].strip("_")
    bare = bare if re.match(r"^[a-z]", bare) else f"field_{bare}".strip("_")
    key, number = bare, 2
    while key in taken:
        key, number = f"{bare}_{number}", number + 1
    type_ = _TYPES.get(profile.type, CustomFieldType.TEXT)
    if profile.type is ColumnType.CHOICE:
        options = tuple(value for value, _ in profile.values)
    else:
        options = tuple(profile.examples[:2]) if profile.type is ColumnType.BOOLEAN else ()
    return OwnField(key, profile.name[:_LONGEST_LABEL], type_, options)

"""The fields of a kind as lists use them: named as in conditions, typed, and only those that a user may see."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from tenure.engine.conditions.syntax import NUMBERS, FieldType
from tenure.foundation.access.rights import may, rights_of, visible_fields
from tenure.foundation.records.fields import AmountField, ShareField
from tenure.foundation.records.kinds import UnknownKindError, model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.foundation.records.versions.table import Version
from tenure.interfaces.listing.labels import label_of

CHANGED = "changed_at"
HIDDEN = frozenset({"id", "deleted_at", "custom", "merged_into", "about_id"})

_TYPES: tuple[tuple[type[models.Field], FieldType], ...] = (
    (AmountField, FieldType.NUMBER),
    (ShareField, FieldType.SHARE),
    (models.DecimalField, FieldType.NUMBER),
    (models.IntegerField, FieldType.NUMBER),
    (models.BooleanField, FieldType.FLAG),
    (models.DateField, FieldType.DAY),
    (models.CharField, FieldType.TEXT),
    (models.TextField, FieldType.TEXT),
)
_OWN_TYPES = {
    CustomFieldType.NUMBER: FieldType.NUMBER,
    CustomFieldType.MONEY: FieldType.NUMBER,
    CustomFieldType.DATE: FieldType.DAY,
    CustomFieldType.PERSON: FieldType.LINK,
    CustomFieldType.LINK: FieldType.LINK,
}


@dataclass(frozen=True)
class ListField:
    """One field: a column of the kind, or one of the company's own (`own`), reached `through` a link or not.

    `target` is the model that a link leads to, and `is_named` whether the user may see the names of what it leads to.
    `history` is set for the instant of the last change alone: the versions that it is worked out from.
    """

    name: str
    label: str
    type: FieldType
    column: models.Field | None = None
    own: CustomField | None = None
    through: str = ""
    target: builtins.type[Record] | None = None
    is_named: bool = True
    history: builtins.type[Version] | None = None

    @property
    def is_number(self) -> bool:
        """Whether its values stand at the right of their column."""
        return self.type in NUMBERS

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values that it may take, with their words; empty where it may take any."""
        if self.own is not None:
            return [(str(option), str(option)) for option in self.own.options]
        return [(str(value), str(label)) for value, label in getattr(self.column, "flatchoices", ()) or ()]

    @property
    def path(self) -> str:
        """From the record to the column, as the database layer writes it; for a company's own field, to `custom`."""
        name = "custom" if self.own is not None or self.column is None else self.column.name
        return f"{self.through}__{name}" if self.through else name


def list_fields(*, model: type[Record], user: Any) -> dict[str, ListField]:
    """By name, every field of the kind that lists can show and filter for this user; `custom.…` the company's own.

    `changed_at`, the instant of the last change, stands at the end.
    """
    changed = ListField(CHANGED, "Last changed", FieldType.DAY, history=model.versions_model)
    return {field.name: field for field in (*_fields(model, user), changed)}


def filter_fields(*, model: type[Record], user: Any) -> dict[str, ListField]:
    """The fields that a condition may name: those of the kind, and `account.industry` one step along a link."""
    found = list_fields(model=model, user=user)
    for link in list(found.values()):
        if link.column is not None and link.target is not None:
            for field in _fields(link.target, user, through=link):
                found[field.name] = field
    return found


def types_of(fields: Mapping[str, ListField]) -> dict[str, FieldType]:
    """The types by name, as conditions are checked against."""
    return {name: field.type for name, field in fields.items()}


def title_path(model: type[Record]) -> str:
    """From a record to the text that names it, which may be the name of another record."""
    field = model._meta.get_field(model.kind.title)
    target: Any = field.related_model
    return f"{field.name}__{title_path(target)}" if target is not None else field.name


def _fields(model: type[Record], user: Any, through: ListField | None = None) -> Iterator[ListField]:
    visible = visible_fields(user=user, kind=model.kind)
    for column in model._meta.local_concrete_fields:
        if column.name in visible and column.name not in HIDDEN:
            field = _of_column(column, user, through)
            if field is not None:
                yield field
    for own in rights_of(user=user).custom:
        if own.kind_key == model.kind.key and own.retired_at is None and f"custom.{own.key}" in visible:
            field = _of_own(own, user, through)
            if field is not None:
                yield field


def _of_column(column: models.Field, user: Any, through: ListField | None) -> ListField | None:
    place = _place(column.name, label_of(column), through)
    if not column.is_relation:
        type_ = next((type_ for field_type, type_ in _TYPES if isinstance(column, field_type)), None)
        return None if type_ is None else ListField(type=type_, column=column, **place)
    target: Any = column.related_model
    if not issubclass(target, Record) or not may(user=user, action="view", kind=target.kind):
        return None
    is_named = _may_name(target, user)
    return ListField(type=FieldType.LINK, column=column, target=target, is_named=is_named, **place)


def _of_own(own: CustomField, user: Any, through: ListField | None) -> ListField | None:
    place = _place(f"custom.{own.key}", own.label, through)
    type_ = _OWN_TYPES.get(CustomFieldType(own.type), FieldType.TEXT)
    if type_ is not FieldType.LINK:
        return ListField(type=type_, own=own, **place)
    try:
        target = model_of("person" if own.type == CustomFieldType.PERSON else own.link_kind)
    except UnknownKindError:
        return None
    if not may(user=user, action="view", kind=target.kind):
        return None
    return ListField(type=type_, own=own, target=target, is_named=_may_name(target, user), **place)


def _place(name: str, label: str, through: ListField | None) -> dict[str, Any]:
    label = label[:1].upper() + label[1:]
    if through is None:
        return {"name": name, "label": label}
    return {"name": f"{through.name}.{name}", "label": f"{through.label}: {label}", "through": through.path}


def _may_name(model: type[Record], user: Any) -> bool:
    """Whether the user sees what names records of this kind, also where the name is that of another record."""
    if not may(user=user, action="view", kind=model.kind, field=model.kind.title):
        return False
    target: Any = model._meta.get_field(model.kind.title).related_model
    return target is None or _may_name(target, user)

"""The fields of a kind as lists use them: named as in conditions, typed, readable, and only those a user may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Subquery

from tenure.engine.conditions import FieldType
from tenure.foundation.access.rights import may, rights_of, visible_fields
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.interfaces.listing.expressions import (
    CustomText,
    custom_amount,
    custom_number,
    custom_text,
    known_text,
)

HIDDEN = frozenset({"id", "deleted_at", "custom", "merged_into"})


class Storage(StrEnum):
    """How the database holds a value, which decides how it is compared."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    DAY = "day"
    DAY_TEXT = "day_text"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    JSON_NUMBER = "json_number"


@dataclass(frozen=True)
class ListedField:
    """One field of a list.

    `expression` is NULL exactly where the value is unknown. `path` leads from the record to the value by attribute, and
    is empty for a company's own field, which `custom` describes. `target` is the kind that a link leads to. `places` are
    the decimals that a column holds. `is_indexed`: the bare column can be walked in order without sorting.
    """

    name: str
    label: str
    type: FieldType
    storage: Storage
    expression: Any
    path: tuple[str, ...] = ()
    column: models.Field | None = None
    custom: CustomField | None = None
    target: type[Record] | None = None
    places: int = 0
    currency: str = ""
    is_indexed: bool = False


def fields_of(*, model: type[Record], user: Any) -> dict[str, ListedField]:
    """By name, every field that lists of this kind can filter, sort and show for this user.

    Own columns, links by the name of what they lead to, `account.industry` one step along a link, `custom.tier`.
    """
    found = {field.name: field for field in _own_fields(model, user)}
    for link in _links(model, user):
        target: Any = link.related_model
        for field in _own_fields(target, user, through=link):
            found[field.name] = field
    return found


def types_of(fields: Mapping[str, ListedField]) -> dict[str, FieldType]:
    """The types by name, as `check` wants them."""
    return {name: field.type for name, field in fields.items()}


def title_path(model: type[Record]) -> tuple[str, ...]:
    """The attributes that lead from a record to the text that names it."""
    field = model._meta.get_field(model.kind.title)
    target: Any = field.related_model
    return (field.name, *title_path(target)) if target is not None else (field.name,)


def _own_fields(model: type[Record], user: Any, through: models.Field | None = None) -> Iterator[ListedField]:
    visible = visible_fields(user=user, kind=model.kind)
    for column in model._meta.local_concrete_fields:
        if column.name in visible and column.name not in HIDDEN:
            field = _link_field(column, user, through) if column.is_relation else _column_field(model, column, through)
            if field is not None:
                yield field
    for own in rights_of(user=user).custom:
        is_ours = own.kind_key == model.kind.key and own.retired_at is None
        if is_ours and f"custom.{own.key}" in visible and _may_name(own, user):
            yield from _custom_fields(own, through)


def _links(model: type[Record], user: Any) -> Iterator[models.Field]:
    visible = visible_fields(user=user, kind=model.kind)
    for column in model._meta.local_concrete_fields:
        target: Any = column.related_model
        if column.name in visible and column.name not in HIDDEN and target is not None and issubclass(target, Record):
            if may(user=user, action="view", kind=target.kind):
                yield column


def _place(name: str, label: str, through: models.Field | None) -> tuple[str, str, tuple[str, ...]]:
    if through is None:
        return name, _capital(label), ()
    return f"{through.name}.{name}", f"{_capital(str(through.verbose_name))}: {label}", (through.name,)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _link_field(column: models.Field, user: Any, through: models.Field | None) -> ListedField | None:
    target: Any = column.related_model
    if not issubclass(target, Record) or not may(user=user, action="view", kind=target.kind, field=target.kind.title):
        return None
    name, label, before = _place(column.name, str(column.verbose_name), through)
    titles = title_path(target)
    if not _names_are_visible(target, user):
        return None
    path = (*before, column.name, *titles)
    expression = known_text("__".join(path))
    return ListedField(name, label, FieldType.TEXT, Storage.TEXT, expression, path, column=column, target=target)


def _names_are_visible(model: type[Record], user: Any) -> bool:
    """Whether the user sees what names records of this kind, also where the name is that of another record."""
    if not may(user=user, action="view", kind=model.kind, field=model.kind.title):
        return False
    target: Any = model._meta.get_field(model.kind.title).related_model
    return target is None or _names_are_visible(target, user)


def _column_field(model: type[Record], column: models.Field, through: models.Field | None) -> ListedField | None:
    kind = _storage(column)
    if kind is None:
        return None
    type_, storage = kind
    name, label, before = _place(column.name, str(column.verbose_name), through)
    path = (*before, column.name)
    is_whole_text = storage is Storage.TEXT and not column.blank and not column.null and through is None
    expression: Any = F("__".join(path))
    if storage is Storage.TEXT and not is_whole_text:
        expression = known_text("__".join(path))
    return ListedField(
        name=name,
        label=label,
        type=type_,
        storage=storage,
        expression=expression,
        path=path,
        column=column,
        places=getattr(column, "decimal_places", 0) or 0,
        currency=model.kind.money.get(column.name, ""),
        is_indexed=through is None and not column.null and (storage is not Storage.TEXT or is_whole_text),
    )


def _storage(column: models.Field) -> tuple[FieldType, Storage] | None:
    for field_type, kind in _STORAGES:
        if isinstance(column, field_type):
            return kind
    return None


_STORAGES: tuple[tuple[type[models.Field], tuple[FieldType, Storage]], ...] = (
    (AmountField, (FieldType.NUMBER, Storage.AMOUNT)),
    (models.DecimalField, (FieldType.NUMBER, Storage.DECIMAL)),
    (models.IntegerField, (FieldType.NUMBER, Storage.INTEGER)),
    (models.BooleanField, (FieldType.BOOLEAN, Storage.BOOLEAN)),
    (models.DateTimeField, (FieldType.DATE, Storage.INSTANT)),
    (models.DateField, (FieldType.DATE, Storage.DAY)),
    (models.CharField, (FieldType.TEXT, Storage.TEXT)),
    (models.TextField, (FieldType.TEXT, Storage.TEXT)),
)


def _may_name(own: CustomField, user: Any) -> bool:
    target = linked_kind(own)
    return target is None or _names_are_visible(target, user)


def linked_kind(own: CustomField) -> type[Record] | None:
    """The model of the records that a company's own field points to, if it points to any."""
    if own.type == CustomFieldType.PERSON:
        return model_of("person")
    return model_of(own.link_kind) if own.type == CustomFieldType.LINK else None


def _custom_fields(own: CustomField, through: models.Field | None) -> Iterator[ListedField]:
    name, label, before = _place(f"custom.{own.key}", own.label, through)
    source = "__".join((*before, "custom"))
    type_, storage, expression = _custom_shape(own, source)
    target = linked_kind(own)
    yield ListedField(name, label, type_, storage, expression, path=before, custom=own, target=target)
    if own.type == CustomFieldType.MONEY:
        currency = custom_text(F(source), own.key, "currency")
        yield ListedField(
            f"{name}.currency", f"{label} (currency)", FieldType.TEXT, Storage.TEXT, currency, before, custom=own
        )


def _custom_shape(own: CustomField, source: str) -> tuple[FieldType, Storage, Any]:
    if own.type == CustomFieldType.NUMBER:
        return FieldType.NUMBER, Storage.JSON_NUMBER, custom_number(F(source), own.key)
    if own.type == CustomFieldType.MONEY:
        return FieldType.NUMBER, Storage.JSON_NUMBER, custom_amount(F(source), own.key)
    if own.type == CustomFieldType.DATE:
        return FieldType.DATE, Storage.DAY_TEXT, custom_text(F(source), own.key)
    target = linked_kind(own)
    if target is None:
        return FieldType.TEXT, Storage.TEXT, custom_text(F(source), own.key)
    title = known_text("__".join(title_path(target)))
    pointed = target.everything.filter(public_id=CustomText(OuterRef(source), own.key))
    return FieldType.TEXT, Storage.TEXT, Subquery(pointed.values(named=title)[:1])

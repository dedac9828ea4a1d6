"""The fields of a record as its page shows them, in the sections of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from tenure.foundation.access.rights import editable_fields, rights_of, visible_fields
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.words import Setting, Shown, linked_kind, shown, shown_custom

OWN_FIELDS = "Own fields"
CUSTOM = "custom."


@dataclass(frozen=True)
class Cell:
    """One field of a record: its name in addresses, its label and what it shows."""

    name: str
    label: str
    shown: Shown
    is_editable: bool = False
    is_asked: bool = False
    help: str = ""


@dataclass(frozen=True)
class SectionView:
    """A titled group of cells."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class FieldRights:
    """Which fields of a kind a person sees and may change; own fields are named `custom.<key>`."""

    visible: frozenset[str]
    editable: frozenset[str]
    custom: tuple[CustomField, ...]


def field_rights(*, model: type[Record], user: Any, with_own: bool = True) -> FieldRights:
    """The rights of a person to the fields of a kind; `with_own`: to those that the company added, too."""
    visible = frozenset(visible_fields(user=user, kind=model.kind))
    if not with_own:
        return FieldRights(visible, frozenset(), ())
    editable = frozenset(editable_fields(user=user, kind=model.kind))
    own = [
        field for field in rights_of(user=user).custom if field.kind_key == model.kind.key and field.retired_at is None
    ]
    custom = tuple(field for field in own if CUSTOM + field.key in visible)
    return FieldRights(visible, editable, custom)


def own_values(record: Record) -> dict[str, Any]:
    """The values of a record by attribute name."""
    return {field.attname: getattr(record, field.attname) for field in record._meta.local_concrete_fields}


def learn_names(
    *, model: type[Record], rows: Sequence[Mapping[str, Any]], rights: FieldRights, setting: Setting
) -> None:
    """Fetches the names behind all links of these values, own fields included."""
    setting.names.learn(model, rows)
    for field in rights.custom:
        if field.type in ("person", "link"):
            found = [row["custom"][field.key] for row in rows if field.key in (row.get("custom") or {})]
            setting.names.learn_public(linked_kind(field), found)


def section_views(
    *, model: type[Record], values: Mapping[str, Any], rights: FieldRights, setting: Setting, is_open: bool
) -> list[SectionView]:
    """The sections of a record's page without what the person may not see. `is_open`: cells may be edited in place."""
    views = []
    for section in model.kind.sections:
        cells = tuple(
            cell_of(name=name, model=model, values=values, rights=rights, setting=setting, is_open=is_open)
            for name in section.fields
            if name in rights.visible and name not in carried_currencies(model)
        )
        if cells:
            views.append(SectionView(section.title, cells))
    if rights.custom:
        names = [CUSTOM + field.key for field in rights.custom]
        own = {"model": model, "values": values, "rights": rights, "setting": setting, "is_open": is_open}
        views.append(SectionView(OWN_FIELDS, tuple(cell_of(name=name, **own) for name in names)))
    return views


def cell_of(
    *, name: str, model: type[Record], values: Mapping[str, Any], rights: FieldRights, setting: Setting, is_open: bool
) -> Cell:
    """One cell. The name must be among the visible ones."""
    if name.startswith(CUSTOM):
        own = next(field for field in rights.custom if field.key == name.removeprefix(CUSTOM))
        value = shown_custom(field=own, value=(values.get("custom") or {}).get(own.key), setting=setting)
        return Cell(name, own.label, value, is_open and name in rights.editable, own.is_asked, own.help)
    field = plain_field(model, name)
    return Cell(
        name=name,
        label=label_of(field),
        shown=shown(field=field, values=values, model=model, setting=setting),
        is_editable=is_open and name in rights.editable and field.editable,
        is_asked=name in model.kind.asks,
        help=str(field.help_text),
    )


def carried_currencies(model: type[Record]) -> frozenset[str]:
    """The currency fields that are shown and edited with their amounts, not by themselves."""
    return frozenset(model.kind.money.values())


def plain_field(model: type[Record], name: str) -> models.Field:
    """The column field of this name."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field

"""What of a record is searched: its title, the fields its kind names, and the company's own texts and choices."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import strip_tags

from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType

CUSTOM = "custom."
TITLE, NAME, TEXT = 3, 2, 1


@dataclass(frozen=True)
class Content:
    """The text of one field; `weight` says whether it is the title, a name or a longer text."""

    field: str
    weight: int
    text: str


class OwnFields:
    """The company's own fields, read once: searched are texts and choices that are not sensitive."""

    def __init__(self) -> None:
        self.searched: dict[str, list[str]] = defaultdict(list)
        self.hidden: dict[str, set[str]] = defaultdict(set)
        for field in CustomField.objects.order_by("id"):
            if field.is_sensitive:
                self.hidden[field.kind_key].add(field.key)
            elif field.type in (CustomFieldType.TEXT, CustomFieldType.CHOICE):
                self.searched[field.kind_key].append(field.key)


def own_field_names(*, kind: Kind, own: OwnFields) -> set[str]:
    """The names of the company's own fields under which words of this kind may have been indexed, sensitive or not."""
    return {CUSTOM + key for key in [*own.searched[kind.key], *own.hidden[kind.key]]}


def searched_fields(kind: Kind) -> list[str]:
    """The names of the fields of the kind that are searched, its title first; none if it names none."""
    model = model_of(kind.key)
    names = [name for name in dict.fromkeys((kind.title, *kind.search)) if name not in kind.sensitive]
    return [name for name in names if not model._meta.get_field(name).is_relation] if kind.search else []


def contents(record: Record, *, own: OwnFields) -> Iterator[Content]:
    """The searched texts of a record."""
    for name in searched_fields(record.kind):
        field: Any = record._meta.get_field(name)
        value = getattr(record, name)
        if value not in (None, ""):
            text = str(dict(field.flatchoices).get(value, value))
            yield Content(name, _weight(record.kind, field), _plain(text))
    for key in own.searched[record.kind.key]:
        value = record.custom.get(key)
        if value not in (None, ""):
            yield Content(CUSTOM + key, TEXT, str(value))


def _weight(kind: Kind, field: models.Field[Any, Any]) -> int:
    if field.name == kind.title:
        return TITLE
    return TEXT if isinstance(field, models.TextField) else NAME


def _plain(text: str) -> str:
    """The text without the marks of HTML, in which notes are kept."""
    return html.unescape(strip_tags(text.replace("<", " <"))) if "<" in text else text

"""Records that are parts of records of their own kind: walked in one recursive question, kept free of circles."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL


class ParentField(models.ForeignKey):
    """A link to another record of the same kind; validation refuses one that would close a circle."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value is None or model_instance is None or model_instance.pk is None:
            return
        if is_at_or_above(record=model_instance, link=self.name, other_id=value):
            raise ValidationError("This would make it a part of itself; choose another.", code="circle")


def below(*, record: models.Model, link: str) -> models.QuerySet:
    """The live records under this one, at any depth, without itself. `link` names the field that points upwards."""
    return _walk(record=record, link=link, downwards=True)


def above(*, record: models.Model, link: str) -> models.QuerySet:
    """The live records over this one, at any height, without itself."""
    return _walk(record=record, link=link, downwards=False)


def is_at_or_above(*, record: models.Model, link: str, other_id: int) -> bool:
    """Whether `record` is the record with `other_id`, or lies over it: then it may not become a part of it."""
    if record.pk == other_id:
        return True
    return bool(_walk(record=record, link=link, downwards=True, live=False).filter(pk=other_id).exists())


def _walk(*, record: models.Model, link: str, downwards: bool, live: bool = True) -> models.QuerySet:
    """Asks with UNION, which drops what it has seen, so that even a circle (made by a merge) comes to an end."""
    model = type(record)
    table, column = model._meta.db_table, model._meta.get_field(link).column  # type: ignore[union-attr]
    step = (
        f'SELECT t.id FROM "{table}" t JOIN tree ON t."{column}" = tree.id'
        if downwards
        else f'SELECT t."{column}" FROM "{table}" t JOIN tree ON t.id = tree.id WHERE t."{column}" IS NOT NULL'
    )
    # The names come from the model's own declaration, never from a person; the start is a parameter.
    start = f'SELECT id FROM "{table}" WHERE id = %s'
    ids = RawSQL(f"WITH RECURSIVE tree(id) AS ({start} UNION {step}) SELECT id FROM tree", [record.pk])  # noqa: S611
    manager: Any = model.objects if live else model.everything  # type: ignore[attr-defined]
    found: models.QuerySet = manager.filter(pk__in=ids).exclude(pk=record.pk)
    return found

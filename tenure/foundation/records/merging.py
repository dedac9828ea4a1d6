"""Two records that are one customer or one person: merged into the one that stays, and parted again."""

from __future__ import annotations

from typing import Any

from django.db import models

from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.pointers import AboutRecord, repoint
from tenure.foundation.records.recording import holding, under_way
from tenure.foundation.records.reverting import Reverted, revert
from tenure.foundation.records.trees import ParentField, is_at_or_above
from tenure.foundation.records.versions.table import Operation


class CannotMergeError(ValueError):
    """These two records cannot be merged."""


def merge(*, keep: Record, other: Record) -> Record:
    """Merges `other` into `keep`: all that points to `other` points to `keep`, empty fields of `keep` are filled.

    What would then stand twice (both on one target list) is taken out of use once. `other` is taken out of use with
    `merged_into` naming `keep`. Raises `CannotMergeError`.
    """
    _check(keep, other)
    with holding(operation=Operation.MERGE, effective_at=None):
        _take_place(keep, other)
        for model in record_models():
            for field in _links_to(model, type(keep)):
                _take_out_doubles(model, field.name, keep, other)
                pointing = model.everything.filter(**{field.name: other})
                own = [keep.pk, other.pk] if model is type(keep) else []
                pointing.exclude(pk__in=own).update(**{field.name: keep})
            if issubclass(model, AboutRecord):
                repoint(old=other, new=keep, model=model)
        ExternalId.objects.filter(kind_key=keep.kind.key, target_id=other.pk).update(target_id=keep.pk)
        _fill(keep, other)
        _retire(other, merged_into=keep)
    return keep


def unmerge(*, record: Record) -> Reverted:
    """Parts a merged record again: what the merge moved goes back, unless it has been changed since.

    Raises `CannotMergeError` if the record was not merged.
    """
    merged = record.versions_model._default_manager.filter(record_id=record.pk, operation=Operation.MERGE)
    last = merged.select_related("change").order_by("-version_id").first()
    if last is None or getattr(record, "merged_into_id", None) is None:
        raise CannotMergeError(f"{record} was not merged into another record.")
    return revert(change=last.change, operation=Operation.UNMERGE, keep_later_edits=True)


def _check(keep: Record, other: Record) -> None:
    if type(keep) is not type(other) or not hasattr(keep, "merged_into_id"):
        raise CannotMergeError(f"A {keep.kind.label} and a {other.kind.label} cannot be merged.")
    if keep.pk == other.pk:
        raise CannotMergeError("A record cannot be merged into itself.")
    if keep.deleted_at or other.deleted_at:
        raise CannotMergeError("A deleted or merged record cannot be merged; bring it back first.")


def _take_place(keep: Record, other: Record) -> None:
    """Where `keep` lies under `other`, it takes the place of `other`, so that no circle closes."""
    for field in _links_to(type(keep), type(keep)):
        if isinstance(field, ParentField) and is_at_or_above(record=other, link=field.name, other_id=keep.pk):
            place = getattr(other, field.attname)
            type(keep).everything.filter(pk=keep.pk).update(**{field.attname: place})
            setattr(keep, field.attname, place)


def _take_out_doubles(model: type[Record], link: str, keep: Record, other: Record) -> None:
    """Takes out of use what would stand twice once it points to `keep`: one place on a list is enough."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or link not in constraint.fields:
            continue
        live = model.objects.filter(constraint.condition or models.Q())
        same = {name: models.OuterRef(name) for name in constraint.fields if name != link}
        doubles = live.filter(models.Exists(live.filter(**{link: keep}, **same)), **{link: other})
        doubles.update(deleted_at=under_way().change.recorded_at)


def _retire(other: Any, *, merged_into: Record) -> None:
    other.merged_into = merged_into
    other.deleted_at = under_way().change.recorded_at
    other.save(update_fields=["merged_into", "deleted_at"])


def _links_to(model: type[models.Model], target: type[models.Model]) -> list[Any]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is target and field.name != "merged_into"
    ]


def _fill(keep: Record, other: Record) -> None:
    filled = []
    for field in keep._meta.local_concrete_fields:
        if field.primary_key or field.unique or field.name in ("merged_into", "deleted_at", "custom"):
            continue
        value = getattr(other, field.attname)
        if getattr(keep, field.attname) in (None, "") and value not in (None, "", keep.pk):
            setattr(keep, field.attname, value)
            filled.append(field.name)
    keep.custom = {**other.custom, **keep.custom}
    keep.save(update_fields=[*filled, "custom"])

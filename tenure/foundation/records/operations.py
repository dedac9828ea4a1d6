"""What may be done to any record: create, change, correct, delete, undelete, restore. All inside `recording`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db import models
from django.db.models import ForeignKey

from tenure.foundation.records.custom_values import checked_custom
from tenure.foundation.records.kinds import implied_by
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.numbering import give_number, keep_number, number_of, refuse_gap
from tenure.foundation.records.recording import holding, mark_version_written, under_way
from tenure.foundation.records.timeline import Rewrite, believed, carried_forward, values_of
from tenure.foundation.records.versions.columns import own_dates
from tenure.foundation.records.versions.table import Operation, Version

AnyRecord = TypeVar("AnyRecord", bound=Record)


class FutureChangeError(ValueError):
    """A change was to hold from a day that has not come."""


class UnknownFieldError(ValueError):
    """A value was given for a field that the kind does not have."""


def create(
    *,
    model: type[AnyRecord],
    values: Mapping[str, Any],
    custom: Mapping[str, Any] | None = None,
    external_ids: Mapping[str, str] | None = None,
    since: datetime | None = None,
) -> AnyRecord:
    """Writes a new record; its first version holds from its birth, else from `since`, else from now. `external_ids`
    maps source to id.

    Raises `ValidationError` with a message per field, `UnknownFieldError`.
    """
    record = model(**_by_attribute(model, values))
    _imply(record)
    record.custom = checked_custom(kind_key=model.kind.key, given=custom or {}, present={})
    record.full_clean()
    give_number(record)
    with holding(effective_at=birth(record) or since, operation=Operation.CREATE):
        record.save(force_insert=True)
        for source, external_id in (external_ids or {}).items():
            ExternalId.objects.create(
                kind_key=model.kind.key, target_id=record.pk, source=source, external_id=external_id
            )
    return record


def change(
    *,
    record: AnyRecord,
    values: Mapping[str, Any],
    custom: Mapping[str, Any] | None = None,
    effective_at: datetime | None = None,
) -> AnyRecord:
    """Writes values that are new: they hold from now, or from `effective_at`; what held before stays true of before.

    Raises `ValidationError`, `UnknownFieldError`, and `FutureChangeError` for an instant that has not come.
    """
    now = under_way().change.recorded_at
    patch = _patch(record, values, custom)
    if effective_at is None or effective_at == now:
        return _write(record, patch, operation=Operation.CHANGE, effective_at=None)
    if effective_at > now:
        raise FutureChangeError("A change can hold from today or from a past day. For a coming day, plan a task.")
    return _rewrite(record, patch, starting=effective_at, operation=Operation.CHANGE)


def correct(
    *, record: AnyRecord, values: Mapping[str, Any], version: Version, custom: Mapping[str, Any] | None = None
) -> AnyRecord:
    """Writes values that should have stood in `version` all along: they hold from where that version held.

    Raises `ValidationError`, `UnknownFieldError`.
    """
    patch = _patch(record, values, custom)
    return _rewrite(record, patch, starting=version.effective_at, operation=Operation.CORRECT)


def delete(*, record: AnyRecord) -> AnyRecord:
    """Takes a record and its parts (the lines of an invoice) out of use. It can be undone.

    Raises `NumberKeptError` for a record whose number may not be missing.
    """
    refuse_gap(record)
    now = under_way().change.recorded_at
    for part in _parts(record):
        delete(record=part)
    return _write(record, {"deleted_at": now}, operation=Operation.DELETE, effective_at=None)


def undelete(*, record: AnyRecord) -> AnyRecord:
    """Brings a deleted record back, and the parts that were deleted with it."""
    deleted_at = record.deleted_at
    for part in _parts(record, deleted_at=deleted_at):
        _write(part, {"deleted_at": None}, operation=Operation.RESTORE, effective_at=None)
    return _write(record, {"deleted_at": None}, operation=Operation.RESTORE, effective_at=None)


def restore(*, record: AnyRecord, version: Version) -> AnyRecord:
    """Gives a record the values of an earlier version, from now on.

    Raises `ValidationError` with a message per field for what no longer fits: a number that another record has now, a
    choice or a field of the company's own that is gone. Then nothing is written.
    """
    values = values_of(version)
    kept = {"public_id", "merged_into_id", "custom"}
    if record.kind.numbering is not None and number_of(record):
        kept.add(record.kind.numbering.field)
    patch = {name: value for name, value in values.items() if name not in kept}
    patch["custom"] = _custom_again(record, values["custom"] or {})
    for name, value in patch.items():
        setattr(record, name, value)
    record.full_clean()
    return _write(record, patch, operation=Operation.RESTORE, effective_at=None)


def _custom_again(record: Record, before: Mapping[str, Any]) -> dict[str, Any]:
    """An earlier version's values of the company's own fields, those that differ checked against what fits today."""
    keys = {*before, *record.custom}
    different = {key: before.get(key) for key in keys if before.get(key) != record.custom.get(key)}
    return checked_custom(kind_key=record.kind.key, given=different, present=record.custom)


def birth(record: Record) -> datetime | None:
    """The instant from which the record's first version holds: its kind's `born`, else the earliest date that it speaks
    of which is not to come; a day begins in the act's zone. None where it speaks of none: then from now."""
    born = None if record.kind.born is None else _instant(getattr(record, record.kind.born))
    if born is not None:
        return born
    spoken = (_instant(getattr(record, one.column)) for one in own_dates(type(record)))
    return min((one for one in spoken if one is not None and one <= under_way().change.recorded_at), default=None)


def _instant(value: date | datetime | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time.min, tzinfo=under_way().zone)


def _patch(record: Record, values: Mapping[str, Any], custom: Mapping[str, Any] | None) -> dict[str, Any]:
    patch = _by_attribute(type(record), values)
    if custom is not None:
        patch["custom"] = checked_custom(kind_key=record.kind.key, given=custom, present=record.custom)
    before = number_of(record)
    for name, value in patch.items():
        setattr(record, name, value)
    patch |= _imply(record)
    keep_number(record, before=before)
    record.full_clean()
    give_number(record)
    if record.kind.numbering is not None and number_of(record) != before:
        patch[record.kind.numbering.field] = None
    return {name: getattr(record, name) for name in patch}


def _imply(record: Record) -> dict[str, Any]:
    """Sets what follows from the record's values; gives what that changed."""
    given = {one.given: getattr(record, one.given) for one in record.kind.implied}
    different = {
        name: value
        for name, value in implied_by(kind=record.kind, values=given).items()
        if getattr(record, name) != value
    }
    for name, value in different.items():
        setattr(record, name, value)
    return different


def _by_attribute(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by attribute name, links as ids. Raises `UnknownFieldError`."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    by_attribute = {field.attname: field for field in fields.values()}
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = fields.get(name) or by_attribute.get(name)
        if field is None:
            raise UnknownFieldError(f"{model.__name__} has no field {name!r}.")
        is_link = isinstance(field, ForeignKey) and isinstance(value, models.Model)
        found[field.attname] = value.pk if is_link else value
    return found


def _write(
    record: AnyRecord, patch: Mapping[str, Any], *, operation: Operation, effective_at: datetime | None
) -> AnyRecord:
    for name, value in patch.items():
        setattr(record, name, value)
    names = {field.attname: field.name for field in record._meta.local_concrete_fields}
    with holding(operation=operation, effective_at=effective_at):
        record.save(update_fields=[names[name] for name in patch])
    return record


def _rewrite(record: AnyRecord, patch: Mapping[str, Any], *, starting: datetime, operation: Operation) -> AnyRecord:
    timeline = believed(record.versions_model._default_manager.filter(record_id=record.pk))
    *earlier, last = carried_forward(timeline, patch=patch, starting=starting)
    reaches_present = last.effective_at >= timeline[-1].effective_at
    for rewrite in earlier if reaches_present else [*earlier, last]:
        _insert_version(record, rewrite, operation=operation)
    if not reaches_present:
        record.refresh_from_db()
        return record
    return _write(record, last.values, operation=operation, effective_at=last.effective_at)


def _insert_version(record: Record, rewrite: Rewrite, *, operation: Operation) -> None:
    act = under_way()
    record.versions_model._default_manager.create(
        change_id=act.change.pk,
        record_id=record.pk,
        operation=operation,
        recorded_at=act.change.recorded_at,
        known_from=act.context.known_from or act.change.recorded_at,
        known_assumed=act.context.known_assumed,
        effective_at=rewrite.effective_at,
        **rewrite.values,
    )
    mark_version_written()


def _parts(record: Record, *, deleted_at: datetime | None = None) -> list[Record]:
    from tenure.foundation.records.kinds import record_models

    parts: list[Record] = []
    for model in record_models():
        link = model.kind.part_of
        if link and model._meta.get_field(link).related_model is type(record):
            parts += model.everything.filter(**{link: record, "deleted_at": deleted_at})
    return parts

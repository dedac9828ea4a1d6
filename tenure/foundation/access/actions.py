"""The authorised way to write records: the right is required, then the operation runs inside one recorded act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import CUSTOM, NotAllowedError, editable_fields, require
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.records import erasure, merging, operations
from tenure.foundation.records.bulk import change_rows
from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import recording
from tenure.foundation.records.reverting import Reverted
from tenure.foundation.records.timeline import values_of
from tenure.foundation.records.trees import ParentField
from tenure.foundation.records.versions.table import Version

AnyRecord = TypeVar("AnyRecord", bound=Record)


class BulkRefusedError(ValueError):
    """The database refused a value for at least one of many records; none was changed."""


def create_record(
    *,
    by: User,
    kind: Kind | str,
    values: Mapping[str, Any],
    path: str,
    now: datetime,
    custom: Mapping[str, Any] | None = None,
    external_ids: Mapping[str, str] | None = None,
    reason: str = "",
    batch: str = "",
) -> Record:
    """Writes a new record. Raises `NotAllowedError`, `ValidationError` with a message per field."""
    model = model_of(kind.key if isinstance(kind, Kind) else kind)
    _require_fields(by, "create", model.kind, values, custom)
    with _act(by, path, now, reason, batch):
        return operations.create(model=model, values=values, custom=custom, external_ids=external_ids)


def change_record(
    *,
    by: User,
    record: AnyRecord,
    values: Mapping[str, Any],
    path: str,
    now: datetime,
    custom: Mapping[str, Any] | None = None,
    effective_at: datetime | None = None,
    reason: str = "",
    batch: str = "",
) -> AnyRecord:
    """Writes values that are new, from now or from `effective_at` on. Raises `NotAllowedError`, `ValidationError`."""
    _require_fields(by, "change", record.kind, values, custom)
    with _act(by, path, now, reason, batch):
        return operations.change(record=record, values=values, custom=custom, effective_at=effective_at)


def correct_record(
    *,
    by: User,
    record: AnyRecord,
    values: Mapping[str, Any],
    version: Version,
    path: str,
    now: datetime,
    custom: Mapping[str, Any] | None = None,
    reason: str = "",
    batch: str = "",
) -> AnyRecord:
    """Writes what should have stood in the version all along. Raises `NotAllowedError`, `ValidationError`."""
    _require_fields(by, "change", record.kind, values, custom)
    _require_own(record, version)
    with _act(by, path, now, reason, batch):
        return operations.correct(record=record, values=values, version=version, custom=custom)


def delete_record(
    *, by: User, record: AnyRecord, path: str, now: datetime, reason: str = "", batch: str = ""
) -> AnyRecord:
    """Takes a record and its parts out of use; it can be undone. Raises `NotAllowedError`."""
    require(user=by, action="delete", kind=record.kind)
    with _act(by, path, now, reason, batch):
        return operations.delete(record=record)


def undelete_record(
    *, by: User, record: AnyRecord, path: str, now: datetime, reason: str = "", batch: str = ""
) -> AnyRecord:
    """Brings a deleted record and the parts deleted with it back. Raises `NotAllowedError`."""
    require(user=by, action="delete", kind=record.kind)
    with _act(by, path, now, reason, batch):
        return operations.undelete(record=record)


def restore_record(
    *, by: User, record: AnyRecord, version: Version, path: str, now: datetime, reason: str = "", batch: str = ""
) -> AnyRecord:
    """Gives a record an earlier version's values from now on.

    Raises `NotAllowedError`, also where a field that would change is not the user's to write.
    """
    _require_own(record, version)
    values, custom = _restored(record, version)
    _require_fields(by, "change", record.kind, values, custom)
    if getattr(version, "deleted_at", None) != record.deleted_at:
        require(user=by, action="delete", kind=record.kind)
    with _act(by, path, now, reason, batch):
        return operations.restore(record=record, version=version)


def bulk_change_records(
    *,
    by: User,
    kind: Kind | str,
    ids: Sequence[int],
    values: Mapping[str, Any],
    path: str,
    now: datetime,
    custom: Mapping[str, Any] | None = None,
    reason: str = "",
    batch: str = "",
) -> int:
    """Gives the same values to many records in use, all or none; gives the number that really changed.

    Raises `NotAllowedError`, `ValidationError` with a message per field, `BulkRefusedError`.
    """
    model = model_of(kind.key if isinstance(kind, Kind) else kind)
    require(user=by, action="bulk", kind=model.kind)
    _require_fields(by, "change", model.kind, values, custom)
    live = list(model.objects.filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))
    with _act(by, path, now, reason, batch):
        if custom is not None or _touches_number(model.kind, values) or _touches_tree(model, values):
            return _change_each(model, live, values, custom)
        try:
            return change_rows(model=model, ids=live, values=_cleaned(model, values)) if live else 0
        except IntegrityError as error:
            raise BulkRefusedError(
                f"These values do not fit at least one of the {len(live)} {model.kind.plural.lower()} ({error}); "
                "none was changed. Leave that record out, or change it by itself."
            ) from error


def merge_records(
    *, by: User, keep: AnyRecord, other: AnyRecord, path: str, now: datetime, reason: str = "", batch: str = ""
) -> AnyRecord:
    """Merges `other` into `keep`. Raises `NotAllowedError`, `CannotMergeError`."""
    require(user=by, action="merge", kind=keep.kind)
    with _act(by, path, now, reason, batch):
        merging.merge(keep=keep, other=other)
    return keep


def unmerge_record(
    *, by: User, record: Record, path: str, now: datetime, reason: str = "", batch: str = ""
) -> Reverted:
    """Parts a merged record again. Raises `NotAllowedError`, `CannotMergeError`."""
    require(user=by, action="merge", kind=record.kind)
    with _act(by, path, now, reason, batch):
        return merging.unmerge(record=record)


def erase_person(*, by: User, record: Record, path: str, now: datetime, reason: str, batch: str = "") -> None:
    """Overwrites what the record, its history and every copy tell of a person: lawful erasure, for administrators.

    Raises `NotAllowedError`, `NothingPersonalError`, and `ValidationError` without a reason.
    """
    require(user=by, action="erase", kind=record.kind)
    if not reason.strip():
        raise ValidationError({"reason": "Say why, for example: asked for by the person on 3 March 2026."})
    with _act(by, path, now, reason, batch):
        erasure.erase(record=record)


@contextmanager
def _act(by: User, path: str, now: datetime, reason: str, batch: str) -> Iterator[None]:
    with recording(actor=by, path=path, now=now, reason=reason, batch=batch, zone=company_zone()):
        yield


def _require_fields(
    by: User, action: str, kind: Kind, values: Mapping[str, Any], custom: Mapping[str, Any] | None
) -> None:
    require(user=by, action=action, kind=kind)
    names = {field.attname: field.name for field in model_of(kind.key)._meta.local_concrete_fields}
    wanted = {names.get(name, name) for name in values} | {CUSTOM + key for key in custom or {}}
    refused = _known(kind, wanted) - editable_fields(user=by, kind=kind)
    if refused:
        listed = ", ".join(sorted(refused))
        raise NotAllowedError(
            f"Your role does not let you write {listed} of {kind.plural.lower()}. Ask an administrator."
        )


def _known(kind: Kind, wanted: Iterable[str]) -> set[str]:
    """The fields that exist or are the company's own: what is no field at all is the operation's to refuse."""
    fields = {field.name for field in model_of(kind.key)._meta.local_concrete_fields}
    return {name for name in wanted if name in fields or name.startswith(CUSTOM)}


def _require_own(record: Record, version: Version) -> None:
    if not isinstance(version, record.versions_model) or version.record_id != record.pk:
        raise ValidationError(f"This is not a version of {record}.")


def _restored(record: Record, version: Version) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a restore would change: plain values and the company's own."""
    before = values_of(version)
    own_before, own_now = before.pop("custom") or {}, record.custom
    values = {
        name: value
        for name, value in before.items()
        if name not in ("public_id", "merged_into_id", "deleted_at") and value != getattr(record, name)
    }
    keys = {*own_before, *own_now}
    return values, {key: own_before.get(key) for key in keys if own_before.get(key) != own_now.get(key)}


def _touches_number(kind: Kind, values: Mapping[str, Any]) -> bool:
    """Whether these values may give records their numbers, which each takes for itself."""
    return kind.numbering is not None and not {kind.numbering.field, kind.stage}.isdisjoint(values)


def _touches_tree(model: type[Record], values: Mapping[str, Any]) -> bool:
    """Whether a link to the own kind is set: only record by record is it seen that none closes a circle."""
    links = [field for field in model._meta.local_concrete_fields if isinstance(field, ParentField)]
    return any({field.name, field.attname} & set(values) for field in links)


def _change_each(
    model: type[Record], ids: Sequence[int], values: Mapping[str, Any], custom: Mapping[str, Any] | None
) -> int:
    changed = 0
    for record in model.objects.filter(pk__in=ids).order_by("pk").iterator():
        before = {field.attname: getattr(record, field.attname) for field in record._meta.local_concrete_fields}
        operations.change(record=record, values=values, custom=custom)
        changed += any(getattr(record, name) != value for name, value in before.items())
    return changed


def _cleaned(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the database takes them, by attribute. Raises `ValidationError` with a message per field."""
    by_name: dict[str, models.Field] = {field.name: field for field in model._meta.local_concrete_fields}
    by_name.update({field.attname: field for field in model._meta.local_concrete_fields})
    cleaned, errors = {}, {}
    for name, given in values.items():
        field = by_name.get(name)
        if field is None:
            raise operations.UnknownFieldError(f"{model.__name__} has no field {name!r}.")
        value = given.pk if isinstance(given, models.Model) else given
        try:
            cleaned[field.attname] = value if field.blank and value in field.empty_values else field.clean(value, None)
        except ValidationError as error:
            errors[field.name] = error.messages
    if errors:
        raise ValidationError(errors)
    return cleaned

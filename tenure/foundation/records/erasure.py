"""Lawful erasure of a person: the one exception to history. Numbers stay; who it was does not."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models

from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType, ExternalId
from tenure.foundation.records.recording import holding, mark_version_written, under_way
from tenure.foundation.records.timeline import values_of
from tenure.foundation.records.versions.table import Operation

ERASED = "erased"


class NothingPersonalError(ValueError):
    """This kind of record holds nothing about a person."""


def erase(*, record: Record) -> None:
    """Overwrites the personal fields of the record and of each of its versions, its custom texts and its external ids.

    Every room that copies personal data (search, mail, files) takes part through a function `erase(record)` in its
    module `erasure.py`. Leaves a version with the operation *erase* under the act's change, which is the audited stub.
    Raises `NothingPersonalError`.
    """
    if not record.kind.personal:
        raise NothingPersonalError(f"{record.kind.label}: nothing in this kind of record tells of a person.")
    for room in _rooms():
        room(record)
    blanks = {name: _blank(record, name) for name in record.kind.personal}
    kept = _kept_custom(record)
    with holding(operation=Operation.ERASE, erasing=True):
        model = type(record)
        versions: Any = record.versions_model._default_manager
        versions.filter(record_id=record.pk).update(**blanks, custom=kept)
        names = ExternalId.objects.filter(kind_key=record.kind.key, target_id=record.pk)
        numbers = list(names.values_list("pk", flat=True))
        for number in numbers:
            blank = {"external_id": f"{ERASED}-{number}"}
            ExternalId.versions_model._default_manager.filter(record_id=number).update(**blank)
            ExternalId.objects.filter(pk=number).update(**blank)
        model.everything.filter(pk=record.pk).update(**blanks, custom=kept)
        _leave_stub(record)
    record.refresh_from_db()


def _leave_stub(record: Record) -> None:
    """A last version that says that, when and by whom the person was erased, even where nothing was left to blank."""
    versions: Any = record.versions_model._default_manager
    last = versions.filter(record_id=record.pk).select_related("change").order_by("-version_id")[0]
    act = under_way()
    if last.change_id == act.change.pk:
        return
    at = act.change.recorded_at
    head = {"recorded_at": at, "known_from": at, "effective_at": at}
    versions.create(change_id=act.change.pk, record_id=record.pk, operation=Operation.ERASE, **head, **values_of(last))
    mark_version_written()


def _blank(record: Record, name: str) -> Any:
    """What a personal field holds after an erasure: a word where it must hold something, else nothing."""
    field: models.Field = record._meta.get_field(name)  # type: ignore[assignment]
    if name == record.kind.title:
        return ERASED if not field.unique else f"{ERASED}-{record.pk}"
    if field.null:
        return None
    return f"{ERASED}-{record.pk}" if field.unique else ""


def _kept_custom(record: Record) -> dict[str, Any]:
    fields = CustomField.objects.filter(kind_key=record.kind.key)
    impersonal = {f.key for f in fields if f.type not in (CustomFieldType.TEXT, CustomFieldType.LINK)}
    return {key: value for key, value in record.custom.items() if key in impersonal}


def _rooms() -> list[Callable[[Record], None]]:
    """The functions `erase` of all rooms that have a module `erasure.py`, except this one."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.erasure"
        if config.name.startswith("tenure.") and name != __name__ and find_spec(name) is not None:
            found.append(import_module(name).erase)
    return found

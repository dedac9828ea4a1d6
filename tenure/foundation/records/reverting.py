"""Taking an act back, field by field: the ground of undo and unmerge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tenure.foundation.records.model import Record
from tenure.foundation.records.numbering import refuse_gap
from tenure.foundation.records.recording import holding, under_way
from tenure.foundation.records.timeline import values_of
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Change, Operation, Version


class EditedSinceError(RuntimeError):
    """An act cannot be taken back whole, because what it wrote has been changed since."""

    def __init__(self, edits: list[str]) -> None:
        self.edits = edits
        super().__init__(f"Changed since, so not undone: {'; '.join(edits)}. Undo those changes first, or keep them.")


@dataclass
class Reverted:
    """What taking an act back did: how many rows it set back, and what it left because it was changed since."""

    rows: int = 0
    left: list[str] = field(default_factory=list)


def revert(*, change: Change, operation: Operation = Operation.RESTORE, keep_later_edits: bool = False) -> Reverted:
    """Sets back every value that the change wrote and that still stands; what it created is deleted.

    Raises `EditedSinceError` naming what has been changed since, unless `keep_later_edits`: then those stay; and
    `NumberKeptError` where a number would go missing.
    """
    result = Reverted()
    plans = [plan for version in _written(change) if (plan := _plan(version, result)) is not None]
    if result.left and not keep_later_edits:
        raise EditedSinceError(result.left)
    with holding(operation=operation, effective_at=None):
        for row, patch in reversed(plans):
            _set_back(row, patch)
            result.rows += 1
    return result


def _written(change: Change) -> Iterator[Version]:
    for model in versioned_models():
        yield from model.versions_model._default_manager.filter(change=change).order_by("version_id")  # type: ignore[attr-defined]


def _plan(version: Version, result: Reverted) -> tuple[Any, dict[str, Any] | None] | None:
    """The row and the values to give back to it; no values: take the row away."""
    model: Any = version.record_model
    row = model._base_manager.filter(pk=version.record_id).first()
    before = _before(version)
    if row is None:
        return None
    if before is None:
        if type(version)._default_manager.filter(record_id=row.pk, version_id__gt=version.version_id).exists():
            result.left.append(f"{model._meta.verbose_name} {row}")
            return None
        return row, None
    written, earlier = values_of(version), values_of(before)
    patch: dict[str, Any] = {}
    for name, value in written.items():
        if value == earlier[name]:
            continue
        if getattr(row, name) == value:
            patch[name] = earlier[name]
        elif getattr(row, name) != earlier[name]:
            result.left.append(f"{model._meta.verbose_name} {row}: {name}")
    return (row, patch) if patch else None


def _before(version: Version) -> Version | None:
    earlier = type(version)._default_manager.filter(record_id=version.record_id, version_id__lt=version.version_id)
    return earlier.exclude(change_id=version.change_id).order_by("-version_id").first()


def _set_back(row: Any, patch: dict[str, Any] | None) -> None:
    if patch is None and not isinstance(row, Record):
        row.delete()
        return
    if isinstance(row, Record) and _takes_number(row, patch):
        refuse_gap(row)
    if patch is None:
        patch = {"deleted_at": under_way().change.recorded_at}
    names = {field.attname: field.name for field in row._meta.local_concrete_fields}
    for name, value in patch.items():
        setattr(row, name, value)
    row.save(update_fields=[names[name] for name in patch])


def _takes_number(row: Record, patch: dict[str, Any] | None) -> bool:
    return patch is None or (row.kind.numbering is not None and row.kind.numbering.field in patch)

"""Taking an import back: what it created goes, what it changed gets its old values; later edits are named first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from tenure.engine.lake.place import lake_folder
from tenure.engine.lake.usage import withdraw
from tenure.foundation.access.rights import require
from tenure.foundation.jobs.running import report
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.records.bulk import update_rows
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.numbering import refuse_gap
from tenure.foundation.records.recording import recording
from tenure.foundation.records.reverting import EditedSinceError
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Operation, value_fields
from tenure.interfaces.ingest.applying.batches import BatchStateError
from tenure.interfaces.ingest.applying.copies import drop_copies
from tenure.interfaces.ingest.applying.running import PATH
from tenure.interfaces.ingest.models import BatchState, ImportBatch, MergeProposal, ProposalState, RowDigest

AT_ONCE = 5_000
MOST_NAMED = 20
NEVER_BACK = frozenset({"public_id"})


@dataclass
class Undone:
    """What taking an import back did: rows removed, rows set back, and what was left because it was edited since."""

    removed: int = 0
    set_back: int = 0
    left: list[str] = field(default_factory=list)


@dataclass
class _Portion:
    """What is to be done to some rows of one table."""

    model: Any
    created: list[int] = field(default_factory=list)
    patches: dict[int, dict[str, Any]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def edits_since(*, batch: ImportBatch, named: int = MOST_NAMED) -> list[str]:
    """What has been edited since the import, so that taking it back would lose or contradict it; some by name.

    Says how far it is where it runs as a job: it goes over everything that the import wrote.
    """
    found: list[str] = []
    for portion in _portions(batch):
        found += portion.left
        if len(found) >= named:
            break
    return found[:named]


def undo(*, batch: ImportBatch, by: Any, now: datetime, keep_later_edits: bool = False) -> Undone:
    """Takes the import back in one act, exactly. Raises `EditedSinceError` naming what was edited since, unless
    `keep_later_edits`: then those records and fields stay; `NotAllowedError`; `BatchStateError`."""
    if batch.state not in (BatchState.DONE, BatchState.FAILED, BatchState.RUNNING):
        raise BatchStateError(
            f"The import {batch.key} is {batch.get_state_display().lower()}; there is nothing to undo."
        )
    result = Undone()
    reason = f"Import from {batch.source} undone"
    with recording(actor=by, path=PATH, now=now, reason=reason, batch=f"undo:{batch.key}", zone=company_zone()):
        portions = list(_portions(batch))
        result.left = [edit for portion in portions for edit in portion.left]
        if result.left and not keep_later_edits:
            shown = result.left[:MOST_NAMED]
            raise EditedSinceError([*shown, *(["…"] if len(result.left) > MOST_NAMED else [])])
        for portion in portions:
            _require_rights(by, portion)
        for place, portion in enumerate(reversed(portions)):
            report(done=place, total=len(portions), text=f"Undoing: {place:,} of {len(portions):,} portions")
            _take_back(portion, now, result)
        result.removed += withdraw(lake=lake_folder(), batch=batch.key)
        _forget(batch, by, now)
    drop_copies(batch_key=batch.key)
    return result


def _require_rights(by: Any, portion: _Portion) -> None:
    kind = getattr(portion.model, "kind", None)
    if kind is not None:
        require(user=by, action="bulk", kind=kind)
        if portion.created:
            require(user=by, action="delete", kind=kind)


def _portions(batch: ImportBatch) -> Iterator[_Portion]:
    """What is to be done, table by table, some thousand rows at a time."""
    written = [(model, ids) for model in versioned_models() if (ids := _written(model, batch))]
    total, seen = sum(len(ids) for _, ids in written), 0
    for model, ids in written:
        for place in range(0, len(ids), AT_ONCE):
            report(done=seen, total=total, text=f"Looking for later edits: {seen:,} of {total:,} rows")
            yield _portion(model, ids[place : place + AT_ONCE], batch)
            seen += len(ids[place : place + AT_ONCE])


def _written(model: Any, batch: ImportBatch) -> list[int]:
    written = model.versions_model._default_manager.filter(change__batch=batch.key)
    return list(written.values_list("record_id", flat=True).distinct().order_by("record_id"))


def _portion(model: Any, ids: Sequence[int], batch: ImportBatch) -> _Portion:
    versions = model.versions_model._default_manager
    portion = _Portion(model)
    lines: dict[int, list[tuple[int, bool]]] = {}
    rows = versions.filter(record_id__in=ids).order_by("version_id")
    for record_id, version_id, key in rows.values_list("record_id", "version_id", "change__batch"):
        lines.setdefault(record_id, []).append((version_id, key == batch.key))
    edited: list[int] = []
    pairs: dict[int, tuple[int, int]] = {}
    for record_id, line in lines.items():
        own = [place for place, (_, is_own) in enumerate(line) if is_own]
        if own[0] == 0:
            (portion.created if own[-1] == len(line) - 1 else edited).append(record_id)
        else:
            pairs[record_id] = (line[own[0] - 1][0], line[own[-1]][0])
    linked = _linked_since(model, portion.created, batch)
    portion.created = [number for number in portion.created if number not in linked]
    portion.left = [*_names(model, edited), *linked.values()]
    _compare(model, pairs, portion)
    return portion


def _linked_since(model: Any, created: Sequence[int], batch: ImportBatch) -> dict[int, str]:
    """Records that others, written since by hand, are linked to."""
    found: dict[int, str] = {}
    if not created or not issubclass(model, Record):
        return found
    for other in record_models():
        own = other.versions_model._default_manager.filter(change__batch=batch.key, operation="create")
        for link in other._meta.local_concrete_fields:
            if not isinstance(link, models.ForeignKey) or link.related_model is not model or link.name == "merged_into":
                continue
            since = other.objects.filter(**{f"{link.name}__in": created}).exclude(pk__in=own.values("record_id"))
            before = other.versions_model._default_manager.filter(change__batch=batch.key).values("record_id")
            for record in since.exclude(pk__in=before)[:MOST_NAMED]:
                target = getattr(record, link.attname)
                found.setdefault(target, f"{other.kind.label} {record} is linked to {_name(model, target)}")
    return found


def _compare(model: Any, pairs: dict[int, tuple[int, int]], portion: _Portion) -> None:
    """Field by field: what the import changed and still stands is set back; what was changed again is left."""
    if not pairs:
        return
    names = [one.attname for one in value_fields(model) if one.attname not in NEVER_BACK]
    wanted = {number for pair in pairs.values() for number in pair}
    versions = {
        row["version_id"]: row
        for row in model.versions_model._default_manager.filter(version_id__in=wanted).values("version_id", *names)
    }
    present = {row["pk"]: row for row in model._base_manager.filter(pk__in=pairs).values("pk", *names)}
    for record_id, (before_id, after_id) in pairs.items():
        row, before, after = present.get(record_id), versions[before_id], versions[after_id]
        for name in names:
            if row is None or before[name] == after[name] or row[name] == before[name]:
                continue
            if row[name] == after[name]:
                portion.patches.setdefault(record_id, {})[name] = before[name]
            else:
                portion.left.append(f"{_name(model, record_id)}: {name.removesuffix('_id')}")


def _take_back(portion: _Portion, now: datetime, result: Undone) -> None:
    model: Any = portion.model
    if portion.created and issubclass(model, Record):
        if model.kind.numbering is not None and model.kind.numbering.is_gap_free:
            for record in model.everything.filter(pk__in=portion.created):
                refuse_gap(record)
        rows = [(number, [now]) for number in portion.created]
        update_rows(model=model, fields=("deleted_at",), rows=rows, operation=Operation.RESTORE)
    elif portion.created:
        model._base_manager.filter(pk__in=portion.created).delete()
        if model is ExternalId:
            RowDigest.objects.filter(external__in=portion.created).delete()
    result.removed += len(portion.created) if issubclass(model, Record) else 0
    by_fields: dict[tuple[str, ...], list[tuple[int, list[Any]]]] = {}
    for record_id, patch in portion.patches.items():
        by_fields.setdefault(tuple(patch), []).append((record_id, list(patch.values())))
    for names, changes in by_fields.items():
        update_rows(model=model, fields=names, rows=changes, operation=Operation.RESTORE)
        result.set_back += len(changes)
    if portion.patches and issubclass(model, Record):
        named = ExternalId.objects.filter(kind_key=model.kind.key, target_id__in=list(portion.patches))
        RowDigest.objects.filter(external__in=named.values("pk")).delete()


def _forget(batch: ImportBatch, by: Any, now: datetime) -> None:
    MergeProposal.objects.filter(batch=batch.key, state=ProposalState.OPEN).delete()
    for name, value in {"state": BatchState.UNDONE, "undone_at": now}.items():
        setattr(batch, name, value)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, undone_at=now)


def _names(model: Any, ids: Sequence[int]) -> list[str]:
    shown = [_name(model, number) for number in ids[:MOST_NAMED]]
    rest = len(ids) - len(shown)
    return [*shown, *([f"{rest:,} more of the same kind"] if rest else [])]


def _name(model: Any, number: int) -> str:
    row = model._base_manager.filter(pk=number).first()
    label = model.kind.label if issubclass(model, Record) else str(model._meta.verbose_name).capitalize()
    return f"{label} {row or 'that was removed'}"

"""Keeping the index in step with the changes, whoever made them and by which path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import Change, CustomField
from tenure.foundation.records.recording import NotRecordingError, under_way
from tenure.foundation.search.indexing import chunks, hold_index, index_records
from tenure.foundation.search.models import SearchCursor, SearchEntry, SearchGram, SearchPosting, SearchWord
from tenure.foundation.search.snapshot import earliest_under_way

FEW_CHANGES = 500
FEW_RECORDS = 2_000


@dataclass(frozen=True)
class Tail:
    """Changes that the index does not have yet.

    `settled`: (transaction, change) in order, none of which can be preceded by a late one. `ahead`: changes of
    transactions that are over while an earlier one is still under way.
    """

    settled: list[tuple[int, int]]
    ahead: list[int]
    skipped: frozenset[int]

    def __len__(self) -> int:
        return len(self.settled) + len(self.ahead)

    def change_ids(self) -> list[int]:
        """The changes to index: without those of `settled` that were indexed ahead of their time."""
        return [number for _, number in self.settled if number not in self.skipped] + self.ahead


def catch_up(*, limit: int = FEW_CHANGES, most_records: int | None = None) -> int:
    """Indexes what the next changes touched; gives how many changes that was, 0 if the index has them all.

    With `most_records`, does nothing if they touched more records than that. What is interrupted is done again.
    """
    tail = _tail(limit)
    if not len(tail):
        return 0
    touched = _touched(tail.change_ids())
    if most_records is not None and sum(map(len, touched.values())) > most_records:
        return 0
    for model, ids in touched.items():
        index_records(model=model, ids=ids)
    _advance(tail)
    return len(tail)


def keep_up() -> None:
    """Indexes what was written a moment ago, before somebody searches; leaves more than a little to the job."""
    if len(_tail(FEW_CHANGES + 1)) <= FEW_CHANGES:
        catch_up(limit=FEW_CHANGES, most_records=FEW_RECORDS)


def rebuild() -> int:
    """Makes the whole index anew from the records; gives how many records it has."""
    with transaction.atomic():
        cursor = hold_index()
        for model in (SearchPosting, SearchGram, SearchEntry, SearchWord):
            model._default_manager.all().delete()
        cursor.transaction_id, cursor.change_id, cursor.ahead = 0, 0, []
        last = _settled(cursor, earliest_under_way()).order_by("-transaction_id", "-id").first()
        if last is not None:
            cursor.transaction_id, cursor.change_id = last.transaction_id, last.pk
        cursor.save()
    for kind in record_models():
        index_records(model=kind, ids=list(kind.objects.values_list("pk", flat=True)))
    return SearchEntry.objects.count()


def _tail(limit: int) -> Tail:
    cursor = SearchCursor.objects.first() or SearchCursor()
    earliest = earliest_under_way()
    if earliest is not None and cursor.transaction_id >= earliest:
        # The database was moved to another server, whose transactions count from another number.
        cursor = SearchCursor()
    settled = _settled(cursor, earliest).order_by("transaction_id", "id").values_list("transaction_id", "id")
    ahead: list[int] = []
    if earliest is not None:
        over = _finished_changes().filter(transaction_id__gte=earliest).exclude(pk__in=cursor.ahead)
        ahead = list(over.order_by("id").values_list("pk", flat=True)[:limit])
    return Tail(settled=list(settled[:limit]), ahead=ahead, skipped=frozenset(cursor.ahead))


def _settled(cursor: SearchCursor, earliest: int | None) -> QuerySet[Change]:
    """The changes after the cursor that no change committed late can precede."""
    if earliest is None:
        return _finished_changes().filter(pk__gt=cursor.change_id)
    after = Q(transaction_id__gt=cursor.transaction_id)
    after |= Q(transaction_id=cursor.transaction_id, pk__gt=cursor.change_id)
    return _finished_changes().filter(after, transaction_id__lt=earliest)


def _finished_changes() -> QuerySet[Change]:
    """All changes but the one that this process is still writing."""
    try:
        return Change.objects.exclude(pk=under_way().change.pk)
    except NotRecordingError:
        return Change.objects.all()


def _touched(change_ids: list[int]) -> dict[type[Record], set[int]]:
    """The records that these changes wrote, by model."""
    touched: dict[type[Record], set[int]] = {}
    for model in record_models():
        ids: set[int] = set()
        for some in chunks(change_ids):
            versions = model.versions_model._default_manager.filter(change_id__in=some)
            ids.update(versions.values_list("record_id", flat=True))
        ids |= _redefined(model, change_ids)
        if ids:
            touched[model] = ids
    return touched


def _redefined(model: type[Record], change_ids: list[int]) -> set[int]:
    """The records with a value in one of the company's own fields whose definition these changes wrote."""
    keys: set[str] = set()
    for some in chunks(change_ids):
        versions: QuerySet[Any] = CustomField.versions_model._default_manager.filter(change_id__in=some)
        versions = versions.filter(kind_key=model.kind.key)
        keys.update(versions.values_list("key", flat=True))
    return set(model.objects.filter(custom__has_any_keys=sorted(keys)).values_list("pk", flat=True)) if keys else set()


def _advance(tail: Tail) -> None:
    with transaction.atomic():
        cursor = hold_index()
        ahead = {*cursor.ahead, *tail.ahead} - {number for _, number in tail.settled}
        cursor.ahead = sorted(ahead)
        if tail.settled:
            cursor.transaction_id, cursor.change_id = tail.settled[-1]
        cursor.save()

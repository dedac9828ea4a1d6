"""What imports forget when a person is erased: the rows that told of them and could not be used."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tenure.engine.lake.forgetting import forget_users
from tenure.engine.lake.place import lake_folder
from tenure.foundation.records.erasure import ERASED
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.models import ImportBatch, RejectedRow

LEAST_LETTERS = 3


def erase(record: Record) -> None:
    """Blanks the rejected rows that hold the person's e-mail address, name or id in another system, and the samples.

    In the lake, usage by whoever goes by one of these is nobody's from then on; what was counted stays.
    """
    words = _words(record)
    if not words:
        return
    forget_users(lake=lake_folder(), users=frozenset(words), erased=ERASED)
    telling = Q()
    for word in words:
        telling |= Q(values__icontains=word) | Q(reason__icontains=word)
    rows = RejectedRow.objects.filter(telling)
    batches = set(rows.values_list("batch_id", flat=True))
    rows.update(values={}, reason=ERASED)
    names = ExternalId.versions_model._default_manager.filter(
        kind_key=record.kind.key,
        target_id=record.pk,  # type: ignore[misc]
    )
    keys = set(names.values_list("change__batch", flat=True))
    for batch in ImportBatch.objects.filter(Q(pk__in=batches) | Q(key__in=keys - {""})):
        batch.counts = _without_samples(batch.counts)
        batch.save(update_fields=["counts"])


def _words(record: Record) -> list[str]:
    names = [str(getattr(record, name, "") or "") for name in ("email", "name") if name in record.kind.personal]
    ids = ExternalId.objects.filter(kind_key=record.kind.key, target_id=record.pk)
    return [word for word in (*names, *ids.values_list("external_id", flat=True)) if len(word) >= LEAST_LETTERS]


def _without_samples(counts: dict[str, Any]) -> dict[str, Any]:
    targets = {key: {**tally, "samples": {}} for key, tally in counts.get("targets", {}).items()}
    return {**counts, "targets": targets}

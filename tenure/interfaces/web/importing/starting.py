"""From a draft to an import: the batch prepared and queued, in the name of whoever made the draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tenure.interfaces.ingest.applying.batches import prepare
from tenure.interfaces.ingest.jobs import enqueue_import
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.models import ImportBatch
from tenure.interfaces.web.importing.drafts import paths_of
from tenure.interfaces.web.models import ImportDraft


class StartedAlreadyError(ValueError):
    """The draft was run already, perhaps in another tab."""


def start(*, draft: ImportDraft, now: datetime) -> ImportBatch:
    """Prepares the import of the draft and queues it.

    Raises `StartedAlreadyError`, `MappingError`, `NotAllowedError`, `UnreadableFileError`.
    """
    with transaction.atomic():
        # Whoever sets the batch first starts it: pressing twice, in two tabs, imports once.
        if not ImportDraft.objects.filter(pk=draft.pk, batch="").update(batch="…"):
            raise StartedAlreadyError("This import was started already.")
        batch = prepare(mapping=read_mapping(draft.mapping), paths=paths_of(draft), by=draft.by, now=now)
        enqueue_import(batch=batch)
        ImportDraft.objects.filter(pk=draft.pk).update(batch=batch.key)
    return batch

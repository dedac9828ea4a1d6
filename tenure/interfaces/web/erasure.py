"""What pages forget when a person is erased: uploaded files that may tell of them and were not imported yet."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from tenure.foundation.records.model import Record
from tenure.interfaces.ingest.applying.copies import drop_copies
from tenure.interfaces.web.models import ImportDraft


def erase(record: Record) -> None:
    """Gives up the drafts of imports whose rows are of the person's kind, or of a kind that nobody has told yet."""
    drafts = [draft for draft in ImportDraft.objects.filter(batch="") if _may_tell(draft, record.kind.key)]
    ImportDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    for draft in drafts:
        transaction.on_commit(partial(drop_copies, batch_key=draft.key))


def _may_tell(draft: ImportDraft, kind: str) -> bool:
    tables: list[dict[str, Any]] = draft.found.get("tables", [])
    return not tables or any(table["kind"] in (kind, "") for table in tables) or f"kind: {kind}" in draft.mapping

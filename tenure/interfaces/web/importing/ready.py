"""Mappings that come with the product, offered where the files look like what they know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.interfaces.ingest.mapping.checking import tables_for
from tenure.interfaces.ingest.mapping.fitting import NothingFitsError
from tenure.interfaces.ingest.mapping.keeping import unmapped, with_unmapped
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.reading import Table
from tenure.interfaces.ingest.ready.shelf import fitting, ready_mappings
from tenure.interfaces.web.importing.told import seen_of
from tenure.interfaces.web.models import ImportDraft

READY = "ready"


def offers_for(*, tables: Sequence[Table]) -> list[dict[str, Any]]:
    """The mappings of which at least one target reads one of the tables, those that know most of them first."""
    found = []
    for ready in ready_mappings():
        try:
            fitted = fitting(name=ready.name, tables=tables)
        except NothingFitsError:
            continue
        found.append({"name": ready.name, "title": ready.title, "used": fitted.used, "unused": fitted.unused})
    return sorted(found, key=lambda offer: (-len(offer["used"]), offer["name"]))


def use_ready(*, draft: ImportDraft, name: str, tables: Sequence[Table], now: datetime) -> None:
    """Takes a mapping that comes with the product for the draft, cut to its tables.

    Raises `UnknownMappingError`, `NothingFitsError`.
    """
    fitted = fitting(name=name, tables=tables)
    mapping, left = fitted.mapping, unmapped(mapping=fitted.mapping, tables=tables)
    if may(user=draft.by, action=Action.CONFIGURE):
        mapping, _ = with_unmapped(mapping=mapping, tables=tables)
        told_of = [f"{name}: fields of your own are made of {', '.join(columns)}." for name, columns in left.items()]
    else:
        told_of = [f"{name}: not used are {', '.join(columns)}." for name, columns in left.items()]
    draft.mapping, draft.source = write_mapping(mapping), mapping.source
    seen = seen_of(draft)
    for told, table in zip(draft.found["tables"], seen, strict=True):
        reading = (target.kind for target in fitted.mapping.targets if table in tables_for(target, seen))
        told.update(kind=next(reading, ""), matches={}, problem="")
    left_out = [f"{table} is not used by this mapping." for table in fitted.unused]
    draft.found = {**draft.found, "origin": READY, "title": fitted.mapping.name or name}
    draft.found["notes"] = [*fitted.notes, *told_of, *left_out]
    draft.revision += 1
    draft.changed_at = now
    draft.save()

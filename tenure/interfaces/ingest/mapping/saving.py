"""The mapping that was last used for each source, so that its next file needs no questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.ingest.models import SavedMapping


def save_mapping(*, mapping: Mapping, by: Any, now: datetime) -> SavedMapping:
    """Keeps the mapping as the one of its source."""
    values = {"text": write_mapping(mapping), "saved_by": by, "saved_at": now}
    return SavedMapping.objects.update_or_create(source=mapping.source, defaults=values)[0]


class UnknownSourceError(LookupError):
    """Nothing was imported from this source yet."""


def kept_mapping(*, source: str) -> Mapping:
    """The mapping last used for the source. Raises `UnknownSourceError` with the known ones."""
    found = saved_mapping(source=source)
    if found is None:
        known = ", ".join(SavedMapping.objects.order_by("source").values_list("source", flat=True)) or "none"
        raise UnknownSourceError(f"Nothing was imported from {source} yet. Known sources: {known}.")
    return found


def saved_mapping(*, source: str) -> Mapping | None:
    """The mapping last used for the source, if there is one. Raises `MappingError` if it no longer can be read."""
    saved = SavedMapping.objects.filter(source=source).first()
    return None if saved is None else read_mapping(saved.text)

"""What the index forgets when a person is erased."""

from __future__ import annotations

from tenure.foundation.records.model import Record
from tenure.foundation.search.indexing import remove_records


def erase(record: Record) -> None:
    """Takes the record out of the index, with the words that stood nowhere else; what is left of it comes back."""
    remove_records(model=type(record), ids=[record.pk])

"""What people did by hand in the demo company, which the simulation leaves alone."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.foundation.organisation.demo import DEMO_PATH
from tenure.foundation.records.model import Record

ASK_AT_ONCE = 500


def touched_records(*, model: type[Record], ids: Sequence[int]) -> set[int]:
    """The ids of the records with a version that the simulation did not write."""
    touched: set[int] = set()
    for start in range(0, len(ids), ASK_AT_ONCE):
        versions = model.versions_model._default_manager.filter(record_id__in=ids[start : start + ASK_AT_ONCE])
        touched.update(versions.exclude(change__path=DEMO_PATH).values_list("record_id", flat=True))
    return touched

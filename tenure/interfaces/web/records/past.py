"""The record as it was at the end of a day: its values then, and what to say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.records.history import as_of, shown_as_of
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.fields import own_values


@dataclass(frozen=True)
class State:
    """The values of a record that a page shows. `is_there`: it existed then; `is_open`: they may be changed here."""

    values: Mapping[str, Any]
    is_there: bool
    is_open: bool
    was_deleted: bool = False


def present_state(record: Record) -> State:
    """The record as it is; a deleted one is not open to changes."""
    return State(own_values(record), is_there=True, is_open=record.deleted_at is None)


def past_state(record: Record, *, instant: datetime) -> State:
    """The record as it was at the instant, by all that is known today."""
    version = as_of(record=record, instant=instant)
    if version is None:
        return State({}, is_there=False, is_open=False)
    values = {**shown_as_of(version=version, instant=instant), "id": record.pk}
    deleted = values.get("deleted_at")
    return State(values, is_there=True, is_open=False, was_deleted=deleted is not None and deleted <= instant)

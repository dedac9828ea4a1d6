"""What each act of the audit wrote, as lines to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.foundation.records.acts import Written, written_by
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.web.addresses import record_url

NAMED = 5


@dataclass(frozen=True)
class Line:
    """One record that an act wrote, or the number of them where there are many."""

    operation: str
    kind: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Act:
    """One act with what it wrote."""

    change: Change
    lines: list[Line]


def acts_of(changes: Sequence[Change]) -> list[Act]:
    """The acts with what each wrote: record by record up to five, else by kind with their number."""
    written = written_by(change_ids=[change.pk for change in changes], named=NAMED)
    return [Act(change, [line for part in written[change.pk] for line in _lines(part)]) for change in changes]


def kind_word(model: Any, *, many: bool = False) -> str:
    """What a table's rows are called."""
    kind = getattr(model, "kind", None)
    if kind is not None:
        return kind.plural if many else kind.label
    return str(model._meta.verbose_name_plural if many else model._meta.verbose_name).capitalize()


def _lines(part: Written) -> list[Line]:
    if not part.rows:
        return [Line(part.operation.label, "", f"{part.count:,} {kind_word(part.model, many=part.count != 1).lower()}")]
    return [Line(part.operation.label, kind_word(part.model), str(row), _url(row)) for row in part.rows]


def _url(row: Any) -> str:
    is_in_use = hasattr(row, "kind") and row.deleted_at is None
    return record_url(row) if is_in_use else ""

"""What looks odd about a record, in words: told, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenure.foundation.records.model import Record
from tenure.foundation.records.quality import warnings_for


def warnings_about(record: Record, *, visible: frozenset[str], values: Mapping[str, Any] | None = None) -> list[str]:
    """One sentence for each quality rule that the record breaks, or would break with these values.

    Rules about fields that the reader may not see are left out.
    """
    rules = warnings_for(kind=record.kind.key, values=values or {}, record=record)
    return [f"{rule.title}: {rule.fix}" for rule in rules if visible.issuperset(rule.fields)]

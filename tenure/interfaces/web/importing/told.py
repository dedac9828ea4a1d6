"""What reading told of the tables that a target reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenure.interfaces.ingest.columns import EXTERNAL_ID, KNOWN_FROM
from tenure.interfaces.ingest.mapping.checking import tables_for
from tenure.interfaces.ingest.mapping.schema import Rule, Target
from tenure.interfaces.web.importing.editing import called
from tenure.interfaces.web.models import ImportDraft


@dataclass(frozen=True)
class _Seen:
    """A table as reading told of it: enough to find out which target reads it."""

    name: str
    columns: list[str]


def tables_told(draft: ImportDraft, target: Target) -> list[Any]:
    """What reading told of the tables that a target reads."""
    names = {table.name for table in tables_for(target, seen_of(draft))}
    return [one for one in draft.found.get("tables", []) if one["name"] in names]


def seen_of(draft: ImportDraft) -> list[Any]:
    """The tables of a draft by name and columns, in their order."""
    return [_Seen(one["name"], [column["name"] for column in one["columns"]]) for one in draft.found.get("tables", [])]


def told_of(draft: ImportDraft, target: Target) -> Any:
    """What reading told of the first table of a target; None where there is none."""
    return next(iter(tables_told(draft, target)), None)


def rules_of(target: Target) -> Iterator[tuple[str, Rule]]:
    """The rules of a target that read cells, by the field that they fill."""
    yield from target.fields.items()
    if target.known_from is not None:
        yield KNOWN_FROM, target.known_from


def fields_from(target: Target, column: str) -> list[str]:
    """The fields that a column fills by itself."""
    calls = called(target, column)
    names = [name for name, rule in target.fields.items() if rule.column in calls]
    if target.id is not None and target.id.column in calls:
        names.insert(0, EXTERNAL_ID)
    if target.known_from is not None and target.known_from.column in calls:
        names.append(KNOWN_FROM)
    return names

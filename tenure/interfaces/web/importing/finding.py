"""Reading the files of a draft: their tables, what the rows are, and a first mapping to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from tenure.foundation.access.rights import NotAllowedError, may
from tenure.foundation.access.roles import Action
from tenure.foundation.jobs.running import report
from tenure.interfaces.ingest.columns import Choice, ColumnProfile, ColumnType, DateOrder, NumberStyle, Question, Topic
from tenure.interfaces.ingest.columns import describe as describe_columns
from tenure.interfaces.ingest.mapping.checking import check, tables_for
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.kind_of_rows import NoKindFoundError
from tenure.interfaces.ingest.mapping.ordering import in_order
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.mapping.saving import saved_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping, OwnField
from tenure.interfaces.ingest.mapping.suggesting import Suggestion, source_of, suggest_mapping
from tenure.interfaces.ingest.mapping.usage_guessing import NoUsageError
from tenure.interfaces.ingest.reading import Table, UnreadableFileError, open_tables
from tenure.interfaces.web.importing.drafts import paths_of
from tenure.interfaces.web.importing.ready import offers_for
from tenure.interfaces.web.models import ImportDraft

MOST_VALUES = 60
# Values that a field does not know stand beside their column, with a menu.
SHOWN_BESIDE = "say under `values`"
KEPT, WORKED_OUT = "kept", "worked_out"


def tables_of(draft: ImportDraft) -> list[Table]:
    """The tables of the draft's files. Raises `UnreadableFileError`."""
    return [table for path in paths_of(draft) for table in open_tables(path)]


def read_files(*, draft: ImportDraft, now: datetime) -> None:
    """Finds out what is in the files and keeps it with a first mapping; a file that cannot be read is told of."""
    tables: list[Table] = []
    told: list[dict[str, Any]] = []
    errors: list[str] = []
    for path in paths_of(draft):
        try:
            found = open_tables(path)
        except UnreadableFileError as error:
            errors.append(str(error))
            continue
        tables += found
        told += [{"file": path.name} for _ in found]
    for place, table in enumerate(tables):
        report(done=place, total=len(tables), text=f"Looking at {table.name}")
        told[place] |= _told(table)
    draft.source = draft.source or source_of(tables)
    draft.found = {
        "tables": told,
        "errors": errors,
        "origin": WORKED_OUT,
        "notes": [],
        "ready": offers_for(tables=tables),
    }
    _map(draft, tables, _kept(draft, tables))
    draft.changed_at = now
    draft.save()


def map_anew(*, draft: ImportDraft, now: datetime) -> None:
    """Works the mapping out from the files, whatever was used last time."""
    draft.found["origin"] = WORKED_OUT
    _map(draft, tables_of(draft), None)
    draft.revision += 1
    draft.changed_at = now
    draft.save()


def _map(draft: ImportDraft, tables: Sequence[Table], kept: Mapping | None) -> None:
    if kept is not None:
        draft.found["origin"] = KEPT
        draft.mapping = write_mapping(kept)
        for table, told in zip(tables, draft.found["tables"], strict=True):
            told["kind"] = next((one.kind for one in kept.targets if table in tables_for(one, tables)), "")
        return
    suggestions = [_suggest(draft, table, told) for table, told in zip(tables, draft.found["tables"], strict=True)]
    usable = [found for found in suggestions if found is not None]
    told = {f"{one['name']}: {note}" for one in draft.found["tables"] for note in one["notes"]}
    notes = dict.fromkeys(note for found in usable for note in found.notes if note not in told)
    draft.found["notes"] = [note for note in notes if SHOWN_BESIDE not in note]
    write_whole(draft, [found.mapping for found in usable])


def write_whole(draft: ImportDraft, parts: Sequence[Mapping]) -> None:
    """Puts the mappings of single tables together as the draft's mapping; none leaves it empty."""
    if not parts:
        draft.mapping = ""
        return
    own: dict[tuple[str, str], OwnField] = {}
    for part in parts:
        for one in part.custom_fields:
            own.setdefault((one.kind, one.key), one)
    currency = next((part.currency for part in parts if part.currency), None)
    first = parts[0].model_copy(
        update={
            "name": draft.source,
            "source": draft.source,
            "currency": currency,
            "custom_fields": list(own.values()),
            "targets": in_order([target for part in parts for target in part.targets]),
        }
    )
    draft.mapping = write_mapping(first)


def map_again(*, draft: ImportDraft, table_name: str, kind: str, now: datetime) -> None:
    """What the rows of one table are, as a person says (none: leave it out); the mappings of other tables stay."""
    draft.kinds = {**draft.kinds, table_name: kind}
    tables = tables_of(draft)
    parts = [_without(read_mapping(draft.mapping), table_name, tables)] if draft.mapping else []
    for table, told in zip(tables, draft.found["tables"], strict=True):
        if table.name == table_name:
            found = _suggest(draft, table, told)
            parts += [found.mapping] if found is not None else []
    write_whole(draft, [part for part in parts if part is not None and part.targets])
    draft.revision += 1
    draft.changed_at = now
    draft.save()


def _without(mapping: Mapping, table_name: str, tables: Sequence[Table]) -> Mapping | None:
    targets = [one for one in mapping.targets if [table.name for table in tables_for(one, tables)] != [table_name]]
    if not targets:
        return None
    used = {(target.kind, name) for target in targets for name in target.fields}
    own = [one for one in mapping.custom_fields if (one.kind, f"custom.{one.key}") in used]
    return mapping.model_copy(update={"targets": targets, "custom_fields": own})


def _suggest(draft: ImportDraft, table: Table, told: dict[str, Any]) -> Suggestion | None:
    """The likeliest mapping of one table; kind and matches are noted beside its columns."""
    kind = draft.kinds.get(table.name)
    told.update(kind=kind or "", matches={}, problem="")
    if kind == "":
        return None
    keep = may(user=draft.by, action=Action.CONFIGURE)
    try:
        found = suggest_mapping([table], kind=kind, source=draft.source, keep_unmapped=keep)
    except NoKindFoundError:
        told["problem"] = "Nothing tells what these rows are. Say it, or leave the table out."
        return None
    except NoUsageError as error:
        told["problem"] = str(error)
        return None
    target = found.mapping.targets[0]
    told["kind"] = target.kind
    told["matches"] = {
        match.column: {
            "field": match.field,
            "confidence": match.confidence,
            "reason": match.reason,
            "others": list(match.alternatives),
        }
        for match in found.matches.get(table.name, ())
    }
    if len(draft.found["tables"]) > 1:
        named = [one.model_copy(update={"table": table.name}) for one in found.mapping.targets]
        return replace(found, mapping=found.mapping.model_copy(update={"targets": named}))
    return found


def _kept(draft: ImportDraft, tables: Sequence[Table]) -> Mapping | None:
    """The mapping that the source was last imported with, if it fits these tables and this person's rights."""
    if draft.kinds:
        return None
    try:
        mapping = saved_mapping(source=draft.source)
        if mapping is None:
            return None
        check(mapping=mapping, tables=tables, by=draft.by)
    except (MappingError, NotAllowedError):
        return None
    return mapping


def _told(table: Table) -> dict[str, Any]:
    profiles = describe_columns(table)
    return {
        "name": table.name,
        "rows": table.rows_estimate,
        "notes": table.notes.sentences(),
        "columns": [profile_as_json(profile) for profile in profiles],
        "kind": "",
        "matches": {},
        "problem": "",
    }


def profile_as_json(profile: ColumnProfile) -> dict[str, Any]:
    """What is kept of a column."""
    kept = asdict(profile)
    kept["values"] = kept["values"][:MOST_VALUES]
    return kept


def profile_from_json(kept: dict[str, Any]) -> ColumnProfile:
    """The column again."""
    questions = tuple(
        Question(one["column"], Topic(one["topic"]), one["text"], one["example"], _choices(one))
        for one in kept["questions"]
    )
    told = {
        **kept,
        "type": ColumnType(kept["type"]),
        "date_orders": tuple(DateOrder(one) for one in kept["date_orders"]),
        "number_styles": tuple(NumberStyle(one) for one in kept["number_styles"]),
        "values": tuple((value, count) for value, count in kept["values"]),
        "questions": questions,
    }
    for name in ("currencies", "empty_words", "examples", "misfits"):
        told[name] = tuple(kept[name])
    return ColumnProfile(**told)


def _choices(question: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(Choice(choice["value"], choice["reading"]) for choice in question["choices"])

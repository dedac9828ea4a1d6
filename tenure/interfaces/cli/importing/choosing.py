"""The mapping of an import on the command line: given, kept from last time, or worked out and asked about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tenure.foundation.records.kinds import UnknownKindError, model_of, record_models
from tenure.interfaces.cli.asking import asked
from tenure.interfaces.ingest.mapping.checking import check
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.keeping import unmapped, with_unmapped
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.mapping.saving import saved_mapping
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping
from tenure.interfaces.ingest.mapping.suggesting import OpenQuestion, Suggestion, answered, source_of, suggest_mapping
from tenure.interfaces.ingest.reading import Table
from tenure.interfaces.ingest.ready.shelf import fitting, looks_like

USAGE_WORDS = ("usage event", "usage events", "usage")


class OpenQuestionsError(ValueError):
    """Something about the files is open, and nobody is there to be asked."""


@dataclass(frozen=True)
class Chosen:
    """The mapping, where it came from, and what should be told about it."""

    mapping: Mapping
    origin: str
    notes: list[str] = field(default_factory=list)


def kind_called(word: str) -> str:
    """The key of the kind that a person calls so: by key, name or plural. Raises `UnknownKindError`."""
    wanted = word.strip().casefold().replace("-", " ").replace("_", " ")
    if wanted in USAGE_WORDS:
        return USAGE
    for model in record_models():
        names = (model.kind.key.replace("_", " "), model.kind.label.casefold(), model.kind.plural.casefold())
        if wanted in names:
            return model.kind.key
    try:
        return model_of(word).kind.key
    except UnknownKindError as error:
        raise UnknownKindError(str(error)) from None


def choose(
    *, tables: Sequence[Table], file: Path | None, kind: str | None, source: str | None, keep_unmapped: bool, by: Any
) -> Chosen:
    """The mapping to import with: a file, or the name of one that comes with the product, else worked out.

    Raises `MappingError`, `NoKindFoundError`, `OpenQuestionsError`, `NothingFitsError`, `UnknownMappingError`.
    """
    given = _given(tables, file, source) if file is not None else _kept(tables, source, kind, by)
    if given is not None:
        return _keeping(given, tables, keep_unmapped)
    suggestion = suggest_mapping(tables, kind=kind, source=source, keep_unmapped=keep_unmapped)
    suggestion = _all_answered(suggestion)
    alike = looks_like(tables=tables)
    if kind is None and len(alike) == 1 and _knows_more(alike[0].name, tables, suggestion):
        return _keeping(_ready_made(tables, alike[0].name, source), tables, keep_unmapped)
    left = [
        f"{name}: no field takes {', '.join(columns)} (--keep-unmapped makes fields of your own of them)."
        for name, columns in suggestion.unmapped.items()
    ]
    known = [f"This looks like {one.title}: --mapping {one.name} knows its columns and rules." for one in alike]
    return Chosen(suggestion.mapping, "worked out from the files", [*known, *suggestion.notes, *left])


def _knows_more(name: str, tables: Sequence[Table], suggestion: Suggestion) -> bool:
    """Whether a mapping that comes with the product takes more of the columns than what was worked out."""
    fitted = fitting(name=name, tables=tables)
    left = unmapped(mapping=fitted.mapping, tables=tables)
    return not fitted.unused and sum(map(len, left.values())) < sum(map(len, suggestion.unmapped.values()))


def _given(tables: Sequence[Table], file: Path, source: str | None) -> Chosen:
    if not file.exists():
        return _ready_made(tables, str(file), source)
    mapping = read_mapping(file.read_text(encoding="utf-8-sig"))
    return Chosen(mapping if source is None else mapping.model_copy(update={"source": source}), f"from {file}")


def _keeping(chosen: Chosen, tables: Sequence[Table], keep_unmapped: bool) -> Chosen:
    """With what the mapping does not speak of kept as fields of the company's own, or named."""
    if not keep_unmapped:
        left = unmapped(mapping=chosen.mapping, tables=tables)
        notes = [
            f"{name}: the mapping does not use {', '.join(columns)} (--keep-unmapped makes fields of your own of them)."
            for name, columns in left.items()
        ]
        return replace(chosen, notes=[*chosen.notes, *notes])
    mapping, questions = with_unmapped(mapping=chosen.mapping, tables=tables)
    suggestion = Suggestion(mapping=mapping, matches={}, questions=questions, unmapped={})
    return replace(chosen, mapping=_all_answered(suggestion).mapping)


def _all_answered(suggestion: Suggestion) -> Suggestion:
    while suggestion.questions:
        question = suggestion.questions[0]
        suggestion = answered(suggestion, question=question, value=_answer(question, suggestion.questions))
    return suggestion


def _ready_made(tables: Sequence[Table], name: str, source: str | None) -> Chosen:
    """A mapping that comes with the product, cut to the files."""
    fitted = fitting(name=name, tables=tables)
    notes = list(fitted.notes)
    if fitted.unused:
        notes.append(f"Not used, since the mapping does not know them: {', '.join(fitted.unused)}.")
    mapping = fitted.mapping if source is None else fitted.mapping.model_copy(update={"source": source})
    return Chosen(mapping, f"{name}, which comes with Tenure", notes)


def _kept(tables: Sequence[Table], source: str | None, kind: str | None, by: Any) -> Chosen | None:
    """The mapping that the source was last imported with, if it fits these tables."""
    try:
        mapping = saved_mapping(source=source or source_of(tables))
        if mapping is None or (kind is not None and {target.kind for target in mapping.targets} != {kind}):
            return None
        check(mapping=mapping, tables=tables, by=by)
    except MappingError:
        return None
    return Chosen(mapping, f"kept from the last import of {mapping.source}")


def _answer(open_question: OpenQuestion, all_open: Sequence[OpenQuestion]) -> str:
    question = open_question.question
    values = [choice.value for choice in question.choices]
    if not sys.stdin.isatty():
        told = " ".join(_with_choices(one) for one in all_open)
        raise OpenQuestionsError(
            f"{told} Say it in a mapping: `tenure import mapping suggest FILE > map.yaml`, then --map map.yaml."
        )
    lines = "; ".join(f"{place}: {choice.value} ({choice.reading})" for place, choice in enumerate(question.choices, 1))
    while True:
        given = asked(given=None, question=f"{question.text} {lines}", option="--map")
        if given.isdigit() and 1 <= int(given) <= len(values):
            return values[int(given) - 1]
        if given in values:
            return given


def _with_choices(one: OpenQuestion) -> str:
    readings = [f"{choice.value}: {choice.reading}" for choice in one.question.choices]
    return f"{one.question.text} ({' or '.join(readings)})"

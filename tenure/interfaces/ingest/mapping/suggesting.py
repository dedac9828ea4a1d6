"""A first mapping for tables that nobody has described: kinds and fields by their names and contents, and questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tenure.foundation.organisation.models import Company
from tenure.foundation.records.models import CustomFieldType
from tenure.interfaces.ingest.columns import KNOWN_FROM, DateOrder, Match, NumberStyle, Question, Topic
from tenure.interfaces.ingest.mapping.drafting import Draft
from tenure.interfaces.ingest.mapping.kind_of_rows import NoKindFoundError, kind_of
from tenure.interfaces.ingest.mapping.ordering import in_order, kind_order
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping
from tenure.interfaces.ingest.mapping.usage_guessing import usage_target
from tenure.interfaces.ingest.reading import Table

_DIGITS = re.compile(r"[-_ .]*\d[\d\-_ .T:]*")


@dataclass(frozen=True)
class OpenQuestion:
    """Something about one target that only a person can say; `answered` gives the mapping with an answer."""

    target: int
    field: str
    question: Question


@dataclass(frozen=True)
class Suggestion:
    """A mapping to begin with, how sure each column's field is, what is open, and the columns that no field takes."""

    mapping: Mapping
    matches: dict[str, list[Match]]
    questions: list[OpenQuestion]
    unmapped: dict[str, list[str]]
    notes: list[str] = field(default_factory=list)


def suggest_mapping(
    tables: Sequence[Table], *, kind: str | None = None, source: str | None = None, keep_unmapped: bool = False
) -> Suggestion:
    """What the tables most likely are. `kind` says what their rows are, where one knows; `keep_unmapped` makes fields
    of the company's own of the columns that no field takes. Raises `NoKindFoundError`, `UnknownKindError`,
    `NoUsageError`.
    """
    usage = {
        table.name: found
        for table in tables
        if kind in (None, USAGE) and (found := usage_target(table, is_given=kind == USAGE)) is not None
    }
    drafts, unclear = _drafts([table for table in tables if table.name not in usage], kind, keep_unmapped)
    if unclear and not (drafts or usage):
        raise unclear[0]
    order = kind_order()
    drafts.sort(key=lambda draft: order[draft.kind.key])
    notes = [note for draft in drafts for note in draft.notes]
    notes += [f"{error} It is left out." for error in unclear]
    currency = _currency(drafts, notes)
    mapping = Mapping(
        name=source or source_of(tables),
        source=source or source_of(tables),
        currency=currency,
        custom_fields=[own for draft in drafts for own in draft.own],
        targets=[
            *in_order([target for draft in drafts for target in draft.targets(len(tables) > 1)]),
            *(
                target.model_copy(update={"table": name if len(tables) > 1 else None})
                for name, (target, _) in usage.items()
            ),
        ],
    )
    questions = [
        OpenQuestion(place, name, question)
        for place, draft in enumerate(drafts)
        for name, question in draft.questions
        if question.topic is not Topic.CURRENCY
    ]
    return Suggestion(
        mapping=mapping,
        matches={draft.table.name: draft.matches for draft in drafts},
        questions=questions,
        unmapped={
            **{draft.table.name: draft.unmapped for draft in drafts if draft.unmapped},
            **{name: left for name, (_, left) in usage.items() if left},
        },
        notes=notes,
    )


def _drafts(
    tables: Sequence[Table], kind: str | None, keep_unmapped: bool
) -> tuple[list[Draft], list[NoKindFoundError]]:
    """A draft for each table of which it is clear what its rows are, and what is to be said of the others."""
    drafts, unclear = [], []
    for table in tables:
        try:
            drafts.append(Draft(table, kind_of(table, kind), keep_unmapped))
        except NoKindFoundError as error:
            unclear.append(error)
    return drafts, unclear


def answered(suggestion: Suggestion, *, question: OpenQuestion, value: str) -> Suggestion:
    """The suggestion with one question answered by the value of one of its choices."""
    setting = "dates" if question.question.topic is Topic.DATE_ORDER else "numbers"
    target = suggestion.mapping.targets[question.target]
    answer: Any = DateOrder(value) if setting == "dates" else NumberStyle(value)
    if question.field == KNOWN_FROM and target.known_from is not None:
        target = target.model_copy(update={"known_from": target.known_from.model_copy(update={setting: answer})})
    else:
        rule = target.fields[question.field].model_copy(update={setting: answer})
        target = target.model_copy(update={"fields": {**target.fields, question.field: rule}})
    targets = [target if place == question.target else one for place, one in enumerate(suggestion.mapping.targets)]
    mapping = suggestion.mapping.model_copy(update={"targets": targets})
    return replace(suggestion, mapping=mapping, questions=[one for one in suggestion.questions if one != question])


def source_of(tables: Sequence[Table]) -> str:
    """A name for the source of files that come without: of the first table, without dates and numbers."""
    bare = _DIGITS.sub("", tables[0].name).strip(" -_.").lower() if tables else ""
    return (bare or "import")[:60]


def _currency(drafts: Sequence[Draft], notes: list[str]) -> str | None:
    """The one currency that the files name, else the company's, where amounts come without one."""
    needing = [
        draft
        for draft in drafts
        if any(amount in draft.rules and currency not in draft.rules for amount, currency in draft.kind.money.items())
        or any(own.type is CustomFieldType.MONEY for own in draft.own)
    ]
    codes = {
        code
        for draft in needing
        for profile in draft.profiles.values()
        for code in profile.currencies
        if len(code) == 3 and code.isupper()
    }
    if len(codes) == 1:
        return codes.pop()
    own = Company.objects.values_list("currency", flat=True).first()
    if needing and own:
        notes.append(f"Amounts come without a currency and are taken as {own}, the company's.")
        return own
    return None

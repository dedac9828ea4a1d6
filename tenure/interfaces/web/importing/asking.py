"""What the files leave open: questions that only a person can answer, asked before anything is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import KNOWN_FROM, Question, Topic
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping, Rule, Target
from tenure.interfaces.web.importing.editing import called
from tenure.interfaces.web.importing.finding import profile_from_json
from tenure.interfaces.web.importing.told import rules_of, told_of
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.wording import exact_day


@dataclass(frozen=True)
class Asked:
    """A question that only a person can answer."""

    place: int
    field: str
    question: Question

    @property
    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Each answer: its value, what the example would then be, and how that reading is called."""
        for choice in self.question.choices:
            try:
                reading = exact_day(date.fromisoformat(choice.reading))
            except ValueError:
                reading = choice.reading
            told = choice.value if self.question.topic is Topic.DATE_ORDER else f"as in {choice.value}"
            yield choice.value, reading, told


def questions_of(*, draft: ImportDraft, mapping: Mapping) -> list[Asked]:
    """What is still open, in the order of the mapping: nothing is run before it is answered."""
    return [asked for place, target in enumerate(mapping.targets) for asked in _asked(draft, mapping, place, target)]


def _asked(draft: ImportDraft, mapping: Mapping, place: int, target: Target) -> Iterator[Asked]:
    told = told_of(draft, target)
    columns = {name: column for column in (told["columns"] if told else ()) for name in called(target, column["name"])}
    for name, rule in rules_of(target):
        column = columns.get(rule.column or "")
        for question in profile_from_json(column).questions if column else ():
            if _is_open(mapping, target.kind, name, rule, question.topic):
                yield Asked(place, name, question)


def _is_open(mapping: Mapping, kind: str, name: str, rule: Rule, topic: Topic) -> bool:
    sort = "" if kind == USAGE else _sort(kind, name, mapping)
    if topic is Topic.DATE_ORDER:
        return sort == "date" and rule.dates is None and mapping.dates is None
    if topic is Topic.NUMBER_STYLE:
        return sort in ("number", "amount") and rule.numbers is None
    return sort == "amount" and mapping.currency is None


def _sort(kind: str, name: str, mapping: Mapping) -> str:
    if name == KNOWN_FROM:
        return "date"
    if name.startswith(CUSTOM):
        key = name.removeprefix(CUSTOM)
        known: list[Any] = [*mapping.custom_fields, *custom_fields(kind_key=kind)]
        type_ = next((str(own.type) for own in known if own.key == key), "")
        return {"number": "number", "money": "amount", "date": "date"}.get(type_, "")
    one: Any = model_of(kind)._meta.get_field(name)
    if isinstance(one, AmountField):
        return "amount"
    if isinstance(one, models.DateField):
        return "date"
    return "number" if isinstance(one, models.DecimalField | models.IntegerField | models.FloatField) else ""

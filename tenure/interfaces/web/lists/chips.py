"""The parts of a list's filter in words that people read; the condition itself stands in the tooltip and the menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import And, Change, Comparison, Condition, Me, Not, Operator, Or, Percent, Today
from tenure.engine.conditions.writing import write
from tenure.foundation.access.rights import may
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.records.finding import named
from tenure.interfaces.web.records.names import name_for

WORDS = {
    Operator.EQUAL: "is",
    Operator.UNEQUAL: "is not",
    Operator.LESS: "below",
    Operator.AT_MOST: "at most",
    Operator.MORE: "above",
    Operator.AT_LEAST: "at least",
    Operator.IN: "is one of",
    Operator.NOT_IN: "is none of",
    Operator.BETWEEN: "between",
    Operator.NOT_BETWEEN: "not between",
    Operator.NOT_CONTAINS: "does not contain",
    Operator.NOT_STARTS: "does not start with",
    Operator.KNOWN: "is filled in",
    Operator.UNKNOWN: "is empty",
}
OF_DAYS = {
    Operator.LESS: "before",
    Operator.AT_MOST: "until",
    Operator.MORE: "after",
    Operator.AT_LEAST: "since",
}


@dataclass(frozen=True)
class Chip:
    """One part of the filter: as it is written, and in words."""

    part: str
    words: str


def chips_of(*, parts: list[str], fields: Mapping[str, ListField], user: Any) -> list[Chip]:
    """The parts of a condition with their words."""
    return [Chip(part, _words(read(part), fields, user)) for part in parts]


def _words(condition: Condition, fields: Mapping[str, ListField], user: Any) -> str:
    match condition:
        case Comparison():
            return _compared(condition, fields, user)
        case Or(parts) | And(parts):
            between = " or " if isinstance(condition, Or) else " and "
            return between.join(_words(part, fields, user) for part in parts)
        case Not() | Change():
            return write(condition)
    raise AssertionError("there is no other condition")


def _compared(comparison: Comparison, fields: Mapping[str, ListField], user: Any) -> str:
    field, operator = fields.get(comparison.field), comparison.operator
    if field is None:
        return write(comparison)
    is_of_days = any(isinstance(value, date | Today) for value in comparison.values)
    word = (OF_DAYS if is_of_days else {}).get(operator) or WORDS.get(operator, operator.value)
    values = [_value(value, field, user) for value in comparison.values]
    return f"{field.label} {word} {(' and ' if 'between' in word else ', ').join(values)}".strip()


def _value(value: Any, field: ListField, user: Any) -> str:
    match value:
        case Me():
            return "me"
        case Today(0):
            return "today"
        case Today(offset):
            days = "1 day" if abs(offset) == 1 else f"{abs(offset)} days"
            return f"{days} from now" if offset > 0 else f"{days} ago"
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value.day} {value:%b %Y}"
        case Decimal():
            return f"{value:,f}"
        case Percent(amount):
            return f"{amount:f}%"
    return _named(str(value), field, user)


def _named(text: str, field: ListField, user: Any) -> str:
    """The word for a stored choice, the name of a linked record; else the text itself."""
    if field.target is not None:
        if not may(user=user, action="view", kind=field.target.kind):
            return text
        record = named(field.target.objects.filter(public_id=text)).first()
        return name_for(record, user=user) if record is not None else text
    return next((label for choice, label in field.choices if choice.casefold() == text.casefold()), text)

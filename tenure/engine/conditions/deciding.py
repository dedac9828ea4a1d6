"""Whether a condition holds for one row: true, false, or unknown (None), and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tenure.engine.conditions.syntax import (
    OPPOSITE,
    And,
    Comparison,
    Condition,
    Me,
    Not,
    Operator,
    Or,
    Today,
    Value,
)
from tenure.engine.conditions.writing import write

_NEGATIVE = {
    Operator.UNEQUAL,
    Operator.NOT_IN,
    Operator.NOT_BETWEEN,
    Operator.NOT_CONTAINS,
    Operator.NOT_STARTS,
    Operator.UNKNOWN,
}


@dataclass(frozen=True)
class Clause:
    """One comparison of a condition: its text, the row's value, and what came of it."""

    text: str
    value: Any
    holds: bool | None


def decide(condition: Condition, *, row: Mapping[str, Any], today: date, me: Any = None) -> bool | None:
    """True, false, or None where what is unknown decides. `row` maps field to value, None for unknown."""
    match condition:
        case And(parts):
            answers = [decide(part, row=row, today=today, me=me) for part in parts]
            return False if False in answers else None if None in answers else True
        case Or(parts):
            answers = [decide(part, row=row, today=today, me=me) for part in parts]
            return True if True in answers else None if None in answers else False
        case Not(part):
            answer = decide(part, row=row, today=today, me=me)
            return None if answer is None else not answer
        case Comparison():
            return _compare(condition, row.get(condition.field), today, me)


def explain(condition: Condition, *, row: Mapping[str, Any], today: date, me: Any = None) -> list[Clause]:
    """Every comparison of the condition with the row's value and its own answer, in the order of the text."""
    match condition:
        case And(parts) | Or(parts):
            return [clause for part in parts for clause in explain(part, row=row, today=today, me=me)]
        case Not(part):
            return explain(part, row=row, today=today, me=me)
        case Comparison():
            value = row.get(condition.field)
            return [Clause(write(condition), value, _compare(condition, value, today, me))]


def plain_value(value: Value | float, *, today: date, me: Any = None) -> Any:
    """The value with `today` and `me` filled in, text folded for comparing."""
    match value:
        case Today(days):
            return today + timedelta(days=days)
        case Me():
            return me
        case str():
            return value.casefold()
        case float():
            return Decimal(repr(value))
        case _:
            return value


def _compare(comparison: Comparison, value: Any, today: date, me: Any) -> bool | None:
    operator = comparison.operator
    if operator in _NEGATIVE:
        opposite = Comparison(comparison.field, OPPOSITE[operator], comparison.values)
        answer = _compare(opposite, value, today, me)
        return None if answer is None else not answer
    if operator is Operator.KNOWN:
        return value is not None and value != ""
    if value is None or value == "":
        return None
    return _holds(
        operator, plain_value(value, today=today), [plain_value(v, today=today, me=me) for v in comparison.values]
    )


def _holds(operator: Operator, value: Any, against: list[Any]) -> bool:
    match operator:
        case Operator.EQUAL | Operator.IN:
            return value in against
        case Operator.LESS:
            return bool(value < against[0])
        case Operator.AT_MOST:
            return bool(value <= against[0])
        case Operator.MORE:
            return bool(value > against[0])
        case Operator.AT_LEAST:
            return bool(value >= against[0])
        case Operator.BETWEEN:
            return bool(against[0] <= value <= against[1])
        case Operator.CONTAINS:
            return against[0] in value
        case _:
            return bool(value.startswith(against[0]))

"""Holding a condition against the fields there are: names, types, values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tenure.engine.conditions.errors import ConditionError, closest
from tenure.engine.conditions.tree import (
    Clause,
    Comparison,
    Condition,
    Literal,
    Operator,
    TextMatch,
    clauses_of,
    literals_of,
)


class FieldType(StrEnum):
    """What a field holds. An instant is a date here: its day in the company's zone."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Checked:
    """A condition whose names and types are right, with the type of each field that it names."""

    condition: Condition
    types: Mapping[str, FieldType]


_WRITTEN_AS = {
    FieldType.TEXT: "a text in quotes",
    FieldType.NUMBER: "a number",
    FieldType.DATE: "a date such as 2026-03-01 or today - 30 days",
    FieldType.BOOLEAN: "true or false",
}
_ORDERED = frozenset({FieldType.NUMBER, FieldType.DATE, FieldType.TEXT})


def check(condition: Condition, fields: Mapping[str, FieldType]) -> Checked:
    """The condition with its types. Raises `ConditionError` for an unknown field or a value of another type."""
    types = {}
    for clause in clauses_of(condition):
        types[clause.name] = _check_clause(clause, fields)
    return Checked(condition=condition, types=types)


def _check_clause(clause: Clause, fields: Mapping[str, FieldType]) -> FieldType:
    type_ = fields.get(clause.name)
    if type_ is None:
        suggestion = closest(clause.name, fields)
        raise ConditionError(f"There is no field “{clause.name}”", position=clause.position, suggestion=suggestion)
    if isinstance(clause, TextMatch) and type_ is not FieldType.TEXT:
        raise ConditionError(
            f"“{clause.name}” is a {type_}; only a text {clause.matching} something", position=clause.position
        )
    for value, position in literals_of(clause):
        if type_of(value) is not type_:
            wanted = _WRITTEN_AS[type_]
            raise ConditionError(f"“{clause.name}” is a {type_}; compare it with {wanted}", position=position)
        if value == "":
            raise ConditionError("An empty text is unknown; write is unknown or is known", position=position)
    if isinstance(clause, Comparison) and type_ not in _ORDERED and clause.operator not in _EQUALITY:
        raise ConditionError(f"“{clause.name}” is true or false, not more or less", position=clause.position)
    return type_


_EQUALITY = (Operator.EQUAL, Operator.UNEQUAL)


def type_of(value: Literal) -> FieldType:
    """The type of field that a value can be compared with."""
    if isinstance(value, bool):
        return FieldType.BOOLEAN
    if isinstance(value, str):
        return FieldType.TEXT
    if isinstance(value, Decimal):
        return FieldType.NUMBER
    return FieldType.DATE

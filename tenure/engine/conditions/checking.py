"""Whether a condition makes sense for the fields there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from rapidfuzz import process

from tenure.engine.conditions.syntax import (
    And,
    Comparison,
    Condition,
    ConditionError,
    FieldType,
    Me,
    Not,
    Operator,
    Or,
    Today,
    Value,
)

_ORDERED = {Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.BETWEEN, Operator.NOT_BETWEEN}
_WORDED = {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS}
_TAKES: dict[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.NUMBER: (Decimal,),
    FieldType.DAY: (date, Today),
    FieldType.FLAG: (bool,),
    FieldType.LINK: (str, Me),
}
_EXAMPLE = {
    FieldType.TEXT: "'text in quotation marks'",
    FieldType.NUMBER: "a number such as 1200.50",
    FieldType.DAY: "a day such as 2026-03-01 or today - 30 days",
    FieldType.FLAG: "true or false",
    FieldType.LINK: "a name in quotation marks, or me",
}


def check(condition: Condition, *, fields: Mapping[str, FieldType]) -> Condition:
    """The condition itself, if every field is known and fits what it is compared with.

    Raises `ConditionError` with the place and, for a name that is nearly right, the right one.
    """
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                check(part, fields=fields)
        case Not(part):
            check(part, fields=fields)
        case Comparison():
            _check_one(condition, fields)
    return condition


def _check_one(comparison: Comparison, fields: Mapping[str, FieldType]) -> None:
    name, place = comparison.field, comparison.position
    if name not in fields:
        near = process.extractOne(name, list(fields), score_cutoff=60)
        hint = f"; did you mean “{near[0]}”?" if near else ""
        raise ConditionError(f"There is no field “{name}”{hint}", position=place)
    sort = fields[name]
    if comparison.operator in _ORDERED and sort not in (FieldType.NUMBER, FieldType.DAY):
        raise ConditionError(f"“{name}” cannot be put in order: it is no number and no day", position=place)
    if comparison.operator in _WORDED and sort not in (FieldType.TEXT, FieldType.LINK):
        raise ConditionError(f"“{name}” is no text; compare it with =, < or >", position=place)
    for value in comparison.values:
        if not _fits(value, sort):
            raise ConditionError(f"“{name}” is compared with {_EXAMPLE[sort]}", position=place)


def _fits(value: Value, sort: FieldType) -> bool:
    return isinstance(value, _TAKES[sort])

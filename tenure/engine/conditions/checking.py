"""Whether a condition makes sense for the fields there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz, process

from tenure.engine.conditions.choices import stored_choice
from tenure.engine.conditions.folding import fold
from tenure.engine.conditions.syntax import (
    NUMBERS,
    TEXTS,
    Change,
    Comparison,
    Condition,
    ConditionError,
    Field,
    Fields,
    FieldType,
    Me,
    Movement,
    Operator,
    Percent,
    Today,
    Value,
    clauses_of,
)
from tenure.engine.conditions.writing import write_value

MOST_CHOICES_TOLD = 12
_ORDERED = {Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.BETWEEN, Operator.NOT_BETWEEN}
_WORDED = {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS}
_TAKES: dict[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.NUMBER: (Decimal,),
    FieldType.MONEY: (Decimal,),
    FieldType.SHARE: (Decimal, Percent),
    FieldType.DAY: (date, Today),
    FieldType.INSTANT: (date, Today),
    FieldType.FLAG: (bool,),
    FieldType.LINK: (str, Me),
}
_EXAMPLE = {
    FieldType.TEXT: "'text in quotation marks'",
    FieldType.NUMBER: "a number such as 1200.50",
    FieldType.MONEY: "an amount such as 1200.50",
    FieldType.SHARE: "a share such as 25% or 0.25",
    FieldType.DAY: "a day such as 2026-03-01 or today - 30 days",
    FieldType.INSTANT: "a day such as 2026-03-01 or today - 30 days",
    FieldType.FLAG: "true or false",
    FieldType.LINK: "a name in quotation marks, or me",
}


def check(condition: Condition, *, fields: Fields, allows_changes: bool = False) -> Condition:
    """The condition itself, if every field is known and fits what it is compared with.

    Raises `ConditionError` with the place and, for a name or a choice that is nearly right, the right one. Changes
    (`csm changed`) are refused unless whoever asks can tell what was before.
    """
    for clause in clauses_of(condition):
        if clause.field not in fields:
            hint = _nearest(clause.field, fields)
            raise ConditionError(f"There is no field “{clause.field}”{hint}", position=clause.position)
        field = fields[clause.field]
        described = field if isinstance(field, Field) else Field(field)
        if isinstance(clause, Comparison):
            _check_comparison(clause, described)
        else:
            _check_change(clause, described, allows_changes)
    return condition


def _check_comparison(comparison: Comparison, field: Field) -> None:
    name, operator, place = comparison.field, comparison.operator, comparison.position
    if operator in _ORDERED and field.type in TEXTS | {FieldType.FLAG}:
        raise ConditionError(f"“{name}” cannot be put in order: it is no number and no day", position=place)
    if operator in _WORDED and field.type not in TEXTS:
        raise ConditionError(f"“{name}” is no text; compare it with =, < or >", position=place)
    if operator in _WORDED and Me() in comparison.values:
        raise ConditionError(f"“{operator}” takes a text in quotation marks; write “{name} = me”", position=place)
    is_choosing = operator in (Operator.EQUAL, Operator.UNEQUAL, Operator.IN, Operator.NOT_IN)
    _check_values(name, comparison.values, field if is_choosing else Field(field.type), place)


def _check_change(change: Change, field: Field, allows_changes: bool) -> None:
    name, movement, place = change.field, change.movement, change.position
    if not allows_changes:
        raise ConditionError(
            f"“{movement}” asks how “{name}” was before, which is asked of facts and in plays only; "
            f"here, compare with how it is now",
            position=place,
        )
    if movement is not Movement.CHANGED and field.type not in NUMBERS:
        raise ConditionError(f"“{name}” is no number, so it can be asked only whether it changed", position=place)
    given = [value for value in (change.begins, change.ends) if value is not None]
    _check_values(name, given, field, place)


def _check_values(name: str, values: Iterable[Value], field: Field, place: int) -> None:
    for value in values:
        if not isinstance(value, _TAKES[field.type]):
            raise ConditionError(f"“{name}” is compared with {_EXAMPLE[field.type]}", position=place)
        if field.choices and isinstance(value, str):
            _check_choice(name, value, field, place)


def _check_choice(name: str, text: str, field: Field, place: int) -> None:
    stored = [value for value, _ in field.choices if value]
    if stored_choice(text, choices=field.choices) in {fold(value) for value in stored}:
        return
    hint = _nearest(text, [*stored, *(word for _, word in field.choices)])
    told = "; it is one of " + ", ".join(write_value(value) for value in stored[:MOST_CHOICES_TOLD])
    more = " and others" if len(stored) > MOST_CHOICES_TOLD else ""
    raise ConditionError(f"“{name}” is never {write_value(text)}{hint or told + more}", position=place)


def _nearest(name: str, names: Iterable[str]) -> str:
    near = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=60, processor=fold)
    return f"; did you mean “{near[0]}”?" if near else ""

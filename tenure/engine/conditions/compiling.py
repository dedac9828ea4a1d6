"""From a checked condition to one expression over columns, for any engine: true, false, or null where it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from tenure.engine.conditions.asking import Asked, number_said
from tenure.engine.conditions.choices import stored_choice, worded_choices
from tenure.engine.conditions.columns import Column, Prepared, prepared
from tenure.engine.conditions.comparing import (
    all_of,
    any_of,
    day_compared,
    number_compared,
    unknown,
)
from tenure.engine.conditions.deciding import NEGATIVE
from tenure.engine.conditions.folding import fold
from tenure.engine.conditions.moving import moved
from tenure.engine.conditions.syntax import (
    OPPOSITE,
    And,
    Change,
    Comparison,
    Condition,
    Fields,
    Me,
    Movement,
    Not,
    Operator,
    Or,
    Percent,
    Value,
    clauses_of,
    type_of,
)


def compile_condition(
    condition: Condition,
    *,
    columns: Mapping[str, Column],
    fields: Fields,
    today: date,
    me: Any = None,
    zone: tzinfo = UTC,
    previous: Mapping[tuple[str, int], Column] | None = None,
) -> ir.BooleanValue:
    """The answer to a condition that `check` has passed, row by row, the same as `decide` gives.

    `columns` maps each field to an Ibis value, a link to `Linked` with two of them or to one column that holds its
    name; money in whole millionths or in units. `previous` maps (field, days before) to the column of the value then.
    Values stay literals throughout: nothing of the condition becomes text of a query by other means.
    """
    asked = Asked(today=today, me=me, zone=zone, fields=fields)
    return compiled(condition, terms_of([condition], columns=columns, fields=fields, previous=previous), asked)


@dataclass(frozen=True)
class Terms:
    """The prepared columns of now and of before."""

    now: Mapping[str, Prepared]
    then: Mapping[tuple[str, int], Prepared]


def terms_of(
    conditions: list[Condition],
    *,
    columns: Mapping[str, Column],
    fields: Fields,
    previous: Mapping[tuple[str, int], Column] | None = None,
) -> Terms:
    """The columns that the conditions need, each prepared once."""
    now: dict[str, Prepared] = {}
    then: dict[tuple[str, int], Prepared] = {}
    for clause in (clause for condition in conditions for clause in clauses_of(condition)):
        name, type_ = clause.field, type_of(fields[clause.field])
        if name not in now:
            now[name] = prepared(name=name, type_=type_, column=columns[name])
        if isinstance(clause, Change) and (name, clause.days) not in then:
            column = (previous or {})[name, clause.days]
            then[name, clause.days] = prepared(name=name, type_=type_, column=column)
    return Terms(now, then)


def compiled(condition: Condition, terms: Terms, asked: Asked) -> ir.BooleanValue:
    """The condition over prepared columns."""
    match condition:
        case And(parts):
            return all_of([compiled(part, terms, asked) for part in parts])
        case Or(parts):
            return any_of([compiled(part, terms, asked) for part in parts])
        case Not(part):
            return ~compiled(part, terms, asked)
        case Comparison():
            return _comparison(condition, terms.now[condition.field], asked)
        case Change():
            return _change(condition, terms, asked)


def _comparison(comparison: Comparison, column: Prepared, asked: Asked) -> ir.BooleanValue:
    field, operator, values = comparison.field, comparison.operator, comparison.values
    if operator in NEGATIVE:
        return ~_comparison(Comparison(field, OPPOSITE[operator], values), column, asked)
    match operator:
        case Operator.KNOWN:
            return column.value.notnull()
        case Operator.EQUAL | Operator.IN:
            return _is_among(field, column, values, asked)
        case Operator.CONTAINS | Operator.STARTS:
            return _is_worded(field, column, operator, str(values[0]), asked)
        case Operator.BETWEEN:
            low, high = values
            return _in_order(column, Operator.AT_LEAST, low, asked) & _in_order(column, Operator.AT_MOST, high, asked)
        case _:
            return _in_order(column, operator, values[0], asked)


def _in_order(column: Prepared, operator: Operator, value: Value, asked: Asked) -> ir.BooleanValue:
    if isinstance(value, Decimal | Percent):
        return number_compared(column, operator, number_said(value))
    assert not isinstance(value, str | Me | bool)
    return day_compared(column.value, operator, value, asked)


def _is_among(field: str, column: Prepared, values: tuple[Value, ...], asked: Asked) -> ir.BooleanValue:
    texts = [value for value in values if isinstance(value, str)]
    answers = [_is_text(field, column, texts, asked)] if texts else []
    answers += [_equals(column, value, asked) for value in values if not isinstance(value, str)]
    return any_of(answers)


def _is_text(field: str, column: Prepared, texts: list[str], asked: Asked) -> ir.BooleanValue:
    wanted = [stored_choice(text, choices=asked.choices(field)) for text in texts]
    by_name = _one_of(column.name, wanted)
    return _one_of(column.value, texts) | by_name.fill_null(False) if column.is_pair else by_name


def _one_of(column: Any, texts: list[str]) -> Any:
    return column == ibis.literal(texts[0]) if len(texts) == 1 else column.isin([ibis.literal(text) for text in texts])


def _equals(column: Prepared, value: Value, asked: Asked) -> ir.BooleanValue:
    match value:
        case Me():
            if asked.me is None:
                return unknown()
            return column.value == ibis.literal(asked.me)
        case bool():
            return column.value if value else ~column.value
        case _:
            return _in_order(column, Operator.EQUAL, value, asked)


def _is_worded(field: str, column: Prepared, operator: Operator, text: str, asked: Asked) -> ir.BooleanValue:
    is_anywhere, wanted = operator is Operator.CONTAINS, ibis.literal(fold(text))
    found = column.name.contains(wanted) if is_anywhere else column.name.startswith(wanted)
    named = worded_choices(text, choices=asked.choices(field), is_anywhere=is_anywhere)
    return found | _one_of(column.name, named) if named else found


def _change(change: Change, terms: Terms, asked: Asked) -> ir.BooleanValue:
    now, then = terms.now[change.field], terms.then[change.field, change.days]
    if change.movement is not Movement.CHANGED:
        return moved(change, now=now, then=then)
    if change.begins is None and change.ends is None:
        is_text = now.name is not None and not now.is_pair
        return now.name != then.name if is_text else now.value != then.value
    answers: list[ir.BooleanValue] = []
    for wanted, at_end, at_start in ((change.begins, then, now), (change.ends, now, then)):
        if wanted is not None:
            answers.append(_is_among(change.field, at_end, (wanted,), asked))
            answers.append(~_is_among(change.field, at_start, (wanted,), asked))
    return all_of(answers)

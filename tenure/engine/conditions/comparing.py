"""One value of the language against one column: an expression that is null exactly where the answer is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from tenure.engine.conditions.asking import Asked
from tenure.engine.conditions.columns import Prepared
from tenure.engine.conditions.syntax import Operator, Today

ORDERED: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUAL: lambda column, value: column == value,
    Operator.LESS: lambda column, value: column < value,
    Operator.AT_MOST: lambda column, value: column <= value,
    Operator.MORE: lambda column, value: column > value,
    Operator.AT_LEAST: lambda column, value: column >= value,
}


def all_of(answers: Sequence[Any]) -> Any:
    """Joined by `and`, in a balanced tree, so that four hundred of them are no four hundred levels."""
    return _balanced(and_, answers)


def any_of(answers: Sequence[Any]) -> Any:
    """Joined by `or`."""
    return _balanced(or_, answers)


def unknown() -> Any:
    """The answer where there is none."""
    return ibis.null("boolean")


def where_known(column: Any, answer: bool) -> Any:
    """The same answer wherever the column is known."""
    return ibis.ifelse(column.isnull(), unknown(), ibis.literal(answer))


def number_compared(prepared: Prepared, operator: Operator, number: Decimal) -> Any:
    """Exact for any number, also for one between two steps of the column or beyond what it can hold."""
    column = prepared.value
    if prepared.steps is None:
        return ORDERED[operator](column, as_literal(number, column))
    steps = number.scaleb(prepared.steps)
    low = int(steps.to_integral_value(rounding=ROUND_FLOOR))
    high = int(steps.to_integral_value(rounding=ROUND_CEILING))
    if operator is Operator.EQUAL:
        if low != high or abs(low) > prepared.largest:
            return where_known(column, False)
        return column == in_steps(low, prepared)
    bound = low if operator in (Operator.MORE, Operator.AT_MOST) else high
    if abs(bound) > prepared.largest:
        return where_known(column, (bound < 0) is (operator in (Operator.MORE, Operator.AT_LEAST)))
    return ORDERED[operator](column, in_steps(bound, prepared))


def in_steps(steps: int, prepared: Prepared) -> Any:
    """A whole number of steps as the column has it."""
    found = prepared.value.type()
    return (
        ibis.literal(Decimal(steps).scaleb(-found.scale), found) if found.is_decimal() else ibis.literal(steps, "int64")
    )


def as_literal(number: Decimal, column: Any) -> Any:
    """A number beside a column that has no steps: floating, or a decimal of any length."""
    if column.type().is_floating():
        return ibis.literal(float(number), "float64")
    places = max(0, -int(number.as_tuple().exponent))
    return ibis.literal(number, f"decimal(38, {places})")


def day_compared(column: Any, operator: Operator, value: date | Today, asked: Asked) -> Any:
    """By days, or by the instants at which the day begins and ends in the zone."""
    day = asked.day(value)
    if column.type().is_date():
        return ORDERED[operator](column, ibis.literal(day, "date"))
    begins, ends = _instant(day, column, asked), _instant(day + timedelta(days=1), column, asked)
    match operator:
        case Operator.EQUAL:
            return (column >= begins) & (column < ends)
        case Operator.LESS:
            return column < begins
        case Operator.AT_MOST:
            return column < ends
        case Operator.MORE:
            return column >= ends
        case _:
            return column >= begins


def _instant(day: date, column: Any, asked: Asked) -> Any:
    begin = asked.begin(day)
    has_zone = column.type().timezone is not None
    return (
        ibis.literal(begin, "timestamp('UTC')") if has_zone else ibis.literal(begin.replace(tzinfo=None), "timestamp")
    )


def _balanced(join: Callable[[Any, Any], Any], answers: Sequence[Any]) -> Any:
    if len(answers) <= 2:
        return reduce(join, answers)
    middle = len(answers) // 2
    return join(_balanced(join, answers[:middle]), _balanced(join, answers[middle:]))

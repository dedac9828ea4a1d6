"""From a condition back to its text: reading it again gives the same condition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tenure.engine.conditions.syntax import (
    And,
    Change,
    Comparison,
    Condition,
    Me,
    Not,
    Operator,
    Or,
    Percent,
    Today,
    Value,
)


def write(condition: Condition) -> str:
    """The condition in its plain form."""
    match condition:
        case Or(parts):
            return " or ".join(_inner(part, Or) for part in parts)
        case And(parts):
            return " and ".join(_inner(part, And) for part in parts)
        case Not(part):
            return f"not {_inner(part, Not)}"
        case Comparison():
            return _comparison(condition)
        case Change():
            return _change(condition)


def _inner(part: Condition, around: type[And | Or | Not]) -> str:
    needs_brackets = isinstance(part, And | Or) and (around is not Or or isinstance(part, Or))
    return f"({write(part)})" if needs_brackets else write(part)


def _comparison(comparison: Comparison) -> str:
    name, operator, values = comparison.field, comparison.operator, [write_value(v) for v in comparison.values]
    if operator in (Operator.IN, Operator.NOT_IN):
        return f"{name} {operator} ({', '.join(values)})"
    if operator in (Operator.BETWEEN, Operator.NOT_BETWEEN):
        return f"{name} {operator} {values[0]} and {values[1]}"
    return " ".join([name, operator, *values])


def _change(change: Change) -> str:
    words = [change.field, change.movement.value]
    for word, value in (("from", change.begins), ("to", change.ends), ("by", change.by)):
        if value is not None:
            words += [word, write_value(value)]
    if change.days != 1:
        words.append(f"in the last {change.days} days")
    return " ".join(words)


def write_value(value: Value) -> str:
    """A value as it stands in a condition."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        case Decimal():
            return f"{value:f}"
        case Percent(amount):
            return f"{amount:f}%"
        case date():
            return value.isoformat()
        case Me():
            return "me"
        case Today(0):
            return "today"
        case Today(days):
            return f"today {'+' if days > 0 else '-'} {abs(days)} days"

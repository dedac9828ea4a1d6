"""A condition as text, in the one form that is stored and compared. Reading it again gives an equal condition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tenure.engine.conditions.tree import (
    And,
    Clause,
    Comparison,
    Condition,
    Knowledge,
    Literal,
    Membership,
    Not,
    Or,
    Range,
    TextMatch,
    Today,
)


def format(condition: Condition) -> str:
    """The condition in canonical form: small keywords, single quotes, parentheses only where they are needed."""
    match condition:
        case Or(parts=parts):
            return " or ".join(_inside(part, Or) for part in parts)
        case And(parts=parts):
            return " and ".join(_inside(part, Or, And) for part in parts)
        case Not(part=part):
            return f"not {_inside(part, Or, And)}"
        case _:
            return _clause(condition)


def _inside(part: Condition, *enclosed: type) -> str:
    text = format(part)
    return f"({text})" if isinstance(part, enclosed) else text


def _clause(clause: Clause) -> str:
    match clause:
        case Comparison(name=name, operator=operator, value=value):
            return f"{name} {operator} {literal(value)}"
        case Membership(name=name, values=values, is_negated=is_negated):
            return f"{name} {'not in' if is_negated else 'in'} ({', '.join(literal(value) for value in values)})"
        case Range(name=name, low=low, high=high):
            return f"{name} between {literal(low)} and {literal(high)}"
        case Knowledge(name=name, is_known=is_known):
            return f"{name} is {'known' if is_known else 'unknown'}"
        case TextMatch(name=name, matching=matching, text=text):
            return f"{name} {matching} {literal(text)}"


def literal(value: Literal) -> str:
    """One value as it is written in a condition."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Today):
        return _today(value.days)
    if isinstance(value, date):
        return value.isoformat()
    return "'" + value.replace("'", "''") + "'"


def _today(days: int) -> str:
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"today {'-' if days < 0 else '+'} {abs(days)} {unit}"

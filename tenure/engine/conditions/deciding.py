"""Deciding a condition for one set of values: true, false or unknown (`None`), after Kleene."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tenure.engine.conditions.tree import (
    And,
    Clause,
    Comparison,
    Condition,
    Knowledge,
    Literal,
    Matching,
    Membership,
    Not,
    Operator,
    Or,
    Range,
    TextMatch,
    Today,
)

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


class WrongValueError(TypeError):
    """A value of a kind that conditions do not know was given for a field."""


def evaluate(condition: Condition, values: Mapping[str, Any], as_of: date) -> bool | None:
    """Whether the condition holds of the values (by field name), `None` if that is unknown.

    A missing name, `None` and the empty text are unknown. `as_of` is today. Raises `WrongValueError`.
    """
    match condition:
        case Not(part=part):
            return negated(evaluate(part, values, as_of))
        case And(parts=parts):
            return all_of(evaluate(part, values, as_of) for part in parts)
        case Or(parts=parts):
            return any_of(evaluate(part, values, as_of) for part in parts)
        case _:
            return decide(condition, values.get(condition.name), as_of)


def decide(clause: Clause, value: Any, as_of: date) -> bool | None:
    """Whether one clause holds of its field's value."""
    known = comparable(value)
    if isinstance(clause, Knowledge):
        return (known is not None) is clause.is_known
    if known is None:
        return None
    match clause:
        case Comparison(operator=sign, value=wanted):
            return _COMPARE[sign](known, meant(wanted, as_of))
        case Membership(values=wanted_values, is_negated=is_negated):
            return (known in [meant(each, as_of) for each in wanted_values]) is not is_negated
        case Range(low=low, high=high):
            return bool(meant(low, as_of) <= known <= meant(high, as_of))
        case TextMatch(matching=Matching.CONTAINS, text=text):
            return folded(text) in known
        case TextMatch(text=text):
            return bool(known.startswith(folded(text)))


def meant(value: Literal, as_of: date) -> Any:
    """The value as it is compared: texts folded, relative days made absolute."""
    if isinstance(value, Today):
        return value.on(as_of)
    return folded(value) if isinstance(value, str) else value


def comparable(value: Any) -> Any:
    """A field's value as it is compared; unknown is `None`."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, datetime) or not isinstance(value, bool | Decimal | date):
        raise WrongValueError(f"A condition cannot read {value!r}; give a text, number, date, or true or false.")
    return value


def folded(text: str) -> str:
    """A text as it is compared: without regard to capitals."""
    return text.casefold()


def negated(result: bool | None) -> bool | None:
    """The opposite; of unknown, unknown."""
    return None if result is None else not result


def all_of(results: Iterable[bool | None]) -> bool | None:
    """False if any is false, true if all are true, else unknown."""
    found = set(results)
    return False if False in found else None if None in found else True


def any_of(results: Iterable[bool | None]) -> bool | None:
    """True if any is true, false if all are false, else unknown."""
    found = set(results)
    return True if True in found else None if None in found else False

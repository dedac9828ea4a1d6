"""Whether a condition holds for one row: true, false, or unknown (None)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, localcontext
from math import isfinite
from typing import Any

from tenure.engine.conditions.asking import Asked, Linked, Previous, number_said
from tenure.engine.conditions.choices import stored_choice, worded_choices
from tenure.engine.conditions.folding import fold
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
    Today,
    Value,
)

EXACT_DIGITS = 100
NEGATIVE = frozenset(
    {
        Operator.UNEQUAL,
        Operator.NOT_IN,
        Operator.NOT_BETWEEN,
        Operator.NOT_CONTAINS,
        Operator.NOT_STARTS,
        Operator.UNKNOWN,
    }
)


def decide(
    condition: Condition,
    *,
    row: Mapping[str, Any],
    today: date,
    me: Any = None,
    zone: tzinfo = UTC,
    fields: Fields | None = None,
    previous: Previous | None = None,
) -> bool | None:
    """True, false, or None where what is unknown decides.

    `row` maps field to value, None for unknown: a text, a number, an amount in whole units, a day, an instant, a bool,
    for a link `Linked` or its name alone. `previous` maps (field, days before) to the value then, for changes.
    """
    asked = Asked(today=today, me=me, zone=zone, fields=fields or {})
    return _decided(condition, row, previous or {}, asked)


def _decided(condition: Condition, row: Mapping[str, Any], previous: Previous, asked: Asked) -> bool | None:
    match condition:
        case And(parts):
            return all_hold([_decided(part, row, previous, asked) for part in parts])
        case Or(parts):
            return any_holds([_decided(part, row, previous, asked) for part in parts])
        case Not(part):
            return opposite(_decided(part, row, previous, asked))
        case Comparison() | Change():
            return clause_holds(condition, row=row, previous=previous, asked=asked)


def clause_holds(
    clause: Comparison | Change, *, row: Mapping[str, Any], previous: Previous, asked: Asked
) -> bool | None:
    """Whether one comparison or change holds."""
    value = row.get(clause.field)
    if isinstance(clause, Comparison):
        return _compare(clause, value, asked)
    return _has_changed(clause, value, previous.get((clause.field, clause.days)), asked)


def all_hold(answers: list[bool | None]) -> bool | None:
    """Several joined by `and`."""
    return False if False in answers else None if None in answers else True


def any_holds(answers: list[bool | None]) -> bool | None:
    """Several joined by `or`."""
    return True if True in answers else None if None in answers else False


def opposite(answer: bool | None) -> bool | None:
    """With `not` before it: what is unknown stays unknown."""
    return None if answer is None else not answer


def is_known(value: Any) -> bool:
    """Whether there is a value: an empty text is none, nor is a number that is infinite or not a number."""
    if isinstance(value, Linked):
        return is_known(value.public_id)
    if isinstance(value, float | Decimal):
        return isfinite(value)
    return value is not None and value != ""


def _compare(comparison: Comparison, value: Any, asked: Asked) -> bool | None:
    operator, against = comparison.operator, comparison.values
    if operator in NEGATIVE:
        return opposite(_compare(Comparison(comparison.field, OPPOSITE[operator], against), value, asked))
    if operator is Operator.KNOWN:
        return is_known(value)
    if not is_known(value):
        return None
    if operator in (Operator.EQUAL, Operator.IN):
        return any_holds([_equals(comparison.field, value, each, asked) for each in against])
    if operator in (Operator.CONTAINS, Operator.STARTS):
        return _is_worded(comparison, value, str(against[0]), asked)
    return _is_in_order(operator, _orderly(value, asked), [_said(each, asked) for each in against])


def _equals(field: str, value: Any, against: Value, asked: Asked) -> bool | None:
    if isinstance(against, Me):
        person = value.public_id if isinstance(value, Linked) else value
        return None if asked.me is None else bool(person == asked.me)
    if not isinstance(against, str):
        return bool(_orderly(value, asked) == _said(against, asked))
    if isinstance(value, Linked):
        return bool(value.public_id == against or (is_known(value.name) and fold(value.name) == fold(against)))
    return fold(str(value)) == stored_choice(against, choices=asked.choices(field))


def _is_worded(comparison: Comparison, value: Any, text: str, asked: Asked) -> bool | None:
    name = value.name if isinstance(value, Linked) else value
    if not is_known(name):
        return None
    folded, is_anywhere = fold(str(name)), comparison.operator is Operator.CONTAINS
    if fold(text) in folded if is_anywhere else folded.startswith(fold(text)):
        return True
    return folded in worded_choices(text, choices=asked.choices(comparison.field), is_anywhere=is_anywhere)


def _is_in_order(operator: Operator, value: Any, against: list[Any]) -> bool:
    match operator:
        case Operator.LESS:
            return bool(value < against[0])
        case Operator.AT_MOST:
            return bool(value <= against[0])
        case Operator.MORE:
            return bool(value > against[0])
        case Operator.AT_LEAST:
            return bool(value >= against[0])
        case _:
            return bool(against[0] <= value <= against[1])


def _said(value: Value, asked: Asked) -> Any:
    if isinstance(value, Decimal | Percent):
        return number_said(value)
    return asked.day(value) if isinstance(value, date | Today) else value


def _orderly(value: Any, asked: Asked) -> Any:
    """A row's value as it is compared: floating numbers as they are written, instants as their day in the zone."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(asked.zone).date()
    return value


def _has_changed(change: Change, now: Any, then: Any, asked: Asked) -> bool | None:
    """`changed from A to B` is short for: it was A and is so no more, it is B and was not so then."""
    if change.begins is None and change.ends is None:
        if not is_known(now) or not is_known(then):
            return None
        return (
            bool(_identity(now) != _identity(then))
            if change.movement is Movement.CHANGED
            else _moved(change, now, then)
        )
    answers: list[bool | None] = []
    for wanted, at_end, at_start in ((change.begins, then, now), (change.ends, now, then)):
        if wanted is not None:
            single = Comparison(change.field, Operator.EQUAL, (wanted,))
            answers.append(_compare(single, at_end, asked))
            answers.append(opposite(_compare(single, at_start, asked)))
    return all_hold(answers)


def _identity(value: Any) -> Any:
    """What makes two values of a field the same; instants are the same to the moment."""
    if isinstance(value, Linked):
        return value.public_id
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return fold(value) if isinstance(value, str) else value


def _moved(change: Change, now: Any, then: Any) -> bool | None:
    """By how much, exactly; for floating numbers by floating arithmetic, as every engine has it."""
    is_floating = isinstance(now, float) or isinstance(then, float)
    number: Any = float if is_floating else Decimal
    with localcontext(prec=EXACT_DIGITS):
        now, then = number(now), number(then)
        difference = now - then if change.movement is Movement.ROSE else then - now
        match change.by:
            case None:
                return bool(difference > 0)
            case Percent():
                return None if then == 0 else bool(difference >= number(change.by.share) * abs(then))
            case amount:
                return bool(difference >= number(amount))

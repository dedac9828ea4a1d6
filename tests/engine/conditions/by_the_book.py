"""What a condition means, worked out from docs/reference/conditions.md alone and in another way than the product does.

Truth is a number: 1 true, 0 false, ½ unknown; `and` is the least, `or` the greatest, `not` what is left to 1. Numbers
are fractions, days are counted, texts are folded letter by letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from math import isfinite
from typing import Any

from tenure.engine.conditions.syntax import (
    And,
    Change,
    Comparison,
    Condition,
    Field,
    Me,
    Movement,
    Not,
    Operator,
    Or,
    Percent,
)
from tests.engine.conditions.shapes import FIELDS, ME, TODAY, ZONE

TRUE, FALSE, UNKNOWN = Fraction(1), Fraction(0), Fraction(1, 2)
LETTERS = {"İ": "i", "ß": "ss", "ẞ": "ss", "ς": "σ"}


def by_the_book(condition: Condition, row: Mapping[str, Any], before: Mapping[tuple[str, int], Any]) -> bool | None:
    """True, false, or None for unknown."""
    return {TRUE: True, FALSE: False, UNKNOWN: None}[_truth(condition, row, before)]


def _truth(condition: Condition, row: Mapping[str, Any], before: Mapping[tuple[str, int], Any]) -> Fraction:
    if isinstance(condition, And):
        return min(_truth(part, row, before) for part in condition.parts)
    if isinstance(condition, Or):
        return max(_truth(part, row, before) for part in condition.parts)
    if isinstance(condition, Not):
        return 1 - _truth(condition.part, row, before)
    if isinstance(condition, Change):
        return _change(condition, row[condition.field], before[condition.field, condition.days])
    return _comparison(condition, row[condition.field])


def _comparison(comparison: Comparison, value: Any) -> Fraction:
    operator = str(comparison.operator)
    if operator in ("is known", "is unknown"):
        return Fraction(_is_there(value) is (operator == "is known"))
    if operator.startswith("not ") or operator == "!=":
        plain = {"!=": "=", "not in": "in", "not between": "between"}.get(operator, operator.removeprefix("not "))
        return 1 - _plain(plain, comparison, value)
    return _plain(operator, comparison, value)


def _plain(operator: str, comparison: Comparison, value: Any) -> Fraction:
    if not _is_there(value):
        return UNKNOWN
    said = comparison.values
    if operator in ("=", "in"):
        return max(_is(comparison.field, value, each) for each in said)
    if operator in ("contains", "starts with"):
        return Fraction(any(_found(operator, word, said[0]) for word in _words(comparison.field, value)))
    number, numbers = _number(value), [_number(each) for each in said]
    return Fraction(
        {
            "<": lambda: number < numbers[0],
            "<=": lambda: number <= numbers[0],
            ">": lambda: number > numbers[0],
            ">=": lambda: number >= numbers[0],
            "between": lambda: numbers[0] <= number <= numbers[1],
        }[operator]()
    )


def _is(field: str, value: Any, said: Any) -> Fraction:
    if isinstance(said, Me):
        return Fraction((value[0] if isinstance(value, tuple) else value) == ME)
    if isinstance(said, str):
        is_id = isinstance(value, tuple) and value[0] == said
        return Fraction(is_id or _letters(said) in [_letters(word) for word in _words(field, value)])
    return Fraction(_number(value) == _number(said))


def _words(field: str, value: Any) -> list[str]:
    """What a text may be called: itself, and the word of its choice."""
    text, described = value[1] if isinstance(value, tuple) else value, FIELDS[field]
    choices = described.choices if isinstance(described, Field) else ()
    return [text, *(word for stored, word in choices if stored == text)]


def _found(operator: str, word: str, said: Any) -> bool:
    place = _letters(word).find(_letters(said))
    return place >= 0 if operator == "contains" else place == 0


def _letters(text: str) -> str:
    return "".join(LETTERS.get(letter, letter.lower()) for letter in text)


def _is_there(value: Any) -> bool:
    return not (value is None or value == "" or (isinstance(value, float) and not isfinite(value)))


def _number(value: Any) -> Fraction:
    if isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Percent):
        return Fraction(value.amount) / 100
    if isinstance(value, datetime):
        return Fraction(value.astimezone(ZONE).date().toordinal())
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if hasattr(value, "offset_days"):
        return Fraction(TODAY.toordinal() + value.offset_days)
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _change(change: Change, now: Any, then: Any) -> Fraction:
    ends, begins = (Comparison(change.field, Operator.EQUAL, (said,)) for said in (change.ends, change.begins))
    if change.ends is not None or change.begins is not None:
        truths = [TRUE]
        if change.ends is not None:
            truths += [_comparison(ends, now), 1 - _comparison(ends, then)]
        if change.begins is not None:
            truths += [_comparison(begins, then), 1 - _comparison(begins, now)]
        return min(truths)
    if not (_is_there(now) and _is_there(then)):
        return UNKNOWN
    if change.movement is Movement.CHANGED:
        return Fraction(not _same(now, then))
    gained = now - then if change.movement is Movement.ROSE else then - now
    if isinstance(change.by, Percent) and then == 0:
        return UNKNOWN
    return Fraction(_reaches(gained, then, change.by))


def _reaches(gained: Any, then: Any, by: Any) -> bool:
    """Floating numbers by the machine's arithmetic, all others exactly."""
    if by is None:
        return bool(gained > 0)
    if isinstance(gained, float):
        return bool(gained >= (float(by.amount / 100) * abs(then) if isinstance(by, Percent) else float(by)))
    return Fraction(gained) >= (Fraction(by.amount) / 100 * abs(Fraction(then)) if isinstance(by, Percent) else by)


def _same(now: Any, then: Any) -> bool:
    if isinstance(now, tuple):
        return bool(now[0] == then[0])
    return _letters(now) == _letters(then) if isinstance(now, str) else bool(now == then)

"""What a condition is once read: comparisons joined by and, or, not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ConditionError(ValueError):
    """A condition cannot be read or makes no sense. `position` counts characters from 0."""

    def __init__(self, message: str, *, position: int) -> None:
        self.position = position
        super().__init__(f"{message} (at character {position + 1})")


class FieldType(StrEnum):
    """What a field holds, as far as comparing goes."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    LINK = "link"


class Operator(StrEnum):
    """How a field is compared; each has its opposite, so that `not` can be carried into it."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "in"
    NOT_IN = "not in"
    BETWEEN = "between"
    NOT_BETWEEN = "not between"
    CONTAINS = "contains"
    NOT_CONTAINS = "not contains"
    STARTS = "starts with"
    NOT_STARTS = "not starts with"
    KNOWN = "is known"
    UNKNOWN = "is unknown"


_PAIRS = (
    (Operator.EQUAL, Operator.UNEQUAL),
    (Operator.LESS, Operator.AT_LEAST),
    (Operator.AT_MOST, Operator.MORE),
    (Operator.IN, Operator.NOT_IN),
    (Operator.BETWEEN, Operator.NOT_BETWEEN),
    (Operator.CONTAINS, Operator.NOT_CONTAINS),
    (Operator.STARTS, Operator.NOT_STARTS),
    (Operator.KNOWN, Operator.UNKNOWN),
)
OPPOSITE = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


@dataclass(frozen=True)
class Today:
    """The day that the condition is asked for, or some days before or after."""

    offset_days: int = 0


@dataclass(frozen=True)
class Me:
    """Whoever asks."""


Value = str | Decimal | date | bool | Today | Me


@dataclass(frozen=True)
class Comparison:
    """One field against values; `position` is where its name stands in the text."""

    field: str
    operator: Operator
    values: tuple[Value, ...] = ()
    position: int = 0


@dataclass(frozen=True)
class And:
    """All of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The opposite; what is unknown stays unknown."""

    part: Condition


Condition = Comparison | And | Or | Not


def without_not(condition: Condition, *, negated: bool = False) -> Condition:
    """The same condition with every `not` carried into the comparisons, so that unknown never matches."""
    match condition:
        case Not(part):
            return without_not(part, negated=not negated)
        case And(parts):
            inner = tuple(without_not(part, negated=negated) for part in parts)
            return Or(inner) if negated else And(inner)
        case Or(parts):
            inner = tuple(without_not(part, negated=negated) for part in parts)
            return And(inner) if negated else Or(inner)
        case Comparison(field, operator, values, position):
            return Comparison(field, OPPOSITE[operator], values, position) if negated else condition

"""What a condition is once read: comparisons joined by and, or, not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """What a field holds, as far as comparing goes.

    Money is an amount in one currency, the reporting currency where several meet; a share is a part of 1; an instant
    counts as its day in the company's zone.
    """

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"
    LINK = "link"


NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.SHARE})
DAYS = frozenset({FieldType.DAY, FieldType.INSTANT})
TEXTS = frozenset({FieldType.TEXT, FieldType.LINK})


@dataclass(frozen=True)
class Field:
    """A field that a condition may name. `choices` are the stored values it may take, each with its word."""

    type: FieldType
    choices: tuple[tuple[str, str], ...] = ()


Fields = Mapping[str, FieldType | Field]


def type_of(field: FieldType | Field) -> FieldType:
    """The type of a field, given with its choices or without."""
    return field.type if isinstance(field, Field) else field


class Movement(StrEnum):
    """How a field differs from what it was before."""

    CHANGED = "changed"
    ROSE = "rose"
    DROPPED = "dropped"


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


@dataclass(frozen=True)
class Percent:
    """A part of a hundred: 20 % of what was before, or the share 0.2."""

    amount: Decimal

    @property
    def share(self) -> Decimal:
        """As a part of 1."""
        return self.amount.scaleb(-2)


Value = str | Decimal | Percent | date | bool | Today | Me


@dataclass(frozen=True)
class Comparison:
    """One field against values; `position` is where its name stands in the text."""

    field: str
    operator: Operator
    values: tuple[Value, ...] = ()
    position: int = 0


@dataclass(frozen=True)
class Change:
    """One field against what it was at the end of the day `days` before: from and to a value, or by how much."""

    field: str
    movement: Movement
    days: int = 1
    begins: Value | None = None
    ends: Value | None = None
    by: Decimal | Percent | None = None
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


Condition = Comparison | Change | And | Or | Not


def without_not(condition: Condition, *, negated: bool = False) -> Condition:
    """The same condition with every `not` carried into the comparisons, so that unknown never matches.

    A change has no opposite that could be written, so `not` stays before it.
    """
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
        case Change():
            return Not(condition) if negated else condition


def clauses_of(condition: Condition) -> Iterator[Comparison | Change]:
    """Every comparison and change of the condition, in the order of the text."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from clauses_of(part)
        case Not(part):
            yield from clauses_of(part)
        case _:
            yield condition


def fields_of(condition: Condition) -> frozenset[str]:
    """The names of the fields that must be known to decide it."""
    return frozenset(clause.field for clause in clauses_of(condition))


def windows_of(condition: Condition) -> frozenset[tuple[str, int]]:
    """The earlier values that must be known to decide it: each field with the days before."""
    return frozenset((clause.field, clause.days) for clause in clauses_of(condition) if isinstance(clause, Change))

"""A condition as a tree. Two conditions are equal if they say the same; where they stood in the text does not count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


class Operator(StrEnum):
    """How a field is compared with a value."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="

    @property
    def opposite(self) -> Operator:
        """True of known values exactly where this one is false."""
        return _OPPOSITES[self]


_OPPOSITES = {
    Operator.EQUAL: Operator.UNEQUAL,
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
}


class Matching(StrEnum):
    """How a text is looked at."""

    CONTAINS = "contains"
    STARTS_WITH = "starts with"


@dataclass(frozen=True)
class Today:
    """A day relative to the day on which the condition is decided."""

    days: int = 0

    def on(self, as_of: date) -> date:
        """The day that is meant."""
        return as_of + timedelta(days=self.days)


Literal: TypeAlias = Decimal | str | bool | date | Today


@dataclass(frozen=True)
class Comparison:
    """`arr >= 50000`"""

    name: str
    operator: Operator
    value: Literal
    position: int = field(default=0, compare=False)
    value_position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Membership:
    """`segment in ('smb', 'mid')`, or `not in`."""

    name: str
    values: tuple[Literal, ...]
    is_negated: bool = False
    position: int = field(default=0, compare=False)
    value_positions: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Range:
    """`days_to_renewal between 0 and 90`, both ends included."""

    name: str
    low: Literal
    high: Literal
    position: int = field(default=0, compare=False)
    value_positions: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Knowledge:
    """`nps is known`, `nps is unknown`: the one clause that is never unknown itself."""

    name: str
    is_known: bool
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class TextMatch:
    """`name contains 'gmbh'`, `name starts with 'ac'`"""

    name: str
    matching: Matching
    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    """The opposite: unknown stays unknown."""

    part: Condition


@dataclass(frozen=True)
class And:
    """True if all parts are, false if any is, else unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """True if any part is, false if all are, else unknown."""

    parts: tuple[Condition, ...]


Clause: TypeAlias = Comparison | Membership | Range | Knowledge | TextMatch
Condition: TypeAlias = Clause | Not | And | Or


def literals_of(clause: Clause) -> tuple[tuple[Literal, int], ...]:
    """The values that a clause compares with, each with its position."""
    match clause:
        case Comparison(value=value, value_position=position):
            return ((value, position),)
        case Membership(values=values, value_positions=positions):
            return tuple(zip(values, positions or (0,) * len(values), strict=True))
        case Range(low=low, high=high, value_positions=positions):
            return tuple(zip((low, high), positions or (0, 0), strict=True))
        case TextMatch(text=text, position=position):
            return ((text, position),)
        case _:
            return ()


def clauses_of(condition: Condition) -> tuple[Clause, ...]:
    """The clauses of a condition, in order."""
    match condition:
        case Not(part=part):
            return clauses_of(part)
        case And(parts=parts) | Or(parts=parts):
            return tuple(clause for part in parts for clause in clauses_of(part))
        case _:
            return (condition,)

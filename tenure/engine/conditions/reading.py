"""From text to a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.engine.conditions.syntax import (
    And,
    Comparison,
    Condition,
    ConditionError,
    Me,
    Not,
    Operator,
    Or,
    Today,
    Value,
)

LONGEST = 4000
DEEPEST = 30
MOST_VALUES = 400  # so that no database finds the question too deep
MOST_DIGITS = 15  # what every database compares exactly
FURTHEST_DAYS = 36_500
YEARS = range(1000, 9999)
_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'(?:[^'\\]|\\(?:.|\n))*'|\"(?:[^\"\\]|\\(?:.|\n))*\")"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\+|-))"
)
_COMPARING = {operator.value: operator for operator in Operator if not operator.value[0].isalpha()}


@dataclass(frozen=True)
class _Token:
    sort: str
    text: str
    position: int


def read(text: str) -> Condition:
    """The condition that the text says. Raises `ConditionError` with the place and what was expected there."""
    if len(text) > LONGEST:
        raise ConditionError(f"A condition has at most {LONGEST} characters", position=LONGEST)
    reader = _Reader(list(_tokens(text)))
    condition = reader.any_of(0)
    if reader.here.sort != "end":
        raise ConditionError(f"Did not expect “{reader.here.text}” here", position=reader.here.position)
    return condition


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            what = "a closing quotation mark is missing" if text[start] in "'\"" else f"cannot read “{text[start]}”"
            raise ConditionError(what[0].upper() + what[1:], position=start)
        yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        place = found.end()
    yield _Token("end", "the end", len(text))


class _Reader:
    """Reads tokens from left to right; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.counted = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.place]

    def any_of(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ConditionError(f"More than {DEEPEST} levels of brackets", position=self.here.position)
        parts = [self.all_of(depth)]
        while self.takes("or"):
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self, depth: int) -> Condition:
        parts = [self.single(depth)]
        while self.takes("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self, depth: int) -> Condition:
        if self.takes("not"):
            if depth >= DEEPEST:
                raise ConditionError(f"More than {DEEPEST} levels", position=self.here.position)
            return Not(self.single(depth + 1))
        if self.takes("("):
            inner = self.any_of(depth + 1)
            self.needs(")")
            return inner
        return self.comparison()

    def comparison(self) -> Comparison:
        name = self.here
        if name.sort != "word":
            raise ConditionError(f"Expected the name of a field, found “{name.text}”", position=name.position)
        self.place += 1
        self.count(name)
        operator = self.operator()
        return Comparison(name.text, operator, self.values(operator), name.position)

    def operator(self) -> Operator:
        token = self.here
        if token.text in _COMPARING:
            self.place += 1
            return _COMPARING[token.text]
        if self.takes("is"):
            return Operator.KNOWN if self.takes("known") else self._after("unknown", Operator.UNKNOWN)
        is_not = self.takes("not")
        for word, operator, opposite in (
            ("in", Operator.IN, Operator.NOT_IN),
            ("between", Operator.BETWEEN, Operator.NOT_BETWEEN),
            ("contains", Operator.CONTAINS, Operator.NOT_CONTAINS),
        ):
            if self.takes(word):
                return opposite if is_not else operator
        if self.takes("starts"):
            return self._after("with", Operator.NOT_STARTS if is_not else Operator.STARTS)
        raise ConditionError(
            f"Expected a comparison (=, !=, <, <=, >, >=, in, between, contains, starts with, is known), "
            f"found “{token.text}”",
            position=token.position,
        )

    def _after(self, word: str, operator: Operator) -> Operator:
        self.needs(word)
        return operator

    def values(self, operator: Operator) -> tuple[Value, ...]:
        if operator in (Operator.KNOWN, Operator.UNKNOWN):
            return ()
        if operator in (Operator.BETWEEN, Operator.NOT_BETWEEN):
            low = self.value()
            self.needs("and")
            return (low, self.value())
        if operator not in (Operator.IN, Operator.NOT_IN):
            return (self.value(),)
        self.needs("(")
        found = [self.value()]
        while self.takes(","):
            found.append(self.value())
        self.needs(")")
        return tuple(found)

    def count(self, token: _Token) -> None:
        self.counted += 1
        if self.counted > MOST_VALUES:
            raise ConditionError(f"More than {MOST_VALUES} fields and values", position=token.position)

    def value(self) -> Value:
        token = self.here
        self.count(token)
        if token.sort != "end":
            self.place += 1
        if token.sort == "text":
            return _text(token)
        if token.sort == "number":
            return _number(token)
        if token.sort == "day":
            return _day(token)
        if token.sort == "word" and token.text.lower() in ("true", "false"):
            return token.text.lower() == "true"
        if token.sort == "word" and token.text.lower() == "me":
            return Me()
        if token.sort == "word" and token.text.lower() == "today":
            return self.around_today()
        hint = f"; put text in quotation marks: '{token.text}'" if token.sort == "word" else ""
        raise ConditionError(f"Expected a value, found “{token.text}”{hint}", position=token.position)

    def around_today(self) -> Today:
        token = self.here
        if token.sort == "number" and token.text.startswith("-"):
            self.place += 1
            days = self._days(token)
        elif token.text in ("+", "-"):
            self.place += 1
            amount = self.here
            if amount.sort != "end":
                self.place += 1
            days = self._days(amount) * (1 if token.text == "+" else -1)
        else:
            return Today()
        if not self.takes("days"):
            self._after("day", Operator.EQUAL)
        if abs(days) > FURTHEST_DAYS:
            raise ConditionError("More than a hundred years from today", position=token.position)
        return Today(days)

    def _days(self, token: _Token) -> int:
        if token.sort != "number" or "." in token.text or len(token.text) > MOST_DIGITS:
            raise ConditionError("Expected a number of days", position=token.position)
        return int(token.text)

    def takes(self, text: str) -> bool:
        if self.here.sort in ("word", "sign") and self.here.text.lower() == text:
            self.place += 1
            return True
        return False

    def needs(self, text: str) -> None:
        if not self.takes(text):
            raise ConditionError(f"Expected “{text}”, found “{self.here.text}”", position=self.here.position)


def _day(token: _Token) -> date:
    try:
        day = date.fromisoformat(token.text)
    except ValueError:
        raise ConditionError(f"“{token.text}” is not a day of the calendar", position=token.position) from None
    if day.year not in YEARS:
        raise ConditionError(f"“{token.text}” is outside the years {YEARS[0]} to {YEARS[-1]}", position=token.position)
    return day


def _number(token: _Token) -> Decimal:
    if len(token.text.lstrip("-").replace(".", "")) > MOST_DIGITS:
        raise ConditionError(f"A number has at most {MOST_DIGITS} digits", position=token.position)
    return Decimal(token.text)


def _text(token: _Token) -> str:
    text = re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise ConditionError("This text holds a character that no record can hold", position=token.position)
    return text

"""From text to a condition."""

from __future__ import annotations

from decimal import Decimal

from tenure.engine.conditions.literals import count_of, day_of, number_of, text_of
from tenure.engine.conditions.syntax import (
    And,
    Change,
    Comparison,
    Condition,
    ConditionError,
    Me,
    Movement,
    Not,
    Operator,
    Or,
    Percent,
    Today,
    Value,
)
from tenure.engine.conditions.tokens import Token, tokens_of
from tenure.engine.conditions.wordings import hint_for

LONGEST = 4000
DEEPEST = 30
MOST_VALUES = 400  # so that no database finds the question too deep
FURTHEST_DAYS = 36_500
LONGEST_WINDOW_DAYS = 3_660
_COMPARING = {operator.value: operator for operator in Operator if not operator.value[0].isalpha()}
_MOVEMENTS = {movement.value: movement for movement in Movement}


def read(text: str) -> Condition:
    """The condition that the text says. Raises `ConditionError` with the place and what was expected there."""
    if len(text) > LONGEST:
        raise ConditionError(f"A condition has at most {LONGEST} characters", position=LONGEST)
    reader = _Reader(list(tokens_of(text)))
    condition = reader.any_of(0)
    if reader.here.sort != "end":
        raise ConditionError(f"Did not expect “{reader.here.text}” here", position=reader.here.position)
    return condition


class _Reader:
    """Reads tokens from left to right; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.counted = 0

    @property
    def here(self) -> Token:
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
        return self.clause()

    def clause(self) -> Comparison | Change:
        name = self.here
        if name.sort != "word":
            raise ConditionError(f"Expected the name of a field, found “{name.text}”", position=name.position)
        self.place += 1
        self.count(name)
        if self.here.says("("):
            problem = f"There are no functions such as “{name.text}(…)”; write the field alone"
            raise ConditionError(problem, position=name.position)
        movement = _MOVEMENTS.get(self.here.text.lower()) if self.here.sort == "word" else None
        if movement is not None:
            self.place += 1
            return self.change(name, movement)
        operator = self.operator()
        return Comparison(name.text, operator, self.values(operator), name.position)

    def change(self, name: Token, movement: Movement) -> Change:
        begins = ends = by = None
        if movement is Movement.CHANGED:
            begins = self.value() if self.takes("from") else None
            ends = self.value() if self.takes("to") else None
        elif self.takes("by"):
            by = self.amount()
        return Change(name.text, movement, self.window(), begins, ends, by, name.position)

    def amount(self) -> Decimal | Percent:
        token = self.here
        value = self.value()
        if not isinstance(value, Decimal | Percent) or token.text.startswith("-") or not _size(value):
            raise ConditionError("Expected a number above 0, such as 1000 or 20%", position=token.position)
        return value

    def window(self) -> int:
        if not self.takes("in"):
            return 1
        self.needs("the")
        self.needs("last")
        token = self.here
        self.step()
        days = count_of(token)
        self.needs_days()
        if not 1 <= days <= LONGEST_WINDOW_DAYS:
            raise ConditionError(f"A window has 1 to {LONGEST_WINDOW_DAYS} days", position=token.position)
        return days

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
        found = self.here
        raise ConditionError(
            f"Expected a comparison (=, !=, <, <=, >, >=, in, between, contains, starts with, is known, changed), "
            f"found “{found.text}”{hint_for(found.text)}",
            position=found.position,
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

    def count(self, token: Token) -> None:
        self.counted += 1
        if self.counted > MOST_VALUES:
            raise ConditionError(f"More than {MOST_VALUES} fields and values", position=token.position)

    def value(self) -> Value:
        token = self.here
        self.count(token)
        self.step()
        if token.sort == "text":
            return text_of(token)
        if token.sort == "number":
            return number_of(token)
        if token.sort == "day":
            return day_of(token)
        if token.says("true") or token.says("false"):
            return token.says("true")
        if token.says("me"):
            return Me()
        if token.says("today"):
            return self.around_today()
        raise ConditionError(
            f"Expected a value, found “{token.text}”{self._instead_of(token)}", position=token.position
        )

    def _instead_of(self, token: Token) -> str:
        if token.sort == "word" and self.here.says("("):
            return "; there are no functions"
        hint = hint_for(token.text)
        return hint or (f"; put text in quotation marks: '{token.text}'" if token.sort == "word" else "")

    def around_today(self) -> Today:
        token = self.here
        if token.sort == "number" and token.text.startswith("-"):
            self.place += 1
            days = count_of(token)
        elif token.says("+") or token.says("-"):
            self.place += 1
            amount = self.here
            self.step()
            days = count_of(amount) * (1 if token.says("+") else -1)
        else:
            return Today()
        self.needs_days()
        if abs(days) > FURTHEST_DAYS:
            raise ConditionError("More than a hundred years from today", position=token.position)
        return Today(days)

    def step(self) -> None:
        if self.here.sort != "end":
            self.place += 1

    def takes(self, text: str) -> bool:
        if self.here.says(text):
            self.place += 1
            return True
        return False

    def needs(self, text: str) -> None:
        if not self.takes(text):
            found = self.here.text
            raise ConditionError(f"Expected “{text}”, found “{found}”{hint_for(found)}", position=self.here.position)

    def needs_days(self) -> None:
        if not self.takes("days"):
            self.needs("day")


def _size(value: Decimal | Percent) -> Decimal:
    return value.amount if isinstance(value, Percent) else value

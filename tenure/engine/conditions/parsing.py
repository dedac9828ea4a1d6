"""From text to a tree. The grammar is in docs/reference/conditions.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tenure.engine.conditions.errors import ConditionError
from tenure.engine.conditions.tokens import Token, TokenType, tokens
from tenure.engine.conditions.tree import (
    And,
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

DEEPEST = 40
MOST_CLAUSES = 200
MOST_VALUES = 500
MOST_DIGITS = 15
FURTHEST_DAYS = 36_500
YEARS = range(1000, 9999)
RESERVED = frozenset({"and", "or", "not", "in", "between", "is", "contains", "true", "false", "today"})
_DAYS_PER = {"day": 1, "days": 1, "week": 7, "weeks": 7}


def parse(text: str) -> Condition:
    """The condition that the text says. Raises `ConditionError` with position, and a suggestion where there is one."""
    parser = _Parser(list(tokens(text)))
    condition = parser.alternatives(depth=0)
    rest = parser.here
    if rest.type is not TokenType.END:
        raise ConditionError(f"“{rest.text}” is too much here; join clauses with and / or", position=rest.position)
    return condition


class _Parser:
    """Walks over the pieces, one method per rule of the grammar."""

    def __init__(self, pieces: list[Token]) -> None:
        self.pieces = pieces
        self.place = 0
        self.clauses = 0

    @property
    def here(self) -> Token:
        return self.pieces[self.place]

    def take(self) -> Token:
        token = self.here
        if token.type is not TokenType.END:
            self.place += 1
        return token

    def expect(self, sign: str) -> Token:
        if not self.here.is_sign(sign):
            raise _expected(f"“{sign}”", self.here)
        return self.take()

    def alternatives(self, *, depth: int) -> Condition:
        parts = self._joined("or", self.conjunction, depth)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self, *, depth: int) -> Condition:
        parts = self._joined("and", self.opposite, depth)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _joined(self, word: str, part: Callable[..., Condition], depth: int) -> list[Condition]:
        if depth > DEEPEST:
            raise ConditionError(f"Parentheses nest at most {DEEPEST} deep", position=self.here.position)
        parts = [part(depth=depth)]
        while self.here.is_word(word):
            self.take()
            parts.append(part(depth=depth))
        return parts

    def opposite(self, *, depth: int) -> Condition:
        if self.here.is_word("not"):
            position = self.take().position
            if depth >= DEEPEST:
                raise ConditionError(f"Conditions nest at most {DEEPEST} deep", position=position)
            return Not(self.opposite(depth=depth + 1))
        if self.here.is_sign("("):
            self.take()
            inner = self.alternatives(depth=depth + 1)
            self.expect(")")
            return inner
        return self.clause()

    def clause(self) -> Condition:
        field = self.take()
        if field.type is not TokenType.WORD or field.text.lower() in RESERVED:
            raise _expected("the name of a field", field)
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise ConditionError(f"A condition has at most {MOST_CLAUSES} clauses", position=field.position)
        sign = self.here
        if sign.is_sign("=", "!=", "<>", "<", "<=", ">", ">="):
            self.take()
            value, position = self.literal()
            operator = Operator("!=" if sign.text == "<>" else sign.text)
            return Comparison(field.text, operator, value, field.position, position)
        return self._worded_clause(field)

    def _worded_clause(self, field: Token) -> Condition:
        word = self.here
        if word.is_word("in"):
            self.take()
            return self._membership(field, is_negated=False)
        if word.is_word("not"):
            self.take()
            if not self.here.is_word("in"):
                raise _expected("in", self.here)
            self.take()
            return self._membership(field, is_negated=True)
        if word.is_word("between"):
            self.take()
            return self._range(field)
        if word.is_word("is"):
            self.take()
            return self._knowledge(field)
        if word.is_word("contains", "starts"):
            return self._text_match(field)
        if word.type is TokenType.WORD and not word.is_word("and", "or"):
            raise _expected("a comparison such as =, >=, in, between, is known or contains", word)
        if word.type in (TokenType.END, TokenType.WORD) or word.is_sign(")"):
            return Comparison(field.text, Operator.EQUAL, True, field.position, field.position)
        raise _expected("a comparison such as =, >=, in, between, is known or contains", word)

    def _membership(self, field: Token, *, is_negated: bool) -> Condition:
        self.expect("(")
        values = [self.literal()]
        while self.here.is_sign(","):
            self.take()
            values.append(self.literal())
            if len(values) > MOST_VALUES:
                raise ConditionError(f"A list holds at most {MOST_VALUES} values", position=values[-1][1])
        self.expect(")")
        positions = tuple(position for _, position in values)
        return Membership(field.text, tuple(value for value, _ in values), is_negated, field.position, positions)

    def _range(self, field: Token) -> Condition:
        low, low_position = self.literal()
        if not self.here.is_word("and"):
            raise _expected("and", self.here)
        self.take()
        high, high_position = self.literal()
        return Range(field.text, low, high, field.position, (low_position, high_position))

    def _knowledge(self, field: Token) -> Condition:
        word = self.take()
        if not word.is_word("known", "unknown"):
            raise _expected("known or unknown", word)
        return Knowledge(field.text, word.is_word("known"), field.position)

    def _text_match(self, field: Token) -> Condition:
        matching = Matching.CONTAINS
        if self.take().is_word("starts"):
            matching = Matching.STARTS_WITH
            if not self.here.is_word("with"):
                raise _expected("with", self.here)
            self.take()
        text = self.take()
        if text.type is not TokenType.TEXT or not text.text:
            raise _expected("a text in quotes", text)
        return TextMatch(field.text, matching, text.text, field.position)

    def literal(self) -> tuple[Literal, int]:
        token = self.take()
        return self._value(token), token.position

    def _value(self, token: Token) -> Literal:
        if token.type is TokenType.TEXT:
            return token.text
        if token.type is TokenType.DAY:
            return _day(token)
        if token.type is TokenType.NUMBER:
            return _number(token)
        if token.is_sign("-") and self.here.type is TokenType.NUMBER:
            return -_number(self.take())
        if token.is_word("true", "false"):
            return token.is_word("true")
        if token.is_word("today"):
            return self._today()
        if token.type is TokenType.WORD:
            raise ConditionError(
                f"“{token.text}” is not a value; put text in quotes",
                position=token.position,
                suggestion=f"'{token.text}'",
            )
        raise _expected("a value", token)

    def _today(self) -> Today:
        if not self.here.is_sign("+", "-"):
            return Today()
        sign = -1 if self.take().text == "-" else 1
        number = self.take()
        if number.type is not TokenType.NUMBER or "." in number.text or len(number.text) > len(str(FURTHEST_DAYS)):
            raise _expected(f"a whole number of days up to {FURTHEST_DAYS}", number)
        unit = self.take()
        if not unit.is_word(*_DAYS_PER):
            raise _expected("days or weeks", unit)
        days = int(number.text) * _DAYS_PER[unit.text.lower()]
        if days > FURTHEST_DAYS:
            raise ConditionError(f"Today is moved by at most {FURTHEST_DAYS} days", position=number.position)
        return Today(sign * days)


def _day(token: Token) -> date:
    try:
        day = date.fromisoformat(token.text)
    except ValueError as error:
        raise ConditionError(f"There is no day {token.text}", position=token.position) from error
    if day.year not in YEARS:
        raise ConditionError(f"{token.text} is outside the years {YEARS[0]} to {YEARS[-1]}", position=token.position)
    return day


def _number(token: Token) -> Decimal:
    if len(token.text.replace(".", "").strip("0")) > MOST_DIGITS or len(token.text) > 2 * MOST_DIGITS:
        raise ConditionError(f"A number has at most {MOST_DIGITS} digits", position=token.position)
    number = Decimal(token.text)
    return Decimal(0) if not number else number.normalize()


def _expected(what: str, found: Token) -> ConditionError:
    got = f"not “{found.text}”" if found.type is not TokenType.END else "but the condition ends"
    return ConditionError(f"Here should be {what}, {got}", position=found.position)

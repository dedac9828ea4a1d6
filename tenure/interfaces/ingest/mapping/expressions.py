"""The small, safe language of a mapping: arithmetic, comparisons and a few functions over the columns of one row.

`amount / 100`, `plus_days(end_date, 1)`, `coalesce(`Close Date`, created)`, `mrr * 12 if interval == 'year' else mrr`.
A name is a column; one with blanks stands in back quotes; `deal.amount` is a column of a joined table. What is unknown
makes a sum unknown, and a condition untrue. There are no loops, no attributes, no other functions than the listed ones.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any

from tenure.interfaces.ingest.mapping.errors import suggestion
from tenure.interfaces.ingest.mapping.functions import FUNCTIONS, READ_AS

LONGEST = 2_000
DEEPEST = 40
MOST_PARTS = 5_000
LARGEST = Decimal(10) ** 30
Row = Mapping[str, Any]
Evaluate = Callable[[Row], Any]
_QUOTED = re.compile(r"`([^`]+)`")
_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_SUMS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_COMPARISONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class ExpressionError(ValueError):
    """An expression cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Reader:
    """How cells become values: `number` and `date` raise `ValueError` for what is neither; `is_nothing` for empty.

    `day` is the local day of a date or an instant.
    """

    number: Callable[[Any], Decimal | None]
    date: Callable[[Any], date | datetime | None]
    is_nothing: Callable[[Any], bool]
    day: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True)
class Expression:
    """An expression that was read: the columns that it names, and its value for a row."""

    columns: frozenset[str]
    evaluate: Evaluate


def read_expression(text: str, *, reader: Reader, lets: Mapping[str, str] | None = None) -> Expression:
    """The expression that the text says; `lets` are expressions that it may call by name. Raises `ExpressionError`."""
    compiler = _Compiler(reader, lets or {})
    return Expression(evaluate=compiler.read(text, 0), columns=frozenset(compiler.columns))


def _tree(text: str) -> tuple[ast.expr, dict[str, str]]:
    """What the text says, and the back-quoted names in it."""
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression has at most {LONGEST} letters.")
    bare, quoted = _without_quotes(text.strip())
    try:
        return ast.parse(bare, mode="eval").body, quoted
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        place = getattr(error, "offset", None)
        where = f" near letter {place}" if place else ""
        raise ExpressionError(f"cannot read “{text}”{where}; example: amount / 100.") from None


def _without_quotes(text: str) -> tuple[str, dict[str, str]]:
    """The text with each back-quoted name exchanged for a plain one, outside of texts."""
    names: dict[str, str] = {}

    def plain(match: re.Match[str]) -> str:
        name = f"column_{len(names)}_"
        names[name] = match[1]
        return name

    pieces, place = [], 0
    for string in _STRINGS.finditer(text):
        pieces += [_QUOTED.sub(plain, text[place : string.start()]), string[0]]
        place = string.end()
    return "".join([*pieces, _QUOTED.sub(plain, text[place:])]), names


class _Compiler:
    """Turns the nodes that the language has into functions of a row, and refuses all others."""

    def __init__(self, reader: Reader, lets: Mapping[str, str]) -> None:
        self.reader, self.lets = reader, lets
        self.quoted: Mapping[str, str] = {}
        self.columns: set[str] = set()
        self.parts = 0

    def read(self, text: str, depth: int) -> Evaluate:
        tree, quoted = _tree(text)
        outer, self.quoted = self.quoted, quoted
        try:
            return self.compile(tree, depth)
        finally:
            self.quoted = outer

    def compile(self, node: ast.expr, depth: int) -> Evaluate:
        self.parts += 1
        if depth > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} levels of brackets; does a name in it call itself?")
        if self.parts > MOST_PARTS:
            raise ExpressionError("the names in it stand for too much; does one of them call itself?")
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name() | ast.Attribute():
                return self.named(self.name(node), depth + 1)
            case ast.BinOp():
                return self.sum(node, depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.as_number(self.compile(operand, depth + 1))
                return lambda row: None if (value := inner(row)) is None else -value
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.compile(operand, depth + 1)
                return lambda row: not inner(row)
            case ast.BoolOp():
                return self.logic(node, depth + 1)
            case ast.Compare():
                return self.comparison(node, depth + 1)
            case ast.IfExp():
                test, then, other = (self.compile(part, depth + 1) for part in (node.test, node.body, node.orelse))
                return lambda row: then(row) if test(row) else other(row)
            case ast.Call():
                return self.call(node, depth + 1)
        raise ExpressionError(f"“{ast.unparse(node)}” is not part of the language.")

    def constant(self, node: ast.Constant) -> Evaluate:
        value = node.value
        if value is not None and not isinstance(value, str | bool | int | float):
            raise ExpressionError(f"“{ast.unparse(node)}” is no number and no text.")
        fixed = Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
        return lambda row: fixed

    def name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self.quoted.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return f"{self.name(node.value)}.{self.quoted.get(node.attr, node.attr)}"
        raise ExpressionError(f"“{ast.unparse(node)}” is no column; a joined one is written name.column.")

    def named(self, name: str, depth: int) -> Evaluate:
        """A column, or an expression that goes by this name."""
        return self.read(self.lets[name], depth) if name in self.lets else self.column(name)

    def column(self, name: str) -> Evaluate:
        self.columns.add(name)
        is_nothing = self.reader.is_nothing

        def read(row: Row) -> Any:
            value = row.get(name)
            return None if is_nothing(value) else value

        return read

    def as_number(self, inner: Evaluate) -> Evaluate:
        read = self.reader.number
        return lambda row: read(inner(row))

    def sum(self, node: ast.BinOp, depth: int) -> Evaluate:
        apply = _SUMS.get(type(node.op))
        if apply is None:
            raise ExpressionError("there are + - * / for numbers, concat(…) for text, plus_days(…) for dates.")
        left, right = (self.as_number(self.compile(part, depth)) for part in (node.left, node.right))
        is_division = isinstance(node.op, ast.Div)

        def calculate(row: Row) -> Any:
            one, other = left(row), right(row)
            if one is None or other is None or (is_division and not other):
                return None
            try:
                result = apply(one, other)
            except DecimalException as error:
                raise ValueError("the calculation leaves what can be counted") from error
            if abs(result) > LARGEST:
                raise ValueError("the calculation leaves what can be counted")
            return result

        return calculate

    def logic(self, node: ast.BoolOp, depth: int) -> Evaluate:
        parts = [self.compile(part, depth) for part in node.values]
        if isinstance(node.op, ast.And):
            return lambda row: all(part(row) for part in parts)
        return lambda row: any(part(row) for part in parts)

    def comparison(self, node: ast.Compare, depth: int) -> Evaluate:
        if len(node.ops) != 1:
            raise ExpressionError("compare two values at a time; join comparisons with `and`.")
        sort, left = type(node.ops[0]), self.compile(node.left, depth)
        right_node = node.comparators[0]
        if sort in (ast.In, ast.NotIn):
            return self.membership(left, right_node, is_in=sort is ast.In, depth=depth)
        if isinstance(right_node, ast.Constant) and right_node.value is None:
            wants_nothing = sort in (ast.Is, ast.Eq)
            return lambda row: (left(row) is None) is wants_nothing
        compare = _COMPARISONS.get(sort)
        if compare is None:
            raise ExpressionError("there are == != < <= > >= in, and `is None` for what is empty.")
        right = self.compile(right_node, depth)

        def decide(row: Row) -> bool:
            pair = _alike(left(row), right(row), self.reader)
            return pair is not None and bool(compare(*pair))

        return decide

    def membership(self, left: Evaluate, node: ast.expr, *, is_in: bool, depth: int) -> Evaluate:
        if not isinstance(node, ast.Tuple | ast.List):
            raise ExpressionError("write the choices of `in` in brackets: status in ('won', 'lost').")
        choices = [self.compile(part, depth) for part in node.elts]

        def decide(row: Row) -> bool:
            value = left(row)
            if value is None:
                return False
            pairs = (_alike(value, choice(row), self.reader) for choice in choices)
            return any(pair is not None and pair[0] == pair[1] for pair in pairs) is is_in

        return decide

    def call(self, node: ast.Call, depth: int) -> Evaluate:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name not in FUNCTIONS:
            raise ExpressionError(f"there is no function “{name}”.{suggestion(name, FUNCTIONS)}")
        function, least, most = FUNCTIONS[name]
        if node.keywords or len(node.args) < least or (most is not None and len(node.args) > most):
            number = least if most == least else f"{least} or more" if most is None else f"{least} to {most}"
            raise ExpressionError(f"{name}(…) takes {number} value(s).")
        arguments = [self.argument(name, place, part, depth) for place, part in enumerate(node.args)]
        if name in ("min", "max"):
            return lambda row: function(*_all_alike([argument(row) for argument in arguments], self.reader))
        return lambda row: function(*(argument(row) for argument in arguments))

    def argument(self, name: str, place: int, node: ast.expr, depth: int) -> Evaluate:
        inner = self.compile(node, depth)
        wanted = READ_AS.get(name, {})
        sort = wanted.get(place) or wanted.get("*")
        if sort == "number":
            return self.as_number(inner)
        if sort in ("date", "day"):
            read: Callable[[Any], Any] = self.reader.day if sort == "day" else self.reader.date
            return lambda row: read(inner(row))
        return inner


def _alike(one: Any, other: Any, reader: Reader) -> tuple[Any, Any] | None:
    """Both as numbers, dates or folded text, whichever the stronger of them is; nothing where one is unknown."""
    if one is None or other is None:
        return None
    if isinstance(one, bool) or isinstance(other, bool):
        return _as_truth(one), _as_truth(other)
    if _is_number(one) or _is_number(other):
        return _pair(one, other, reader.number)
    if isinstance(one, date) or isinstance(other, date):
        pair = _pair(one, other, reader.date)
        if pair is not None and isinstance(pair[0], datetime) != isinstance(pair[1], datetime):
            return tuple(at.date() if isinstance(at, datetime) else at for at in pair)  # type: ignore[return-value]
        return pair
    return str(one).strip().casefold(), str(other).strip().casefold()


def _pair(one: Any, other: Any, read: Callable[[Any], Any]) -> tuple[Any, Any] | None:
    try:
        pair = read(one), read(other)
    except ValueError:
        return None
    return None if None in pair else pair


def _all_alike(values: list[Any], reader: Reader) -> list[Any]:
    """The values for the least or greatest of them: dates where one is a date, else numbers, else as they are."""
    known = [value for value in values if value is not None]
    for read in (reader.number, reader.date):
        try:
            alike = [read(value) for value in known]
        except ValueError:
            continue
        # A day and an instant are compared by their days.
        return (
            alike if len({isinstance(value, datetime) for value in alike}) < 2 else [reader.day(one) for one in known]
        )
    return [str(value) for value in known]


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int | float)


def _as_truth(value: Any) -> Any:
    if isinstance(value, str):
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            value.strip().casefold()
        )
    return bool(value)

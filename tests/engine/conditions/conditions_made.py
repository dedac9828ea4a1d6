"""Generated conditions and rows over four fields, and an evaluator that shares nothing with the product's."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tenure.engine.conditions.checking import FieldType
from tenure.engine.conditions.tree import (
    And,
    Comparison,
    Condition,
    Knowledge,
    Matching,
    Membership,
    Not,
    Operator,
    Or,
    Range,
    TextMatch,
    Today,
)

AS_OF = date(2026, 3, 31)
FIELDS = {
    "arr": FieldType.NUMBER,
    "account.industry": FieldType.TEXT,
    "closes_on": FieldType.DATE,
    "custom.is-key": FieldType.BOOLEAN,
}
STORABLE = st.characters(exclude_characters="\0", exclude_categories=("Cs",))
TEXTS = st.one_of(
    st.sampled_from(["Software", "SOFT", "o'neill", "ware", "ß", "%", "_", '"']), st.text(STORABLE, min_size=1)
)
NUMBERS = st.one_of(
    st.sampled_from(["0", "-1", "2.5", "50000", "0.1"]).map(Decimal), st.integers(-(10**6), 10**6).map(Decimal)
)
DAYS = st.dates(date(2026, 3, 1), date(2026, 4, 30))
LITERALS: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.NUMBER: NUMBERS,
    FieldType.TEXT: TEXTS,
    FieldType.DATE: st.one_of(DAYS, st.integers(-40, 40).map(Today)),
    FieldType.BOOLEAN: st.booleans(),
}


@st.composite
def clauses(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(sorted(FIELDS)))
    type_ = FIELDS[name]
    values = LITERALS[type_]
    shape = draw(st.sampled_from(["compare", "in", "between", "known", "match"]))
    if shape == "in":
        return Membership(name, tuple(draw(st.lists(values, min_size=1, max_size=4))), draw(st.booleans()))
    if shape == "between" and type_ is not FieldType.BOOLEAN:
        return Range(name, draw(values), draw(values))
    if shape == "known":
        return Knowledge(name, draw(st.booleans()))
    if shape == "match" and type_ is FieldType.TEXT:
        return TextMatch(name, draw(st.sampled_from(Matching)), draw(values))
    signs = [Operator.EQUAL, Operator.UNEQUAL] if type_ is FieldType.BOOLEAN else list(Operator)
    return Comparison(name, draw(st.sampled_from(signs)), draw(values))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), parts.map(Not))


conditions = st.recursive(clauses(), _joined, max_leaves=8)
rows = st.fixed_dictionaries(
    {
        "arr": st.one_of(st.none(), NUMBERS, st.sampled_from([0.1, 2.5, 7])),
        "account.industry": st.one_of(st.none(), st.just(""), TEXTS),
        "closes_on": st.one_of(st.none(), DAYS),
        "custom.is-key": st.one_of(st.none(), st.booleans()),
    }
)


def decided(condition: Condition, row: dict[str, Any]) -> bool | None:
    """By the least and greatest of false 0, unknown 1, true 2."""
    return [False, None, True][_rank(condition, row)]


def _rank(condition: Condition, row: dict[str, Any]) -> int:
    if isinstance(condition, Not):
        return 2 - _rank(condition.part, row)
    if isinstance(condition, And):
        return min(_rank(part, row) for part in condition.parts)
    if isinstance(condition, Or):
        return max(_rank(part, row) for part in condition.parts)
    return _leaf(condition, row[condition.name])


def _leaf(clause: Any, found: Any) -> int:
    is_known = found not in (None, "")
    if isinstance(clause, Knowledge):
        return 2 if is_known == clause.is_known else 0
    if not is_known:
        return 1
    value = _plain(found)
    if isinstance(clause, Membership):
        is_in = any(value == _plain(each) for each in clause.values)
        return 2 if is_in != clause.is_negated else 0
    if isinstance(clause, Range):
        return 2 if value >= _plain(clause.low) and not value > _plain(clause.high) else 0
    if isinstance(clause, TextMatch):
        place = value.find(_plain(clause.text))
        return 2 if place == 0 or (place > 0 and clause.matching is Matching.CONTAINS) else 0
    order = (value > _plain(clause.value)) - (value < _plain(clause.value))
    wanted = {"=": [0], "!=": [-1, 1], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1]}[clause.operator.value]
    return 2 if order in wanted else 0


def _plain(value: Any) -> Any:
    if isinstance(value, Today):
        return AS_OF + timedelta(value.days)
    if isinstance(value, str):
        return value.casefold()
    return Decimal(str(value)) if isinstance(value, float) else value

"""The condition language: reading, writing, checking, deciding with the unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import (
    And,
    Change,
    Comparison,
    Condition,
    ConditionError,
    FieldType,
    Me,
    Not,
    Operator,
    Or,
    Today,
    clauses_of,
    without_not,
)
from tenure.engine.conditions.writing import write

TODAY = date(2026, 3, 10)
FIELDS = {
    "arr": FieldType.NUMBER,
    "name": FieldType.TEXT,
    "renews_on": FieldType.DAY,
    "is_internal": FieldType.FLAG,
    "owner": FieldType.LINK,
}


def test_an_analysts_condition_is_read_with_and_before_or() -> None:
    condition = read("arr >= 50000 and (name contains 'inc' or not is_internal = true) or owner = me")

    inner = Or(
        (
            Comparison("name", Operator.CONTAINS, ("inc",), 18),
            Not(Comparison("is_internal", Operator.EQUAL, (True,), 45)),
        )
    )
    first = And((Comparison("arr", Operator.AT_LEAST, (Decimal(50000),), 0), inner))
    assert condition == Or((first, Comparison("owner", Operator.EQUAL, (Me(),), 68)))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not a = 1 and b = 2", "(not a = 1) and b = 2"),
        ("not a = 1 or b = 2", "(not a = 1) or b = 2"),
        ("a = 1 or b = 2 and c = 3", "a = 1 or (b = 2 and c = 3)"),
        ("a = 1 and b = 2 or c = 3 and d = 4", "(a = 1 and b = 2) or (c = 3 and d = 4)"),
        ("a between 1 and 2 and b = 3", "(a between 1 and 2) and b = 3"),
        (
            "not a changed and b rose in the last 7 days or c = 1",
            "(not a changed and (b rose in the last 7 days)) or c = 1",
        ),
        ("not not a = 1", "not (not a = 1)"),
    ],
)
def test_not_binds_before_and_and_before_or(text: str, same: str) -> None:
    assert places_dropped(read(text)) == places_dropped(read(same))


@pytest.mark.parametrize(
    ("text", "operator", "values"),
    [
        ("renews_on between today and today + 90 days", Operator.BETWEEN, (Today(), Today(90))),
        ("renews_on < today - 1 day", Operator.LESS, (Today(-1),)),
        ("renews_on = 2026-03-01", Operator.EQUAL, (date(2026, 3, 1),)),
        ("name in ('a', \"b's\")", Operator.IN, ("a", "b's")),
        ("name not in ('a')", Operator.NOT_IN, ("a",)),
        ("name starts with 'a\\'b'", Operator.STARTS, ("a'b",)),
        ("arr is unknown", Operator.UNKNOWN, ()),
        ("arr = -12.5", Operator.EQUAL, (Decimal("-12.5"),)),
    ],
)
def test_each_comparison_is_read(text: str, operator: Operator, values: tuple[Any, ...]) -> None:
    assert read(text) == Comparison(text.split(maxsplit=1)[0], operator, values, 0)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "Expected the name of a field", 0),
        ("arr >", "Expected a value, found “the end”", 5),
        ("arr = 5 name = 'x'", "Did not expect “name”", 8),
        ("(arr = 5", "Expected “)”", 8),
        ("name = 'open", "closing quotation mark", 7),
        ("name = Acme", "put text in quotation marks: 'Acme'", 7),
        ("renews_on = 2026-02-30", "not a day of the calendar", 12),
        ("arr ; drop table", "cannot read “;”".capitalize(), 4),
        ("arr like 5", "Expected a comparison", 4),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(ConditionError) as refused:
        read(text)

    assert message.lower() in str(refused.value).lower()
    assert refused.value.position == position


def test_brackets_go_only_so_deep() -> None:
    with pytest.raises(ConditionError, match="levels"):
        read("(" * 500 + "arr = 1" + ")" * 500)
    with pytest.raises(ConditionError, match="levels"):
        read("not " * 500 + "arr = 1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmae = 'x'", "no field “nmae”; did you mean “name”?"),
        ("name > 'x'", "cannot be put in order"),
        ("arr contains 'x'", "is no text"),
        ("arr = 'x'", "a number such as"),
        ("renews_on = 5", "a day such as"),
        ("is_internal = 1", "true or false"),
        ("name = me", "quotation marks"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ConditionError, match=message.replace("?", r"\?")):
        check(read(text), fields=FIELDS)


values = {
    "arr": st.decimals(-10, 10, places=1),
    "name": st.sampled_from(["Acme", "acme inc", "Bolt", "it's", "back\\slash"]),
    "renews_on": st.one_of(st.dates(date(2026, 3, 1), date(2026, 3, 20)), st.builds(Today, st.integers(-9, 9))),
    "is_internal": st.booleans(),
}
ordered = [Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST]


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    field = draw(st.sampled_from(sorted(values)))
    fitting = [Operator.EQUAL, Operator.UNEQUAL, Operator.IN, Operator.NOT_IN, Operator.KNOWN, Operator.UNKNOWN]
    if field in ("arr", "renews_on"):
        fitting += [*ordered, Operator.BETWEEN, Operator.NOT_BETWEEN]
    if field == "name":
        fitting += [Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS]
    operator = draw(st.sampled_from(fitting))
    count = {Operator.KNOWN: 0, Operator.UNKNOWN: 0, Operator.BETWEEN: 2, Operator.NOT_BETWEEN: 2}.get(operator, 1)
    return Comparison(field, operator, tuple(draw(values[field]) for _ in range(count)))


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), inner.map(Not))


conditions: st.SearchStrategy[Condition] = st.recursive(comparisons(), joined, max_leaves=6)
rows = st.fixed_dictionaries(
    {
        "arr": st.none() | st.decimals(-10, 10, places=1),
        "name": st.none() | values["name"],
        "renews_on": st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 20)),
        "is_internal": st.none() | st.booleans(),
    }
)


def places_dropped(condition: Condition) -> Condition:
    match condition:
        case And(parts):
            return And(tuple(places_dropped(part) for part in parts))
        case Or(parts):
            return Or(tuple(places_dropped(part) for part in parts))
        case Not(part):
            return Not(places_dropped(part))
        case Comparison() | Change():
            return replace(condition, position=0)


@given(conditions)
def test_a_written_condition_reads_the_same(condition: Condition) -> None:
    assert places_dropped(read(write(condition))) == condition


@given(conditions, rows)
def test_carrying_not_inward_changes_no_answer(condition: Condition, row: dict[str, Any]) -> None:
    assert decide(without_not(condition), row=row, today=TODAY) == decide(condition, row=row, today=TODAY)


@given(conditions, rows)
def test_what_is_unknown_never_turns_into_an_answer_by_being_filled_in_differently(
    condition: Condition, row: dict[str, Any]
) -> None:
    """A definite answer from known values stays, whatever the unknown ones turn out to be."""
    if any(clause.operator in (Operator.KNOWN, Operator.UNKNOWN) for clause in clauses_of(condition)):
        return
    answer = decide(condition, row=row, today=TODAY)
    filled = {"arr": Decimal(1), "name": "Bolt", "renews_on": TODAY, "is_internal": True}
    complete = {field: filled[field] if value is None else value for field, value in row.items()}

    assert answer is None or decide(condition, row=complete, today=TODAY) == answer


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    position = 0
    try:
        read(text)
    except ConditionError as refused:
        position = refused.position

    assert 0 <= position <= len(text)

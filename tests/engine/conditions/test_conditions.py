"""The condition language: what it reads, what it refuses, and that it decides as an independent evaluator does."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.conditions import Condition, ConditionError, FieldType, check, evaluate, explain, format, parse
from tenure.engine.conditions.deciding import WrongValueError
from tenure.engine.conditions.tree import And, Comparison, Operator, Or, Range, Today
from tests.engine.conditions.conditions_made import AS_OF, FIELDS, conditions, decided, rows

WORDS = (
    *("a", "b.c", "(", ")", "and", "or", "not", "in", "between", "is", "known", "contains", "starts", "with"),
    *("1", "'x'", "today", "-", "days", "=", "<", ",", "true"),
)
NUMBERS = {"arr": FieldType.NUMBER, "nps": FieldType.NUMBER, "open_sev1": FieldType.NUMBER}


def test_and_binds_more_tightly_than_or() -> None:
    condition = parse("arr >= 50000 or nps < 7 and open_sev1 > 0")

    assert condition == Or(
        (
            Comparison("arr", Operator.AT_LEAST, Decimal(50000)),
            And((Comparison("nps", Operator.LESS, Decimal(7)), Comparison("open_sev1", Operator.MORE, Decimal(0)))),
        )
    )


def test_the_example_of_the_design_reads_as_meant() -> None:
    text = "arr >= 50000 and (nps < 7 or open_sev1 > 0) and days_to_renewal between 0 and 90"
    values = {"arr": 60000, "nps": None, "open_sev1": 1, "days_to_renewal": 90}

    assert format(parse(text)) == text
    assert evaluate(parse(text), values, AS_OF) is True
    assert evaluate(parse(text), {**values, "open_sev1": 0}, AS_OF) is None
    assert evaluate(parse(text), {**values, "open_sev1": 0, "arr": 1}, AS_OF) is False


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('NAME Contains "Acme"', "NAME contains 'Acme'"),
        ("a <> 1.50", "a != 1.5"),
        ("a = 'O''Neill'", "a = 'O''Neill'"),
        ("d > TODAY - 2 weeks", "d > today - 14 days"),
        ("d = today+1 day", "d = today + 1 day"),
        ("is_internal", "is_internal = true"),
        ("not (a = 1)", "not a = 1"),
        ("(a = 1 and b = 2) or c = 3", "a = 1 and b = 2 or c = 3"),
        ("a not in (1,2)", "a not in (1, 2)"),
        ("custom.is-key is unknown", "custom.is-key is unknown"),
        ("a = -0", "a = 0"),
        ("starts starts with 'x' and known = 1", "starts starts with 'x' and known = 1"),
    ],
)
def test_what_is_said_in_other_words_is_written_in_one_form(text: str, canonical: str) -> None:
    assert format(parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "name of a field"),
        ("arr >=", 6, "a value"),
        ("arr > 1 nps < 2", 8, "join clauses with and / or"),
        ("name = 'Acme", 7, "not closed"),
        ("(arr > 1", 8, "“)”"),
        ("arr between 1 or 2", 14, "and"),
        ("arr is empty", 7, "known or unknown"),
        ("d = 2026-02-30", 4, "no day 2026-02-30"),
        ("arr = 1; drop table x", 7, "not understood"),
        ("arr = 1234567890123456", 6, "15 digits"),
        ("name = 'a\0b'", 9, "no record can hold"),
        ("and = 1", 0, "name of a field"),
        ("d > today - 99999 days", 12, "36500"),
        ("arr ( 1", 4, "a comparison"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(ConditionError, match="character") as caught:
        parse(text)

    assert caught.value.position == position
    assert words in str(caught.value)


def test_a_text_without_quotes_is_suggested_with_them() -> None:
    with pytest.raises(ConditionError) as caught:
        parse("segment = smb")

    assert caught.value.suggestion == "'smb'"


@pytest.mark.parametrize("text", ["(" * 5000 + "a = 1", "not " * 3000 + "a = 1", " and ".join(["a = 1"] * 300)])
def test_what_is_too_deep_or_too_long_is_refused_in_words(text: str) -> None:
    with pytest.raises(ConditionError, match="at most"):
        parse(text)


def test_a_list_holds_at_most_500_values() -> None:
    with pytest.raises(ConditionError, match="500"):
        parse(f"a in ({', '.join(['1'] * 501)})")


def test_an_unknown_field_is_told_with_the_nearest_known_one() -> None:
    with pytest.raises(ConditionError) as caught:
        check(parse("nps = 1 and opne_sev1 > 0"), NUMBERS)

    assert (caught.value.position, caught.value.suggestion) == (12, "open_sev1")
    assert "Did you mean “open_sev1”?" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("arr = '5'", "compare it with a number"),
        ("closes_on > 5", "compare it with a date"),
        ("arr contains '5'", "only a text"),
        ("account.industry = ''", "is unknown"),
        ("custom.is-key < true", "not more or less"),
        ("account.industry in ('a', 2)", "compare it with a text"),
    ],
)
def test_a_value_of_another_type_is_refused(text: str, words: str) -> None:
    with pytest.raises(ConditionError, match=words):
        check(parse(text), FIELDS)


def test_a_checked_condition_knows_the_types_of_its_fields() -> None:
    checked = check(parse("arr > 1 and nps is known"), NUMBERS)

    assert checked.types == {"arr": FieldType.NUMBER, "nps": FieldType.NUMBER}


def test_text_compares_without_regard_to_capitals() -> None:
    assert evaluate(parse("city = 'STRASSE'"), {"city": "Straße"}, AS_OF) is True


def test_relative_days_follow_the_day_of_asking() -> None:
    condition = parse("on between today - 1 day and today")

    assert condition == Range("on", Today(-1), Today(0))
    assert evaluate(condition, {"on": date(2026, 3, 30)}, AS_OF) is True
    assert evaluate(condition, {"on": date(2026, 3, 30)}, date(2026, 4, 1)) is False


def test_an_explanation_shows_each_clause_with_its_value_and_result() -> None:
    explanation = explain(parse("arr > 10 and not nps < 7"), {"arr": 20, "nps": ""}, AS_OF)

    assert explanation.result is None
    first, second = explanation.parts
    assert (first.text, first.name, first.value, first.result) == ("arr > 10", "arr", 20, True)
    assert (second.text, second.result, second.parts[0].value) == ("not nps < 7", None, None)


def test_a_value_of_no_known_type_is_refused() -> None:
    with pytest.raises(WrongValueError, match="cannot read"):
        evaluate(parse("a = 1"), {"a": [1]}, AS_OF)


@given(conditions)
def test_a_condition_survives_being_written_and_read(condition: Condition) -> None:
    assert parse(format(condition)) == condition
    assert check(condition, FIELDS).condition == condition


@given(conditions, rows)
def test_an_independent_evaluator_agrees(condition: Condition, row: dict[str, Any]) -> None:
    expected = decided(condition, row)

    assert evaluate(condition, row, AS_OF) is expected
    assert explain(condition, row, AS_OF).result is expected


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)


@given(st.lists(st.sampled_from(WORDS)))
def test_any_order_of_words_is_read_or_refused(words: list[str]) -> None:
    _read_or_refused(" ".join(words))


def _read_or_refused(text: str) -> None:
    with suppress(ConditionError):
        condition = parse(text)
        assert parse(format(condition)) == condition

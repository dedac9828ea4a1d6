"""What the language refuses, so that no text harms whoever decides it; and that any text is read or refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import ConditionError, FieldType, Today, without_not
from tenure.engine.conditions.writing import write

TODAY = date(2026, 3, 31)
WORDS = (
    *("a", "b.c", "custom.x-y", "(", ")", "and", "or", "NOT", "not", "in", "between", "is", "known", "unknown"),
    *(
        "contains",
        "starts",
        "with",
        "1",
        "-2",
        "'x'",
        "today",
        "me",
        "true",
        "+",
        "-",
        "days",
        "=",
        "<",
        ",",
    ),
    "2026-03-01",
)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "name of a field"),
        ("arr >=", 6, "Expected a value"),
        ("arr in (1", 9, "Expected “.”"),
        ("name = 'Acme", 7, "quotation mark is missing"),
        ("d = 2026-02-30", 4, "not a day"),
        ("d = 9999-12-31", 4, "outside the years"),
        ("d = 0001-01-01", 4, "outside the years"),
        ("arr = 1234567890123456", 6, "15 digits"),
        ("name = 'a\0b'", 7, "no record can hold"),
        ("name = '\\\0'", 7, "no record can hold"),
        ("name = '\ud800'", 7, "no record can hold"),
        ("d > today + 1.5 days", 12, "number of days"),
        ("d > today - 40000 days", 10, "hundred years"),
        ("d > today +", 11, "number of days"),
        ("arr = 1; drop table x", 7, "Cannot read"),
        ("a = 1 and " * 390 + "a = 1", None, "at most 4000 characters|400 fields"),
        ("a in (" + "1, " * 400 + "1)", None, "400 fields"),
        ("(" * 1000 + "a = 1", None, "levels"),
        ("not " * 900 + "a = 1", None, "levels"),
    ],
)
def test_what_cannot_be_decided_safely_is_refused_with_its_place(text: str, position: int | None, words: str) -> None:
    with pytest.raises(ConditionError, match=words) as caught:
        read(text)

    assert position is None or caught.value.position == position


def test_words_may_be_in_capitals_and_own_fields_may_have_hyphens() -> None:
    condition = read("NOT custom.go-live BETWEEN Today - 2 Days AND today OR custom.2024 IS Known")

    assert write(condition) == "not custom.go-live between today - 2 days and today or custom.2024 is known"


def test_floating_values_compare_as_they_are_written() -> None:
    assert decide(read("seats = 0.1"), row={"seats": 0.1}, today=TODAY) is True


def test_a_typo_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ConditionError, match="did you mean “open_sev1”") as caught:
        check(read("nps = 1 and opne_sev1 > 0"), fields={"nps": FieldType.NUMBER, "open_sev1": FieldType.NUMBER})

    assert caught.value.position == 12


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)


@given(st.lists(st.sampled_from(WORDS)))
def test_any_order_of_words_is_read_or_refused(words: list[str]) -> None:
    _read_or_refused(" ".join(words))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40))
def test_any_text_survives_being_quoted(text: str) -> None:
    condition = read(f"name = {_quoted(text)}")

    assert condition.values == (text,)  # type: ignore[union-attr]


@given(st.integers(-36_500, 36_500))
def test_any_day_around_today_survives_being_written(days: int) -> None:
    written = write(read(f"d = today {'+' if days >= 0 else '-'} {abs(days)} days"))

    assert read(written).values == (Today(days),)  # type: ignore[union-attr]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _read_or_refused(text: str) -> None:
    with suppress(ConditionError):
        condition = read(text)
        assert write(read(write(condition))) == write(condition)
        assert decide(without_not(condition), row={}, today=TODAY) is decide(condition, row={}, today=TODAY)

"""Conditions about what was before: how they are read, refused, decided."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import (
    Change,
    ConditionError,
    FieldType,
    Movement,
    Not,
    Percent,
    fields_of,
    windows_of,
    without_not,
)
from tenure.engine.conditions.writing import write

TODAY = date(2026, 3, 10)
FIELDS = {
    "arr": FieldType.MONEY,
    "nrr": FieldType.SHARE,
    "health_band": FieldType.TEXT,
    "renews_on": FieldType.DAY,
    "csm": FieldType.LINK,
}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("csm changed", Change("csm", Movement.CHANGED)),
        ("csm changed in the last 7 days", Change("csm", Movement.CHANGED, 7)),
        ("health_band changed to 'red'", Change("health_band", Movement.CHANGED, ends="red")),
        ("band changed from 'a' to 'b' in the last 1 day", Change("band", Movement.CHANGED, begins="a", ends="b")),
        ("d changed to today in the last 30 days", Change("d", Movement.CHANGED, 30, ends=read("d = today").values[0])),  # type: ignore[union-attr]
        ("arr rose", Change("arr", Movement.ROSE)),
        ("ARR Rose By 1000.50 In The Last 30 Days", Change("ARR", Movement.ROSE, 30, by=Decimal("1000.50"))),
        ("arr dropped by 20% in the last 30 days", Change("arr", Movement.DROPPED, 30, by=Percent(Decimal(20)))),
    ],
)
def test_each_change_is_read_and_written(text: str, change: Change) -> None:
    assert read(text) == change
    assert read(write(change)) == change


def test_fields_may_be_called_like_the_words_of_a_change() -> None:
    assert write(read("changed changed to 'rose' and rose dropped and by = 1 and last in (2)")) == (
        "changed changed to 'rose' and rose dropped and by = 1 and last in (2)"
    )


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("arr dropped by -5", 15, "number above 0, such as 1000 or 20%"),
        ("arr dropped by 0%", 15, "number above 0"),
        ("arr dropped by 'x'", 15, "number above 0"),
        ("arr dropped by", 14, "Expected a value, found “the end”"),
        ("arr rose by 1234567%", 12, "A percentage has at most 6 digits"),
        ("csm changed in the last 0 days", 24, "A window has 1 to 3660 days"),
        ("csm changed in the last 3661 days", 24, "A window has 1 to 3660 days"),
        ("csm changed in the last 1.5 days", 24, "Expected a number of days"),
        ("csm changed in the last week", 24, "Expected a number of days"),
        ("csm changed in the last 5 weeks", 26, "Expected “day”, found “weeks”"),
        ("csm changed in 5 days", 15, "Expected “the”, found “5”"),
        ("csm changed to", 14, "Expected a value"),
        ("arr fell by 5", 4, "write “dropped”"),
        ("arr increased", 4, "write “rose”"),
        ("band became 'red'", 5, "write “changed to”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        read(text)

    assert message in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("health_band rose", "“health_band” is no number, so it can be asked only whether it changed"),
        ("renews_on dropped by 5", "“renews_on” is no number"),
        ("csm changed to 5", "“csm” is compared with a name in quotation marks, or me"),
        ("arr changed from 'x'", "“arr” is compared with an amount such as 1200.50"),
        ("cms changed", "There is no field “cms”; did you mean “csm”?"),
    ],
)
def test_changes_that_make_no_sense_are_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        check(read(text), fields=FIELDS, allows_changes=True)

    assert message in str(refused.value)


def test_changes_are_refused_where_nobody_knows_what_was_before() -> None:
    with pytest.raises(ConditionError, match="“changed” asks how “csm” was before, which is asked of facts") as refused:
        check(read("arr > 5 and csm changed"), fields=FIELDS)

    assert refused.value.position == 12


@pytest.mark.parametrize(
    ("text", "then", "now", "answer"),
    [
        ("f changed", "red", "RED", False),
        ("f changed", "red", "green", True),
        ("f changed", None, "green", None),  # it was not known, so nobody can say
        ("f changed", "red", "", None),
        ("f changed to 'red'", "green", "Red", True),
        ("f changed to 'red'", "red", "red", False),
        ("f changed to 'red'", None, "green", False),  # whatever it was, it is not red
        ("f changed to 'red'", None, "red", None),
        ("f changed from 'red'", "red", "green", True),
        ("f changed from 'red' to 'green'", "red", "amber", False),
        ("f changed from 'red' to 'green'", "red", "green", True),
        ("f changed", Linked("per_1", "Ann"), Linked("per_1", "Ann Lee"), False),  # the same person, renamed
        ("f changed", Linked("per_1", "Ann"), Linked("per_2", "Ann"), True),
        ("f changed to me", Linked("per_1", "Ann"), Linked("per_2", "Bob"), True),
        ("f changed", datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC), True),
        ("f rose", 5, 5, False),
        ("f rose", 5, Decimal("5.01"), True),
        ("f dropped by 20%", 1000, 800, True),
        ("f dropped by 20%", 1000, Decimal("800.01"), False),
        ("f dropped by 20%", 0, -5, None),
        ("f dropped by 20%", -1000, -1200, True),  # a fifth of its size
        ("f dropped", 0, -5, True),
        ("f rose by 0.1", Decimal("0.2"), Decimal("0.3"), True),
        ("f rose by 0.1", 0.2, 0.3, False),  # 0.3 - 0.2 is a little less in floating arithmetic, on every engine
        ("f rose by 33.3333%", Decimal(3), Decimal("3.999999"), True),
        ("f rose by 33.3333%", Decimal(3), Decimal("3.999998"), False),
    ],
)
def test_each_change_is_decided(text: str, then: Any, now: Any, answer: bool | None) -> None:
    previous = {("f", 1): then}

    assert decide(read(text), row={"f": now}, today=TODAY, me="per_2", previous=previous) is answer


def test_a_change_without_earlier_values_is_unknown() -> None:
    assert decide(read("arr dropped"), row={"arr": 5}, today=TODAY) is None


def test_not_stays_before_a_change() -> None:
    condition = without_not(read("not (csm changed or arr > 5)"))

    assert write(condition) == "not csm changed and arr <= 5"


def test_what_must_be_fetched_can_be_told() -> None:
    condition = read("arr > 5 and not (csm changed or arr dropped in the last 30 days)")

    assert fields_of(condition) == {"arr", "csm"}
    assert windows_of(condition) == {("csm", 1), ("arr", 30)}
    assert isinstance(condition.parts[1], Not)  # type: ignore[union-attr]

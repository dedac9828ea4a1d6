"""What columns hold, and what they leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.interfaces.ingest.columns import Choice, ColumnType, DateOrder, NumberStyle, Topic, describe
from tests.interfaces.ingest.columns.tables import profile_of
from tests.interfaces.ingest.reading.files import table_of

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA


@pytest.mark.parametrize(
    ("name", "cells", "type_"),
    [
        ("city", ["Ulm", "Rome", "Oslo", "Bonn"], ColumnType.TEXT),
        ("seats", ["1", "20", "3"], ColumnType.NUMBER),
        ("mrr", ["1", "20", "3"], ColumnType.MONEY),
        ("x", ["€1", "€20", "3"], ColumnType.MONEY),
        ("start", ["2024-01-31", "2024-02-01"], ColumnType.DATE),
        ("start", ["2024-01-31 09:30", "2024-02-01"], ColumnType.DATETIME),
        ("active", ["yes", "No", "YES"], ColumnType.BOOLEAN),
        ("is_won", ["0", "1", "1"], ColumnType.BOOLEAN),
        ("errors", ["0", "1", "1"], ColumnType.NUMBER),
        ("stage", ["won", "lost", "won", "won", "open", "lost", "won", "won", "open"], ColumnType.CHOICE),
        ("who", ["a@x.io", "b@y.co.uk"], ColumnType.EMAIL),
        ("site", ["acme.com", "globex.co.uk"], ColumnType.DOMAIN),
        ("site", ["https://acme.com/x", "www.globex.com"], ColumnType.URL),
        ("index", ["01.High", "02.Medium", "01.High"], ColumnType.TEXT),
        ("account_id", ["1", "2", "2"], ColumnType.ID),
        ("zip", ["01234", "98765"], ColumnType.ID),
        ("plain", ["01234", "98765"], ColumnType.ID),
        ("x", ["7927b2df-8bba-4d29-b9a2-b6e0beafe620", "2a272436-5132-4136-86fa-dcc88c88f482"], ColumnType.ID),
        ("x", ["", "N/A", "Select"], ColumnType.EMPTY),
    ],
)
def test_the_type_is_what_most_cells_are(tmp_path: Path, name: str, cells: list[str], type_: ColumnType) -> None:
    assert profile_of(tmp_path, cells, name).type is type_


def test_shares_and_words_for_nothing_are_counted(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, ["Ulm", "Select", "", "Select", "Rome", "Ulm", "N/A", " "])

    assert profile.share_empty == 5 / 8
    assert profile.distinct == 2
    assert profile.empty_words == ("Select", "N/A")
    assert profile.examples == ("Ulm", "Rome")
    assert not profile.is_unique


def test_cells_that_do_not_fit_are_shown(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, [*(f"{number}.50" for number in range(19)), "a lot"], "mrr")

    assert profile.type is ColumnType.MONEY
    assert profile.fit == 0.95
    assert profile.misfits == ("a lot",)


def test_dates_that_fit_both_orders_are_asked_about(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, ["04/04/2024", "03/04/2024", "12/11/2024"], "start")

    assert profile.date_orders == (DAY, MONTH)
    [question] = profile.questions
    assert (question.column, question.topic, question.example) == ("start", Topic.DATE_ORDER, "03/04/2024")
    assert question.text == "Which day is 03/04/2024 in start?"
    assert question.choices == (Choice("day first", "2024-04-03"), Choice("month first", "2024-03-04"))


@pytest.mark.parametrize(("telling", "order"), [("31/04/2024", None), ("13/04/2024", DAY), ("04/13/2024", MONTH)])
def test_one_telling_date_decides_for_all(tmp_path: Path, telling: str, order: DateOrder | None) -> None:
    profile = profile_of(tmp_path, [*["03/04/2024"] * 20, telling], "start")

    if order is None:
        assert len(profile.questions) == 1
    else:
        assert profile.date_orders == (order,)
        assert profile.questions == ()


def test_a_telling_date_far_behind_the_sample_is_found(tmp_path: Path) -> None:
    cells = "\n".join(["03/04/2024"] * 500 + ["05/28/2024"])
    table = table_of(tmp_path, f"start\n{cells}\n", header_row=1)

    [profile] = describe(table, sample=100)

    assert profile.date_orders == (MONTH,)
    assert profile.questions == ()


def test_dates_in_both_orders_are_asked_about(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, ["13/04/2024", "04/13/2024"], "start")

    assert profile.date_orders == ()
    assert [question.topic for question in profile.questions] == [Topic.DATE_ORDER]


@pytest.mark.parametrize(
    "cells", [["2024-03-04", "2024-04-03"], ["3 Apr 2024", "4 May 2024"], ["04/04/2024", "05/05/2024"]]
)
def test_nothing_is_asked_where_the_order_makes_no_difference(tmp_path: Path, cells: list[str]) -> None:
    assert profile_of(tmp_path, cells, "start").questions == ()


@pytest.mark.parametrize(
    ("cells", "styles", "asks"),
    [
        (["1,234", "5,678"], (POINT, COMMA), True),
        (["1.234", "5.678"], (POINT, COMMA), True),
        (["1,234", "5,678.50"], (POINT,), False),
        (["1.234", "5,5"], (COMMA,), False),
        (["1,234.50", "1.234,50"], (), True),
        (["12", "7"], (POINT,), False),
        (["0.125", "1.234"], (POINT,), False),
    ],
)
def test_numbers_that_fit_both_styles_are_asked_about(
    tmp_path: Path, cells: list[str], styles: tuple[NumberStyle, ...], asks: bool
) -> None:
    profile = profile_of(tmp_path, cells, "mrr")

    assert profile.number_styles == styles
    assert bool(profile.questions) is asks


def test_both_readings_of_a_number_are_shown(tmp_path: Path) -> None:
    [question] = profile_of(tmp_path, ["1,234"], "mrr").questions

    assert question.text == "How much is 1,234 in mrr?"
    assert question.choices == (Choice("1,234.50", "1234"), Choice("1.234,50", "1.234"))


def test_a_sign_that_several_currencies_share_is_asked_about(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, ["$10", "$20", "EUR 5"], "mrr")

    assert profile.currencies == ("$", "EUR")
    [question] = profile.questions
    assert (question.topic, question.text) == (Topic.CURRENCY, "Which currency is meant by $ in mrr?")
    assert [choice.value for choice in question.choices][:2] == ["USD", "CAD"]


def test_numbers_are_dates_only_where_the_name_says_so(tmp_path: Path) -> None:
    assert profile_of(tmp_path, ["45322", "45323"], "start date").date_orders == (DateOrder.EXCEL,)
    assert profile_of(tmp_path, ["45322", "45323"], "seats").type is ColumnType.NUMBER
    assert profile_of(tmp_path, ["1706693400000"], "createdAt").date_orders == (DateOrder.UNIX_MILLISECONDS,)
    assert profile_of(tmp_path, ["20240131"], "date").date_orders == (DateOrder.COMPACT,)


def test_percents_and_zones_are_seen(tmp_path: Path) -> None:
    assert profile_of(tmp_path, ["5%", "7.5%"], "discount").is_percent
    assert profile_of(tmp_path, ["2024-01-31T09:30:00Z"], "created").has_zone is True
    assert profile_of(tmp_path, ["2024-01-31T09:30:00"], "created").has_zone is False


def test_the_values_of_a_choice_are_counted(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, ["won", "lost", "won", "won", "open", "lost", "won", "won", "open"], "stage")

    assert profile.values == (("won", 5), ("lost", 2), ("open", 2))


def test_typed_cells_need_no_guess(tmp_path: Path) -> None:
    content = '{"a": 1.5, "b": true, "account_id": 7, "mrr": 9, "t": "x"}\n'

    profiles = describe(table_of(tmp_path, content, "x.jsonl"))

    assert [profile.type for profile in profiles] == [
        *(ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.ID, ColumnType.MONEY, ColumnType.TEXT),
    ]
    assert [profile.questions for profile in profiles] == [(), (), (), (), ()]


def test_a_table_without_rows_is_described(tmp_path: Path) -> None:
    profiles = describe(table_of(tmp_path, "a,b\n"))

    assert [(profile.type, profile.share_empty, profile.rows) for profile in profiles] == [
        (ColumnType.EMPTY, 1.0, 0)
    ] * 2

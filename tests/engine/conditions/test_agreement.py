"""The bulk answer, the one-row explanation and the book agree on true, false and unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.explaining import explain
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import Condition
from tenure.engine.conditions.writing import write
from tests.engine.conditions.by_the_book import by_the_book
from tests.engine.conditions.shapes import FIELDS, ME, TODAY, WINDOWS, ZONE, conditions, earlier, kept, rows
from tests.engine.conditions.tables import (
    COLUMNS,
    PREVIOUS,
    Before,
    Row,
    as_sql,
    duckdb_table,
    postgresql_table,
)

pairs = st.lists(st.tuples(rows, earlier), min_size=1, max_size=6)
EVERYTHING_UNKNOWN: tuple[Row, Before] = (
    dict.fromkeys(kept),
    {(field, days): None for field in kept for days in WINDOWS},
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def one_row(condition: Condition, row: Row, before: Before) -> bool | None:
    """The product's answer for one row, which its explanation shares."""
    given_row = {field: _linked(field, value) for field, value in row.items()}
    given_before = {window: _linked(window[0], value) for window, value in before.items()}
    asked: dict[str, Any] = {"today": TODAY, "me": ME, "zone": ZONE, "fields": FIELDS, "previous": given_before}
    answer = decide(condition, row=given_row, **asked)
    assert explain(condition, row=given_row, **asked).holds is answer
    return answer


def _linked(field: str, value: Any) -> Any:
    return Linked(*value) if field == "owner" and value is not None else value


def answers_to(table: Any, condition: Condition) -> Any:
    return decide_many(
        table,
        conditions={"answer": check(condition, fields=FIELDS, allows_changes=True)},
        fields=FIELDS,
        today=TODAY,
        me=ME,
        zone=ZONE,
        columns=COLUMNS,
        previous=PREVIOUS,
        keep=["place"],
    )


@given(condition=conditions, drawn=pairs)
@settings(max_examples=max(200, settings().max_examples))
def test_bulk_and_one_row_and_book_agree(
    connection: Any, condition: Condition, drawn: list[tuple[Row, Before]]
) -> None:
    drawn = [*drawn, EVERYTHING_UNKNOWN]

    table = duckdb_table(connection, drawn)
    found = connection.execute(as_sql(answers_to(table, condition), "duckdb") + " ORDER BY place").fetchall()

    expected = [by_the_book(condition, *row) for row in drawn]
    assert [one_row(condition, *row) for row in drawn] == expected
    assert [answer for _, answer in found] == expected


@given(conditions)
def test_a_written_condition_means_the_same(condition: Condition) -> None:
    again = read(write(condition))

    assert write(again) == write(condition)


@pytest.mark.postgresql
@given(condition=conditions, drawn=pairs)
@settings(max_examples=max(60, settings().max_examples // 4))
def test_postgresql_agrees(postgresql: str, condition: Condition, drawn: list[tuple[Row, Before]]) -> None:
    drawn = [*drawn, EVERYTHING_UNKNOWN]

    with psycopg.connect(postgresql) as connection, connection.cursor() as cursor:
        table = postgresql_table(cursor, drawn)
        cursor.execute(as_sql(answers_to(table, condition), "postgres") + " ORDER BY place")
        found = [answer for _, answer in cursor.fetchall()]
        connection.rollback()

    assert found == [by_the_book(condition, *row) for row in drawn]

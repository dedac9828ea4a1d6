"""Conditions as expressions: exact, in one pass, for every engine, and never as text of a query."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.columns import UnfitColumnError
from tenure.engine.conditions.compiling import compile_condition
from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.reading import MOST_VALUES, read
from tenure.engine.conditions.syntax import FieldType
from tests.engine.conditions.tables import answers, as_sql

TODAY = date(2026, 3, 10)
LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("type_", "values", "text", "expected"),
    [
        (pa.int64(), [1_000_500_000], "n = 1000.5", True),
        (pa.int64(), [1_000_500_000], "n > 1000.4999999", True),
        (pa.int64(), [1_000_500_000], "n <= 1000.4999999", False),
        (pa.int64(), [1_000_500_000], "n = 1000.5000001", False),
        (pa.int64(), [1_000_500_000], "n != 1000.5000001", True),
        (pa.int64(), [LARGEST], "n < 999999999999999", True),  # beyond what millionths can hold
        (pa.int64(), [LARGEST], "n > -999999999999999", True),
        (pa.int64(), [-LARGEST], "n >= 999999999999999", False),
        (pa.int64(), [None], "n < 999999999999999", None),
        (pa.int64(), [None], "n = 0.0000001", None),
        (pa.decimal128(18, 2), [Decimal("0.01")], "n > 0.009", True),
        (pa.decimal128(18, 2), [Decimal("0.01")], "n < 0.0100000001", True),
        (pa.decimal128(5, 2), [Decimal("999.99")], "n < 1000", True),
        (pa.decimal128(38, 10), [Decimal("0.1")], "n = 0.1", True),
        (pa.decimal128(38, 10), [Decimal("0.1")], "n in (0.10000000001, 0.1)", True),
        (pa.float64(), [0.1], "n = 0.1", True),
        (pa.float64(), [0.1 + 0.2], "n = 0.3", False),
        (pa.float32(), [0.5], "n = 0.5", True),
        (pa.float32(), [0.1], "n > 0.1", True),  # a little more, as it is kept
        (pa.float64(), [float("nan")], "n > 5", None),
        (pa.float64(), [float("inf")], "n is known", False),
    ],
)
def test_amounts_compare_exactly_however_they_are_kept(
    type_: pa.DataType, values: list[Any], text: str, expected: bool | None
) -> None:
    arrow = pa.table({"n": pa.array(values, type_)})

    assert answers(arrow, {"n": FieldType.MONEY}, text, today=TODAY) == [(expected,)]


def test_a_share_may_be_said_in_percent() -> None:
    arrow = pa.table({"share": pa.array([0.2, 0.25], pa.float64())})

    found = answers(arrow, {"share": FieldType.SHARE}, "share < 25%", "share = 25%", today=TODAY)

    assert found == [(True, False), (False, True)]


def test_hundreds_of_conditions_are_one_question() -> None:
    arrow = pa.table({"id": [1, 2, 3], "n": [5, None, 250], "_0": ["x", "y", "z"]})
    table = ibis.table(ibis.Schema.from_pyarrow(arrow.schema), name="t")
    conditions = {f"r{place}": read(f"n >= {place} or _0 = 'X'") for place in range(300)}
    types = {"n": FieldType.NUMBER, "_0": FieldType.TEXT}

    asked = decide_many(table, conditions=conditions, fields=types, today=TODAY, keep=["id"])

    sql = as_sql(asked, "duckdb")
    assert sql.count('FROM "t"') == 1
    with duckdb.connect() as connection:
        connection.register("t", arrow)
        found = connection.execute(sql).fetchall()
    assert [row[0] for row in found] == [1, 2, 3]
    assert found[0][1:] == (True,) * 300
    assert found[1][1:] == (None,) * 300
    assert found[2][1:] == tuple(place <= 250 for place in range(300))


def test_the_longest_condition_is_not_too_deep() -> None:
    places = range(MOST_VALUES // 2)
    arrow = pa.table({"n": [199, 200]})
    text = " or ".join(f"n={place}" for place in places)

    found = answers(arrow, {"n": FieldType.NUMBER}, text, f"not ({text})", today=TODAY)

    assert found == [(True, False), (False, True)]


def test_no_conditions_leave_the_rows() -> None:
    table = ibis.table({"id": "int64"}, name="t")

    assert decide_many(table, conditions={}, fields={}, today=TODAY, keep=["id"]).columns == ("id",)


def test_a_column_that_cannot_be_its_field_is_refused() -> None:
    table = ibis.table({"arr": "string"}, name="t")

    with pytest.raises(
        UnfitColumnError, match="The column of “arr” is string, which no field of the type money can be"
    ):
        compile_condition(read("arr > 5"), columns={"arr": table.arr}, fields={"arr": FieldType.MONEY}, today=TODAY)


def test_a_link_is_known_by_both_its_columns() -> None:
    arrow = pa.table({"id": ["per_1", "per_2", ""], "called": ["Ann", "per_1", None]})
    table = ibis.table(ibis.Schema.from_pyarrow(arrow.schema), name="t")
    asked = decide_many(
        table,
        conditions={
            text: read(text) for text in ("owner = 'per_1'", "owner = 'ANN'", "owner is unknown", "owner = me")
        },
        fields={"owner": FieldType.LINK},
        today=TODAY,
        me="per_2",
        columns={"owner": Linked("id", "called")},
    )

    with duckdb.connect() as connection:
        connection.register("t", arrow)
        found = connection.execute(as_sql(asked, "duckdb")).fetchall()

    assert found == [(True, True, False, False), (True, False, False, True), (None, None, True, None)]

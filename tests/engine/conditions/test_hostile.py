"""What a person types stays data: it is refused, or compared, and never becomes part of a query."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.conditions.checking import check
from tenure.engine.conditions.compiling import compile_condition
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import ConditionError, FieldType
from tenure.engine.conditions.writing import write_value
from tests.engine.conditions.shapes import FIELDS
from tests.engine.conditions.tables import COLUMNS, PREVIOUS, answers, as_sql, known_table

TODAY = date(2026, 3, 10)
HOSTILE = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30) | st.sampled_from(
    [
        "'; DROP TABLE t; --",
        "\\'; SELECT 1",
        "{0}",
        "%s",
        "?",
        "$1",
        ":name",
        "/*",
        "--",
        "😀",
        "\n",
        "\r\n",
        "\\",
        "''",
    ]
)


@given(said=HOSTILE, held=HOSTILE)
def test_any_text_is_compared_as_a_text_and_as_nothing_else(said: str, held: str) -> None:
    arrow = pa.table({"name": pa.array([held, said], pa.string())})
    types = {"name": FieldType.TEXT}
    texts = [f"name {operator} {write_value(said)}" for operator in ("=", "contains", "starts with", "!=")]

    found = answers(arrow, types, *texts, today=TODAY)

    for row, name in zip(found, (held, said), strict=True):
        assert row == tuple(decide(read(text), row={"name": name}, today=TODAY) for text in texts)
    assert found[1][:3] == ((True,) * 3 if said else (None,) * 3)


@given(st.text(max_size=60))
def test_what_is_typed_reaches_no_engine_but_as_a_checked_condition(text: str) -> None:
    """Either it is refused with its place, or what is compiled runs and holds the row's own table alone."""
    arrow, found = pa.table({"name": ["a"]}), [(None,)]

    with suppress(ConditionError):
        found = answers(arrow, {"name": FieldType.TEXT}, text, today=TODAY)

    assert found in ([(True,)], [(False,)], [(None,)])


@pytest.mark.parametrize(
    ("dialect", "literal"),
    [("duckdb", "'it''s \\ \"x\"'"), ("postgres", "'it''s \\ \"x\"'"), ("pyspark", "'it\\'s \\\\ \"x\"'")],
)
def test_texts_are_literals_of_each_engine(dialect: str, literal: str) -> None:
    table = ibis.table({"name": "string"}, name="t")
    condition = read("name contains 'it\\'s \\\\ \"x\"'")

    asked = compile_condition(condition, columns={"name": table.name}, fields={"name": FieldType.TEXT}, today=TODAY)

    assert literal in as_sql(table.select(answer=asked), dialect)


EVERY_KIND = """
    arr >= 0.5 and credit < 7.005 and seats in (1, 2.5, 3) and nrr between 20% and 0.9 and name not contains 'x'
    and name starts with 'y' and renews_on > today and signed_at = 2026-03-01 and met_at != today - 3 days
    and is_internal = true and owner in ('Ann', me) and partner != me and name is known
    and arr dropped by 20% in the last 30 days and credit rose by 5 and nrr rose by 5% and name changed
    and owner changed to me and type changed from 'a' to 'b'
"""


@pytest.mark.usefixtures("as_spark_is_set_up")
@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark"])
def test_every_kind_of_comparison_compiles_for_every_engine(dialect: str) -> None:
    condition = check(read(EVERY_KIND), fields={**FIELDS, "type": FieldType.TEXT}, allows_changes=True)

    asked = decide_many(
        known_table(),
        conditions={"answer": condition},
        fields=FIELDS,
        today=TODAY,
        me="per_1",
        columns=COLUMNS,
        previous=PREVIOUS,
    )

    assert as_sql(asked, dialect).startswith("SELECT")

"""The same answers on a real Spark, where it is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.syntax import Condition
from tests.engine.conditions.by_the_book import by_the_book
from tests.engine.conditions.shapes import FIELDS, ME, TODAY, ZONE, conditions, earlier, rows
from tests.engine.conditions.tables import COLUMNS, PREVIOUS, Before, Row, as_sql, known_table, schema, stored

pyspark_sql = pytest.importorskip("pyspark.sql", reason="Spark comes with an extra of its own")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Spark's own are not ours to mend

TYPES = {
    pa.int64(): "bigint",
    pa.int32(): "int",
    pa.decimal128(18, 2): "decimal(18, 2)",
    pa.float64(): "double",
    pa.string(): "string",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamp",
    pa.timestamp("us"): "timestamp_ntz",
    pa.bool_(): "boolean",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """One Spark on this machine, in UTC as its Python side must be too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        builder = pyspark_sql.SparkSession.builder.master("local[2]")
        for key, value in (("spark.ui.enabled", "false"), ("spark.sql.session.timeZone", "UTC")):
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        yield session
        session.stop()
    time.tzset()


@pytest.mark.usefixtures("as_spark_is_set_up")
@given(
    asked=st.lists(conditions, min_size=20, max_size=40),
    drawn=st.lists(st.tuples(rows, earlier), min_size=20, max_size=40),
)
@settings(max_examples=max(4, settings().max_examples // 50))
def test_spark_agrees(spark: Any, asked: list[Condition], drawn: list[tuple[Row, Before]]) -> None:
    named = {f"answer_{place}": condition for place, condition in enumerate(asked)}
    types = zip(schema().names, schema().types, strict=True)
    columns = ", ".join(["place int", *(f"`{name}` {TYPES[type_]}" for name, type_ in types)])
    data = [(place, *_values(*row)) for place, row in enumerate(drawn)]
    spark.createDataFrame(data, columns).createOrReplaceTempView("t")

    question = decide_many(
        known_table(),
        conditions=named,
        fields=FIELDS,
        today=TODAY,
        me=ME,
        zone=ZONE,
        columns=COLUMNS,
        previous=PREVIOUS,
        keep=["place"],
    )

    found = sorted(tuple(row) for row in spark.sql(as_sql(question, "pyspark")).collect())
    expected = [(place, *(by_the_book(each, *row) for each in asked)) for place, row in enumerate(drawn)]
    assert found == expected


def _values(row: Row, before: Before) -> list[Any]:
    values = stored(row, before)
    return [_without_zone(values[name]) for name in schema().names]


def _without_zone(value: Any) -> Any:
    """Spark's Python side takes an instant without a zone as one of the machine's."""
    has_zone = isinstance(value, datetime) and value.tzinfo is not None
    return value.astimezone(UTC).replace(tzinfo=None) if has_zone else value

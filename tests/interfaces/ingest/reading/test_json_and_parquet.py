"""JSON lines, JSON lists and Parquet: typed values, nested ones as text."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.interfaces.ingest.reading import (
    Cause,
    EmptyFileError,
    Limits,
    TooLargeError,
    UnreadableFileError,
    open_tables,
)
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of, written


def test_objects_are_rows_and_all_their_names_are_columns(tmp_path: Path) -> None:
    content = '{"name": "Acme", "mrr": 12.50}\n\n{"name": "Globex", "seats": 7, "live": true, "gone": null}\n'

    table = table_of(tmp_path, content, "customers.jsonl")

    assert table.columns == ["name", "mrr", "seats", "live", "gone"]
    assert values_of(table) == [("Acme", Decimal("12.50"), None, None, None), ("Globex", None, 7, True, None)]
    assert [row.number for row in table.rows()] == [1, 3]


def test_nested_values_stay_json(tmp_path: Path) -> None:
    table = table_of(tmp_path, '{"id": 1, "tags": ["ü", 2], "more": {"a": {"b": 1.5}}}\n', "x.ndjson")

    assert values_of(table) == [(1, '["ü", 2]', '{"a": {"b": 1.5}}')]


@pytest.mark.parametrize(
    "line",
    [
        *("{'name': 1}", '{"name": "x"', "[1, 2]", "7", '"text"', "null", '{"name": NaN}', '{"name": 1, "name": 2}'),
        *('{"": 1}', '{"name": "a\\u0000b"}', '{"name": "\\ud800"}', '{"n": ' + "9" * 5_000 + "}", "[" * 100_000),
    ],
)
def test_a_line_that_is_no_object_is_set_aside(tmp_path: Path, line: str) -> None:
    table = table_of(tmp_path, '{"name": "Acme"}\n' + line + '\n{"name": "Globex"}\n', "customers.jsonl")

    assert values_of(table) == [("Acme",), ("Globex",)]
    [broken] = broken_in(table)
    assert (broken.number, broken.cause) == (2, Cause.NOT_AN_OBJECT)


def test_a_list_of_objects_is_read_too(tmp_path: Path) -> None:
    table = table_of(tmp_path, '[{"name": "Acme"}, 5, {"name": "Globex"}]', "customers.json")

    assert values_of(table) == [("Acme",), ("Globex",)]
    assert [(row.number, row.text) for row in broken_in(table)] == [(2, "5")]


def test_a_list_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"name": "Acme"}, {"name": "Globex"}]', "customers.json")

    with pytest.raises(TooLargeError, match="Export it as JSON lines"):
        open_tables(path, limits=Limits(array_bytes=20))


@pytest.mark.parametrize("content", ["[]", "{}", "[1, 2]", '{"a": 1'])
def test_json_without_an_object_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(EmptyFileError):
        table_of(tmp_path, content, "customers.json")


def test_a_list_that_is_not_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not JSON"):
        table_of(tmp_path, '[{"name": "Acme"}, ', "customers.json")


def test_json_is_known_by_its_content(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, '{"name": "Acme, Inc"}\n', "export")) == [("Acme, Inc",)]


def test_parquet_keeps_types_and_gives_nested_values_as_json(tmp_path: Path) -> None:
    content = _parquet(
        {
            "name": ["Acme", None],
            "mrr": pa.array([Decimal("12.50"), Decimal("0.10")], pa.decimal128(10, 2)),
            "since": [date(2024, 3, 1), None],
            "at": pa.array([1_709_285_400_123_456_789, None], pa.timestamp("ns", tz="UTC")),
            "stage": pa.array(["won", "lost"]).dictionary_encode(),
            "tags": [["a", "b"], []],
            "more": [{"n": 1}, None],
            "raw": [b"text", b"\xff\x00"],
            "score": [1.5, float("nan")],
        }
    )

    table = table_of(tmp_path, content, "customers.parquet")

    at = datetime(2024, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
    assert values_of(table) == [
        ("Acme", Decimal("12.50"), date(2024, 3, 1), at, "won", '["a", "b"]', '{"n": 1}', "text", 1.5),
        (None, Decimal("0.10"), None, None, "lost", "[]", None, "ff00", None),
    ]
    assert table.rows_estimate == 2


def test_parquet_comes_in_batches_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    table = table_of(tmp_path, _parquet({"n": list(range(25))}), "numbers.parquet")

    batches = list(table.batches(10))

    assert [batch.data.num_rows for batch in batches] == [10, 10, 5]
    assert list(batches[2].numbers) == [21, 22, 23, 24, 25]
    assert batches[2].data.column(0).to_pylist() == [20, 21, 22, 23, 24]


def test_columns_of_one_name_are_told_apart_in_parquet(tmp_path: Path) -> None:
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["n", "n"]), packed)

    assert table_of(tmp_path, packed.getvalue(), "x.parquet").columns == ["n", "n (2)"]


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    content = _parquet({"n": list(range(100))})

    with pytest.raises(UnreadableFileError, match="not a Parquet file that can be read"):
        table_of(tmp_path, content[:-20], "numbers.parquet")


def test_a_day_beyond_every_calendar_is_given_as_text(tmp_path: Path) -> None:
    content = _parquet({"at": pa.array([253_402_300_800 * 1_000_000], pa.timestamp("us"))})

    assert values_of(table_of(tmp_path, content, "far.parquet")) == [("10000-01-01 00:00:00.000000",)]


def test_parquet_with_text_that_is_no_text_is_refused(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, [None, *pa.array([b"\xff"]).buffers()[1:]])

    with pytest.raises(UnreadableFileError, match="not a Parquet file that can be read"):
        list(table_of(tmp_path, _parquet({"name": broken}), "broken.parquet").rows())


def _parquet(columns: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.table(columns), packed)
    return packed.getvalue()

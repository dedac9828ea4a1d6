"""The fast way gives what the slow way gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.interfaces.ingest.reading import BrokenRow, Row, Table
from tenure.interfaces.ingest.reading.quotes import are_regular_quotes, edges_of
from tests.interfaces.ingest.reading.files import table_of

CELLS = some.sampled_from(
    [
        "",
        " ",
        "\ufeff",
        "\u2028",
        "Acme",
        "Total",
        "7",
        "a,b",
        'say "x"',
        "ü",
        "two\nlines",
        "x" * 50,
        "Sum",
        '"',
        "-",
        "5.00",
    ]
)


@given(
    rows=some.lists(some.lists(CELLS, min_size=1, max_size=5), max_size=30),
    quoting=some.lists(some.booleans(), min_size=5, max_size=5),
    ending=some.sampled_from(["\n", "\r\n"]),
)
def test_batches_hold_the_same_rows_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: list[bool], ending: str
) -> None:
    lines = [
        ",".join(_quoted(cell) if wanted else cell for cell, wanted in zip(row, quoting, strict=False)) for row in rows
    ]
    table = table_of(tmp_path_factory.mktemp("batches"), ending.join(["name,city,mrr", *lines]))

    assert _of_batches(table, 4) == _of_rows(table)


@pytest.mark.parametrize(
    ("block", "is_clean"),
    [
        (b'"a","b"\n"c","d"', True),
        (b'"say ""x""",""\r\n1,"""q"""\n', True),
        (b'a"b,c\n', False),
        (b'"a" ,b\n', False),
        (b'"a"b",c\n', False),
        (b'"two\nlines",c\n', False),
        (b'"open,c\n', False),
        (b'""a"",c\n', False),
    ],
)
def test_quotes_around_whole_cells_of_one_line_are_clean(block: bytes, is_clean: bool) -> None:
    assert are_regular_quotes(block, edges_of(",")) is is_clean


def test_a_stray_quote_deep_in_a_file_hands_over_to_the_slow_way(tmp_path: Path) -> None:
    good = "".join(f'"Company, {number}",{number}\n' for number in range(200_000))

    table = table_of(tmp_path, f'name,mrr\n{good}"Broken,1\nGlobex,2\n')

    rows, broken = _of_batches(table, 50_000)
    assert len(rows) == 200_001
    assert rows[199_999] == (200_001, ("Company, 199999", "199999"))
    assert rows[-1] == (200_003, ("Globex", "2"))
    assert [row.number for row in broken] == [200_002]
    assert table.notes.broken_rows == 1


def test_a_name_of_a_column_over_two_lines_belongs_to_no_row(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'name,city,"mrr\nin EUR"\nAcme,Ulm,1\n')

    assert _of_batches(table, 10) == ([(3, ("Acme", "Ulm", "1"))], [])
    assert _of_rows(table) == ([(3, ("Acme", "Ulm", "1"))], [])


def test_a_quote_left_open_in_the_header_costs_both_ways_the_same(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'name,city,mrr\n,,a,b,"\nAcme\n",\ufeff')

    assert _of_batches(table, 4) == _of_rows(table)


def test_a_large_file_comes_in_batches_of_the_size_at_most(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr\n" + "".join(f"Company {number},{number}\n" for number in range(10_000)))

    assert [batch.data.num_rows for batch in table.batches(4_000)] == [4_000, 4_000, 2_000]
    assert table.rows_estimate == 10_000


def test_totals_and_blank_rows_leave_batches_too(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,city,mrr\nAcme,Ulm,1\n,,\nTotal,,1\n,Rome,2\n")

    [batch] = table.batches(10)

    assert batch.data.to_pylist() == [
        {"name": "Acme", "city": "Ulm", "mrr": "1"},
        {"name": "", "city": "Rome", "mrr": "2"},
    ]
    assert list(batch.numbers) == [2, 5]
    assert [row.number for row in batch.broken] == [4]
    assert (table.notes.total_rows, table.notes.blank_rows) == ((4,), 1)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _of_rows(table: Table) -> tuple[list[tuple[int, tuple[object, ...]]], list[BrokenRow]]:
    rows = list(table.rows())
    return (
        [(row.number, tuple(row.values.values())) for row in rows if isinstance(row, Row)],
        [row for row in rows if isinstance(row, BrokenRow)],
    )


def _of_batches(table: Table, size: int) -> tuple[list[tuple[int, tuple[object, ...]]], list[BrokenRow]]:
    batches = list(table.batches(size))
    rows = [
        (number, tuple(values.values()))
        for batch in batches
        for number, values in zip(batch.numbers, batch.data.to_pylist(), strict=True)
    ]
    return rows, [row for batch in batches for row in batch.broken]

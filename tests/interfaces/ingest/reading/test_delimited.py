"""Delimited text: delimiters, quotes, line breaks, blank rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import Row
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_cells_are_told_apart_whatever_separates_them_and_ends_their_rows(
    tmp_path: Path, delimiter: str, ending: str
) -> None:
    rows = [["name", "mrr", "city"], ["Acme", "100", "Ulm"], ["Globex", "200", "Rome"]]

    table = table_of(tmp_path, ending.join(delimiter.join(row) for row in rows))

    assert table.columns == ["name", "mrr", "city"]
    assert values_of(table) == [("Acme", "100", "Ulm"), ("Globex", "200", "Rome")]
    assert table.notes.delimiter == delimiter


def test_a_decimal_comma_does_not_hide_the_semicolons(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name;mrr\nAcme;1,50\nGlobex;2,75\n")

    assert values_of(table) == [("Acme", "1,50"), ("Globex", "2,75")]


def test_semicolons_inside_every_cell_do_not_hide_the_commas(tmp_path: Path) -> None:
    rows = "".join(f"Company {number},Ulm; Germany\n" for number in range(200))

    table = table_of(tmp_path, f"name,place\n{rows}")

    assert table.columns == ["name", "place"]
    assert table.notes.guesses == ()


def test_the_first_line_of_a_spreadsheet_may_name_the_delimiter(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sep=;\r\nname;mrr\r\nAcme, Inc;5\r\n")

    assert table.columns == ["name", "mrr"]
    assert values_of(table) == [("Acme, Inc", "5")]


def test_a_delimiter_that_is_given_is_not_guessed(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a,b;c\n1,2;3\n", delimiter=",")

    assert values_of(table) == [("1", "2;3")]


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'name,note\n"Acme, Inc","He said ""yes"""\nGlobex,"two\nlines"\nInitech,x\n')

    assert values_of(table) == [("Acme, Inc", 'He said "yes"'), ("Globex", "two\nlines"), ("Initech", "x")]
    assert [row.number for row in table.rows()] == [2, 3, 5]


def test_quotes_inside_a_cell_without_quotes_are_part_of_it(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, 'name,size\n24" screens,5\n')) == [('24" screens', "5")]


def test_quotes_marked_by_a_backslash_are_read(tmp_path: Path) -> None:
    content = 'name,note\nAcme,"He said \\"yes\\", then left"\nGlobex,"say \\"no\\" now"\n'

    assert values_of(table_of(tmp_path, content)) == [
        ("Acme", 'He said "yes", then left'),
        ("Globex", 'say "no" now'),
    ]


def test_blanks_before_quotes_are_passed_over(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, 'name, note\nAcme, "a, b"\nGlobex, "c, d"\n')) == [
        ("Acme", "a, b"),
        ("Globex", "c, d"),
    ]


def test_a_file_of_one_column_is_a_table(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "email\na@x.io\nb@x.io\n")) == [("a@x.io",), ("b@x.io",)]


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr\nAcme,1\n\n,\n  ,\nGlobex,2\n\n")

    rows = [row for row in table.rows() if isinstance(row, Row)]

    assert [row.number for row in rows] == [2, 6]
    assert table.notes.blank_rows == 4


def test_empty_cells_at_the_end_of_a_row_do_no_harm(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "name,mrr\nAcme,1,,\nGlobex,2\n")) == [("Acme", "1"), ("Globex", "2")]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr,city\n")

    assert table.columns == ["name", "mrr", "city"]
    assert list(table.rows()) == []
    assert [batch for batch in table.batches(10) if batch.data.num_rows] == []


def test_rows_can_be_gone_through_again_and_left_early(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name\nAcme\nGlobex\n")

    first = next(iter(table.rows()))

    assert first.number == 2
    assert values_of(table) == values_of(table) == [("Acme",), ("Globex",)]


def test_formulas_stay_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr\n=HYPERLINK(1),+1\n@SUM(A1),-2\n")

    assert values_of(table) == [("=HYPERLINK(1)", "+1"), ("@SUM(A1)", "-2")]
    assert broken_in(table) == []

"""Rows that cannot be read cost themselves only, and come back with what is wrong."""

from __future__ import annotations

from pathlib import Path

from tenure.interfaces.ingest.reading import Cause, Limits, open_tables
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of, written


def test_rows_with_too_few_or_too_many_cells_come_back(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr,city\nAcme,1,Ulm\nGlobex,2\nInitech,3,Austin,extra\nHooli,4,Palo Alto\n")

    assert values_of(table) == [("Acme", "1", "Ulm"), ("Hooli", "4", "Palo Alto")]
    assert [(row.number, row.text, row.cause) for row in broken_in(table)] == [
        (3, "Globex,2", Cause.CELL_COUNT),
        (4, "Initech,3,Austin,extra", Cause.CELL_COUNT),
    ]
    assert [row.reason for row in broken_in(table)] == [
        "The row has 2 cells where the table has 3 columns. Cells are missing, or a line break cut it.",
        "The row has 4 cells where the table has 3 columns. A cell with the delimiter in it must be quoted.",
    ]
    assert table.notes.broken_rows == 2


def test_a_quote_that_nobody_closed_costs_one_row(tmp_path: Path) -> None:
    rows = "".join(f"Company {number},{number},City\n" for number in range(100))

    table = table_of(tmp_path, f'name,mrr,city\nAcme,1,Ulm\n"Globex,2,Rome\n{rows}')

    assert len(values_of(table)) == 101
    [broken] = broken_in(table)
    assert (broken.number, broken.text, broken.cause) == (3, '"Globex,2,Rome', Cause.QUOTE)


def test_a_quote_that_a_later_row_happens_to_close_costs_one_row_each(tmp_path: Path) -> None:
    content = 'name,mrr,city\n"Acme,1,Ulm\nGlobex,2,Rome\nInitech,3,Austin\nHooli",4,Palo Alto\nPied Piper,5,Ulm\n'

    table = table_of(tmp_path, content)

    assert ("Globex", "2", "Rome") in values_of(table)
    assert ("Initech", "3", "Austin") in values_of(table)
    assert ("Pied Piper", "5", "Ulm") in values_of(table)
    assert broken_in(table)[0].text == '"Acme,1,Ulm'


def test_a_cell_with_text_behind_its_closing_quote_costs_one_row(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'name,mrr\n"Acme" Inc,1\nGlobex,2\n')

    assert values_of(table) == [("Globex", "2")]
    assert broken_in(table)[0].reason == (
        'A quotation mark stands in the middle of a cell. Inside a quoted cell, write it twice ("").'
    )


def test_a_quoted_note_of_several_lines_with_delimiters_stays_one_cell(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'name,note,city\nAcme,"Dear Ann,\nthank you, all\nBob",Ulm\nGlobex,x,Rome\n')

    assert values_of(table) == [("Acme", "Dear Ann,\nthank you, all\nBob", "Ulm"), ("Globex", "x", "Rome")]


def test_a_cell_beyond_the_limit_costs_one_row(tmp_path: Path) -> None:
    path = written(tmp_path, "name,note\nAcme,x\nGlobex," + "y" * 200_000 + "\nInitech,z\n")

    [table] = open_tables(path, limits=Limits(line_characters=150_000, cell_characters=140_000))

    assert values_of(table) == [("Acme", "x"), ("Initech", "z")]
    [broken] = broken_in(table)
    assert (broken.number, broken.cause) == (3, Cause.TOO_LARGE)
    assert broken.text.startswith("Globex,yyy")
    assert len(broken.text) <= 2_001


def test_a_long_cell_within_the_limit_is_read_whole(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,note\nAcme," + "y" * 500_000 + "\n")

    assert values_of(table) == [("Acme", "y" * 500_000)]


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    lines = ['"a,1', "b,2", 'c,"3', "d", "e,5,6", "f,7", '"g""h",8', "i,9"]

    table = table_of(tmp_path, "name,n\n" + "\n".join(lines) + "\n")

    assert sorted(row.number for row in table.rows()) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert values_of(table) == [("b", "2"), ("f", "7"), ('g"h', "8"), ("i", "9")]

"""Headers wherever they stand, columns without a name or with the same, and rows that sum up others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import Cause
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of


def test_rows_above_the_header_are_left_out_and_said(tmp_path: Path) -> None:
    content = "Customer report\nExported 2024-01-05 by Ann\n\nName,MRR,City\nAcme,100,Ulm\nGlobex,200,Rome\n"

    table = table_of(tmp_path, content)

    assert table.columns == ["Name", "MRR", "City"]
    assert values_of(table) == [("Acme", "100", "Ulm"), ("Globex", "200", "Rome")]
    assert table.notes.preamble == ("Customer report", "Exported 2024-01-05 by Ann")
    assert table.notes.header_row == 4
    assert table.notes.guesses == ("Row 4 was taken for the row with the column names.",)


def test_the_row_of_the_header_can_be_given(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a,b\nName,City\nAcme,Ulm\n", header_row=2)

    assert table.columns == ["Name", "City"]
    assert values_of(table) == [("Acme", "Ulm")]


def test_a_file_without_header_keeps_its_first_row_and_says_so(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Acme,100,a@acme.io\nGlobex,200,b@globex.io\nInitech,300,c@initech.io\n")

    assert table.columns == ["Column 1", "Column 2", "Column 3"]
    assert values_of(table)[0] == ("Acme", "100", "a@acme.io")
    assert table.notes.guesses == (
        "No row with column names was found; the columns are numbered. Say which row names them, if one does.",
    )


def test_years_may_be_names_of_columns(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Customer,2023,2024\nAcme,100.5,200\nGlobex,50,70.25\n")

    assert table.columns == ["Customer", "2023", "2024"]


def test_columns_without_a_name_get_one_and_same_names_are_told_apart(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,,email,Email,name\nAcme,1,a,b,c\n")

    assert table.columns == ["name", "Column 2", "email", "Email (2)", "name (2)"]
    assert table.notes.renamed == (
        "Column 2 has no name; it is called 'Column 2'.",
        "A second column called 'Email' is called 'Email (2)'.",
        "A second column called 'name' is called 'name (2)'.",
    )


def test_a_given_name_is_never_taken_by_a_column_without_one(tmp_path: Path) -> None:
    assert table_of(tmp_path, "Column 2,,x,x,x (2)\na,b,c,d,e\n").columns == [
        *("Column 2", "Column 2 (2)", "x", "x (3)", "x (2)"),
    ]


def test_names_of_columns_with_braces_are_nothing_special(tmp_path: Path) -> None:
    assert table_of(tmp_path, "{x},{x},{x}\na,b,c\n").columns == ["{x}", "{x} (2)", "{x} (3)"]


def test_a_column_that_only_the_rows_have_gets_a_name(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,mrr\nAcme,1,x\nGlobex,2,y\nInitech,3,z\n")

    assert table.columns == ["name", "mrr", "Column 3"]


def test_totals_are_set_aside_and_said(tmp_path: Path) -> None:
    content = "Region,Customer,MRR\nEMEA,Acme,100\nEMEA,Globex,200\nSubtotal,,300\nUS,Initech,50\nGrand total,,350\n"

    table = table_of(tmp_path, content)

    assert [values[1] for values in values_of(table)] == ["Acme", "Globex", "Initech"]
    assert [(row.number, row.text, row.cause) for row in broken_in(table)] == [
        (4, "Subtotal,,300", Cause.TOTAL),
        (6, "Grand total,,350", Cause.TOTAL),
    ]
    assert table.notes.total_rows == (4, 6)
    assert table.notes.broken_rows == 0


def test_totals_are_rows_like_others_where_they_are_asked_for(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "name,city,mrr\nTotal,,5\n", with_totals=True)) == [("Total", "", "5")]


@pytest.mark.parametrize(
    "row",
    ["Total,France,5", "Total Energies,,5", "Acme Total Care,,5", "Summer Camp,,5", "Sumo,,5", "Total,,energy"],
)
def test_companies_with_such_names_are_companies(tmp_path: Path, row: str) -> None:
    table = table_of(tmp_path, f"name,country,mrr\nAcme,US,1\n{row}\nGlobex,DE,2\n")

    assert broken_in(table) == []


@pytest.mark.parametrize(
    "row", ["Total,,5", 'Totals:,,"1,234.50"', "EMEA Total,,(300)", "Gesamtsumme,,5", "Total (3 rows),,$5", ",Total,5"]
)
def test_totals_come_in_many_words(tmp_path: Path, row: str) -> None:
    table = table_of(tmp_path, f"name,country,mrr\nAcme,US,1\n{row}\nGlobex,DE,2\n")

    assert [broken.cause for broken in broken_in(table)] == [Cause.TOTAL]

"""Workbooks: sheets, typed cells, formulas, and what is no workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tenure.interfaces.ingest.reading import (
    Cause,
    EmptyFileError,
    EncryptedFileError,
    Limits,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
    open_tables,
)
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of, written


def test_cells_keep_their_types(tmp_path: Path) -> None:
    book = _book(
        {
            "Customers": [
                ["name", "mrr", "seats", "since", "called at", "at", "live", "code"],
                [
                    "Acme",
                    1234.5,
                    7,
                    date(2024, 3, 1),
                    datetime.fromisoformat("2024-03-01T09:30"),
                    time(8, 15),
                    True,
                    "007",
                ],
            ]
        }
    )

    table = table_of(tmp_path, book, "customers.xlsx")

    assert table.name == "customers"
    assert values_of(table) == [
        (
            "Acme",
            1234.5,
            7,
            datetime.fromisoformat("2024-03-01"),
            datetime.fromisoformat("2024-03-01T09:30"),
            "08:15:00",
            True,
            "007",
        )
    ]


def test_each_sheet_with_rows_is_a_table(tmp_path: Path) -> None:
    book = _book({"Customers": [["name"], ["Acme"]], "Notes": [], "Deals": [["deal", "value"], ["New", 5]]})

    tables = open_tables(written(tmp_path, book, "export.xlsx"))

    assert [(table.name, values_of(table)) for table in tables] == [
        ("Customers", [("Acme",)]),
        ("Deals", [("New", 5)]),
    ]
    assert tables[0].notes.skipped == ("sheet Notes is empty.",)


def test_rows_have_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    rows = [["Report of customers"], [], ["name", "mrr", "city"], ["Acme", 1, "Ulm"], [], ["Globex", 2, "Rome"]]

    table = table_of(tmp_path, _book({"A": rows}), "customers.xlsx")

    assert [row.number for row in table.rows()] == [4, 6]
    assert table.notes.preamble == ("Report of customers",)


def test_totals_of_a_sheet_are_set_aside(tmp_path: Path) -> None:
    rows = [["name", "city", "mrr"], ["Acme", "Ulm", 1], ["Total", None, 1]]

    table = table_of(tmp_path, _book({"A": rows}), "customers.xlsx")

    assert [(row.number, row.text, row.cause) for row in broken_in(table)] == [(3, "Total\t\t1", Cause.TOTAL)]


def test_a_formula_without_its_result_is_said_and_never_read_as_nothing(tmp_path: Path) -> None:
    rows = [["name", "mrr", "arr"], ["Acme", 100, "=B2*12"], ["Globex", 200, 2400]]

    table = table_of(tmp_path, _book({"A": rows}), "customers.xlsx")

    assert values_of(table) == [("Globex", 200, 2400)]
    [broken] = broken_in(table)
    assert (broken.number, broken.cause) == (2, Cause.FORMULA)
    assert broken.reason.startswith("Cell C2 holds a formula without its result.")


def test_a_formula_with_its_result_gives_the_result(tmp_path: Path) -> None:
    book = _with_result(_book({"A": [["name", "arr"], ["Acme", "=100*12"]]}), b"<v></v>", b"<v>1200</v>")

    assert values_of(table_of(tmp_path, book, "customers.xlsx")) == [("Acme", 1200)]


def test_cells_beside_the_table_are_not_lost(tmp_path: Path) -> None:
    rows = [["name", "mrr"], ["Acme", 1], ["Globex", 2, None, "ask Bob"], ["Initech", 3]]

    table = table_of(tmp_path, _book({"A": rows}), "customers.xlsx")

    assert values_of(table) == [("Acme", 1), ("Initech", 3)]
    assert broken_in(table)[0].reason.startswith("Cell D3 stands to the right of the table's 2 columns.")


def test_batches_of_a_sheet_are_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, _book({"A": [["n", "d"], [1, date(2024, 3, 1)], [None, None], ["x", True]]}), "a.xlsx")

    batches = list(table.batches(1))

    assert [batch.data.to_pylist() for batch in batches] == [
        [{"n": "1", "d": "2024-03-01T00:00:00"}],
        [{"n": "x", "d": "true"}],
    ]
    assert [list(batch.numbers) for batch in batches] == [[2], [4]]


def test_an_old_workbook_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match="Save it in Excel as xlsx"):
        open_tables(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "old.xls"))


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500

    with pytest.raises(EncryptedFileError, match="protected by a password"):
        open_tables(written(tmp_path, content, "secret.xlsx"))


@pytest.mark.parametrize(
    ("member", "what"), [("xl/workbook.bin", "xlsb"), ("word/document.xml", "Word"), ("content.xml", "OpenDocument")]
)
def test_other_documents_are_refused_by_name(tmp_path: Path, member: str, what: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "x")
        archive.writestr("mimetype", "x")

    with pytest.raises(UnsupportedFormatError, match=what):
        open_tables(written(tmp_path, packed.getvalue(), "document.zip"))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match="no sheet with rows"):
        open_tables(written(tmp_path, _book({"A": []}), "empty.xlsx"))


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    book = _with_result(_book({"A": [["name"], ["Acme"]]}), b"</sheetData>", b"</sheetDat>")

    with pytest.raises(UnreadableFileError, match="Open it in Excel and save it anew"):
        table = open_tables(written(tmp_path, book, "damaged.xlsx"))[0]
        list(table.rows())


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    book = _book({"A": [["name"], *[["x" * 1000]] * 100]})

    with pytest.raises(TooLargeError):
        open_tables(written(tmp_path, book, "large.xlsx"), limits=Limits(excel_bytes=10_000))


def test_a_workbook_in_a_zip_file_is_read(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("customers.xlsx", _book({"A": [["name"], ["Acme"]]}))

    [table] = open_tables(written(tmp_path, packed.getvalue(), "export.zip"))

    assert (table.name, values_of(table)) == ("customers", [("Acme",)])


def test_a_workbook_whose_texts_are_too_many_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(_book({"A": [["name"], ["Acme"]]}))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst>" + "<si><t>Acme</t></si>" * 1_000 + "</sst>")

    with pytest.raises(TooLargeError):
        open_tables(written(tmp_path, packed.getvalue(), "large.xlsx"), limits=Limits(excel_texts_bytes=10_000))


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE worksheet [<!ENTITY e0 "laugh">{nested}]><worksheet '.encode()
    book = _with_result(_book({"A": [["name"], ["Acme"]]}), b"<worksheet ", head)
    book = _with_result(book, b"<sheetData>", b'<sheetData><row r="1"><c><v>&e9;</v></c></row>')

    with pytest.raises(UnreadableFileError):
        list(open_tables(written(tmp_path, book, "laughs.xlsx"))[0].rows())


def _book(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _with_result(book: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in its first sheet."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return packed.getvalue()

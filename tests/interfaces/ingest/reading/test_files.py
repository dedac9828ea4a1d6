"""Files that are no tables, and files that change under the reader's hands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import (
    EmptyFileError,
    FileChangedError,
    Limits,
    TooLargeError,
    UnreadableFileError,
    UnsupportedFormatError,
    open_tables,
)
from tests.interfaces.ingest.reading.files import table_of, values_of, written


@pytest.mark.parametrize("content", ["", "\n\n\n", "\ufeff", " , \n,,\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(EmptyFileError, match=r"customers\.csv"):
        table_of(tmp_path, content)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is a folder"):
        open_tables(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="There is no file"):
        open_tables(tmp_path / "nothing.csv")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(UnreadableFileError, match="not an ordinary file"):
        open_tables(tmp_path / "pipe.csv")


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="has 12 bytes; at most 10 are read"):
        open_tables(written(tmp_path, "a,b\n1,2\n3,4\n"), limits=Limits(file_bytes=10))


def test_more_columns_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="has 5 columns; at most 4 are read"):
        open_tables(written(tmp_path, "a,b,c,d,e\n1,2,3,4,5\n"), limits=Limits(columns=4))


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"BZh91AY", "bzip2"),
        (b"SQLite format 3\0", "SQLite"),
    ],
)
def test_what_a_foreign_file_is_gets_said(tmp_path: Path, head: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=what):
        open_tables(written(tmp_path, head + b"\0" * 600, "report.csv"))


def test_a_web_page_that_calls_itself_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="web page"):
        open_tables(written(tmp_path, "<html><table><tr><td>1</td></tr></table></html>", "export.xls"))


def test_the_content_tells_the_format_and_not_the_name(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "a\tb\n1\t2\n", "export.xlsx")) == [("1", "2")]


def test_equal_files_have_equal_fingerprints(tmp_path: Path) -> None:
    first = table_of(tmp_path, "a,b\n1,2\n", "one.csv")
    same = table_of(tmp_path, "a,b\n1,2\n", "two.csv")
    other = table_of(tmp_path, "a,b\n1,3\n", "three.csv")

    assert first.fingerprint == same.fingerprint
    assert first.fingerprint != other.fingerprint
    assert len(first.fingerprint) == 64


def test_a_file_replaced_between_two_passes_is_noticed(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name\nAcme\nGlobex\n")

    written(tmp_path, "name\nAcmf\nGlobex\n")

    with pytest.raises(FileChangedError, match=r"customers\.csv was changed while it was read"):
        list(table.rows())
    with pytest.raises(FileChangedError):
        list(table.batches(10))


def test_a_file_replaced_in_the_middle_of_a_pass_is_noticed_at_its_end(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name\nAcme\nGlobex\n")
    rows = table.rows()
    next(rows)

    other = written(tmp_path, "name\nHooli\nInitech\n", "other.csv")
    other.replace(tmp_path / "customers.csv")

    with pytest.raises(FileChangedError):
        list(rows)


def test_a_file_taken_away_is_noticed(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name\nAcme\n")

    (tmp_path / "customers.csv").unlink()

    with pytest.raises(FileChangedError, match="went away"):
        list(table.rows())


def test_a_file_that_was_only_touched_is_still_the_same(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name\nAcme\n")

    os.utime(tmp_path / "customers.csv", (1, 1))

    assert values_of(table) == [("Acme",)]

"""Text in whatever encoding it was saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import Cause, UnreadableFileError
from tests.interfaces.ingest.reading.files import broken_in, table_of, values_of

TEXT = "Name,Ort\nMüller & Söhne,Köln\nFrançois,Nîmes\nPeña,Málaga\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_letters_with_accents_arrive_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    table = table_of(tmp_path, TEXT.encode(encoding))

    assert table.columns == ["Name", "Ort"]
    assert values_of(table) == [("Müller & Söhne", "Köln"), ("François", "Nîmes"), ("Peña", "Málaga")]


def test_windows_quotes_and_the_euro_sign_are_read(tmp_path: Path) -> None:
    assert values_of(table_of(tmp_path, "n,p\n“Acme” – x,5 €\n".encode("cp1252"))) == [("“Acme” – x", "5 €")]


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    guessed = table_of(tmp_path, TEXT.encode("cp1252"))
    known = table_of(tmp_path, TEXT.encode())

    assert guessed.notes.guesses == (
        "The file is not UTF-8; it was read as cp1252. Check that letters with accents look right.",
    )
    assert known.notes.guesses == ()


def test_an_encoding_that_is_given_is_used(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name,city\nЯндекс,Москва\n".encode("koi8-r"), encoding="koi8-r")

    assert values_of(table) == [("Яндекс", "Москва")]


def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no encoding called 'klingon'"):
        table_of(tmp_path, "a,b\n1,2\n", encoding="klingon")


def test_a_row_with_bytes_of_another_encoding_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = "name,city\nMüller,Köln\nÖzil,Gelsenkirchen\n".encode() + b"Mayer,N\xfcrnberg\n" + "Süß,Bonn\n".encode()

    table = table_of(tmp_path, content)

    assert values_of(table) == [("Müller", "Köln"), ("Özil", "Gelsenkirchen"), ("Süß", "Bonn")]
    [broken] = broken_in(table)
    assert (broken.number, broken.text, broken.cause) == (4, "Mayer,N\\xfcrnberg", Cause.ENCODING)
    assert broken.reason == "The row holds bytes that are not UTF-8. Save the file in one encoding."


def test_a_row_with_a_nul_is_set_aside(tmp_path: Path) -> None:
    table = table_of(tmp_path, b"name,city\nAcme,Ulm\nGlo\0bex,Rome\nInitech,Austin\n")

    assert values_of(table) == [("Acme", "Ulm"), ("Initech", "Austin")]
    [broken] = broken_in(table)
    assert (broken.number, broken.text, broken.cause) == (3, "Glo␀bex,Rome", Cause.NUL)


def test_an_invisible_mark_in_a_header_is_no_part_of_the_name(tmp_path: Path) -> None:
    assert table_of(tmp_path, "\ufeff\ufeffname,ci\u200bty\n1,2\n").columns == ["name", "city"]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="not a text file"):
        table_of(tmp_path, bytes(range(1, 32)) * 200, "data.csv")

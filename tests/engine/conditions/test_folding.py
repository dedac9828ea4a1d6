"""Texts are compared by one rule, the same in Python and in every engine."""

from __future__ import annotations

from typing import Any

import duckdb
import ibis
import psycopg
import pyarrow as pa
import pytest

from tenure.engine.conditions.columns import folded
from tenure.engine.conditions.folding import fold
from tests.engine.conditions.tables import as_sql

LETTERS = [chr(place) for place in range(1, 0x110000) if not 0xD800 <= place <= 0xDFFF]
WORDS = [
    *(
        "Straße",
        "STRASSE",
        "ẞ",
        "İSTANBUL",
        "ISTANBUL",
        "ΟΔΟΣ ΟΔΟΣ",
        "ὈΔΌΣ",
        "ÉTUDE",
        "ÄÖÜ",
        "ŁÓDŹ",
        "ÇA",
        "Ñ",
        "МОСКВА",
    ),
    *("A\u0301", "ǅ", "Ω", "K", "ſ", "ﬁ", "漢字", "😀", "a\\b", "%_'\"", " x "),
]
TEXTS = ibis.table({"text": "string"}, name="texts")
QUESTION = TEXTS.select("text", answer=folded(TEXTS.text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("STRAẞE", "strasse"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδος"),
        ("οδος", "οδοσ"),
        ("Étude", "éTUDE"),
        ("МОСКВА", "москва"),
    ],
)
def test_texts_that_differ_in_capitals_alone_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("e", "é"), ("i", "ı"), ("a", "а"), ("ss", "s"), (" a", "a"), ("ﬁ", "fi")])
def test_other_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_every_letter_folds_in_duckdb_as_in_python() -> None:
    with duckdb.connect() as connection:
        connection.register("texts", pa.table({"text": [*LETTERS, *WORDS]}))
        found = connection.execute(as_sql(QUESTION, "duckdb")).fetchall()

    assert [(text, answer) for text, answer in found if answer != fold(text)] == []
    assert len(found) > 1_000_000


@pytest.mark.postgresql
def test_words_fold_in_postgresql_as_in_python(postgresql: str) -> None:
    with psycopg.connect(postgresql) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE texts (text text)")
        cursor.executemany("INSERT INTO texts VALUES (%s)", [(word,) for word in WORDS])
        cursor.execute(as_sql(QUESTION, "postgres").encode())
        found: list[Any] = cursor.fetchall()
        connection.rollback()

    assert [(text, answer) for text, answer in found if answer != fold(text)] == []

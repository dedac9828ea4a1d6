"""Words for nothing, for yes and no, and the names of columns."""

from __future__ import annotations

import pytest

from tenure.interfaces.ingest.columns import NotABooleanError, is_empty, parse_boolean
from tenure.interfaces.ingest.columns.words import phrase_of


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Select", "select...", "N/A", "n/a", "#N/A", "-", "--", "—", "null", "NULL", "None", "NaN", "(blank)"],
)
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text", ["NA", "0", "unknown", "Other", "no", "Nonesuch", "selected", ".", "Not available yet"]
)
def test_answers_are_not_nothing(text: str) -> None:
    assert not is_empty(text)


def test_the_words_for_nothing_can_be_given() -> None:
    assert is_empty("Unknown", {"unknown"})
    assert not is_empty("Select", {"unknown"})


@pytest.mark.parametrize("text", ["true", "TRUE", "Yes", "y", "1", "x", "ja", "on", " Oui "])
def test_a_yes_is_true(text: str) -> None:
    assert parse_boolean(text) is True


@pytest.mark.parametrize("text", ["false", "FALSE", "No", "n", "0", "nein", "off", "non"])
def test_a_no_is_false(text: str) -> None:
    assert parse_boolean(text) is False


@pytest.mark.parametrize("text", ["maybe", "2", "", "yes no"])
def test_anything_else_is_neither(text: str) -> None:
    with pytest.raises(NotABooleanError, match="neither yes nor no"):
        parse_boolean(text)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("CloseDate", "close date"),
        ("close_date", "close date"),
        ("Close Date", "close date"),
        ("property_closedate", "closedate"),
        ("property_hs_ticket_priority", "ticket priority"),
        ("Renewal_Date__c", "renewal date"),
        ("customerID", "customer id"),
        ("ARRAmount", "arr amount"),
        ("time:timestamp", "time timestamp"),
        ("_fivetran_synced", "synced"),
        ("Größe (m²)", "grösse m²"),
        ("Duration (min)", "duration"),
        ("Created (UTC)", "created"),
        ("(UTC)", "utc"),
    ],
)
def test_names_of_columns_are_taken_apart_into_words(name: str, phrase: str) -> None:
    assert phrase_of(name) == phrase

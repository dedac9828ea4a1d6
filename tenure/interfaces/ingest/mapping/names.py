"""Names of people that a file keeps in parts."""

from __future__ import annotations

from collections.abc import Sequence

from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.schema import Rule

FIRST = ("first name", "firstname", "given name", "forename", "vorname", "first")
MIDDLE = ("middle name", "middlename", "middle initial")
LAST = ("last name", "lastname", "surname", "family name", "nachname", "last")


def full_name(columns: Sequence[str]) -> tuple[Rule, list[str]] | None:
    """The rule for a whole name, and the columns that it is made of; nothing where there is no last name."""
    by_phrase = {phrase_of(column).removeprefix("contact ").removeprefix("lead "): column for column in columns}
    parts = [next((by_phrase[word] for word in words if word in by_phrase), None) for words in (FIRST, MIDDLE, LAST)]
    if parts[2] is None:
        return None
    found = [part for part in parts if part is not None]
    names = ", ".join(f"`{part}`" for part in found)
    return Rule(expression=f"join(' ', {names})"), found

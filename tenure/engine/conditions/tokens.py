"""From text to its words, signs and values, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenure.engine.conditions.syntax import ConditionError
from tenure.engine.conditions.wordings import hint_for

_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>-?\d+(?:\.\d+)?%?)|(?P<text>'(?:[^'\\]|\\(?:.|\n))*'|\"(?:[^\"\\]|\\(?:.|\n))*\")"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|\+|-))"
)


@dataclass(frozen=True)
class Token:
    """One word, sign or value; `sort` is the name of its group, or `end`."""

    sort: str
    text: str
    position: int

    def says(self, word: str) -> bool:
        """Whether it is this word or sign of the language, in capitals or not."""
        return self.sort in ("word", "sign") and self.text.lower() == word


def tokens_of(text: str) -> Iterator[Token]:
    """Every token, and the end. Raises `ConditionError` where none can be made out."""
    place = 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise ConditionError(_cannot_read(text[start]), position=start)
        yield Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        place = found.end()
    yield Token("end", "the end", len(text))


def _cannot_read(letter: str) -> str:
    return "A closing quotation mark is missing" if letter in "'\"" else f"Cannot read “{letter}”{hint_for(letter)}"

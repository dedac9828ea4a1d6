"""A condition's text cut into words, numbers, dates, texts and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tenure.engine.conditions.errors import ConditionError

LONGEST = 10_000

_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<day>\d{4}-\d{2}-\d{2}(?![\w-]))
  | (?P<number>\d+(?:\.\d+)?(?![\w.]))
  | (?P<word>[^\W\d]\w*(?:\.\w[\w-]*)*)
  | (?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
  | (?P<sign>!=|<>|<=|>=|[=<>(),+-])
    """,
    re.VERBOSE | re.ASCII,
)


class TokenType(StrEnum):
    """What a piece of text is."""

    DAY = "day"
    NUMBER = "number"
    WORD = "word"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    """One piece; `text` is as written, for texts without their quotes."""

    type: TokenType
    text: str
    position: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these words, in whatever case."""
        return self.type is TokenType.WORD and self.text.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether this is one of these signs."""
        return self.type is TokenType.SIGN and self.text in signs


def tokens(text: str) -> Iterator[Token]:
    """The pieces of the text, an end at the end. Raises `ConditionError`."""
    if len(text) > LONGEST:
        raise ConditionError(f"A condition has at most {LONGEST} characters", position=LONGEST)
    position = 0
    while position < len(text):
        found = _PATTERN.match(text, position)
        if found is None:
            raise _not_understood(text, position)
        if found.lastgroup != "space":
            yield _token(TokenType(str(found.lastgroup)), found.group(), position)
        position = found.end()
    yield Token(TokenType.END, "", len(text))


def _token(type_: TokenType, text: str, position: int) -> Token:
    if type_ is TokenType.TEXT:
        quote = text[0]
        text = text[1:-1].replace(quote * 2, quote)
        bad = next((index for index, char in enumerate(text) if not _is_storable(char)), None)
        if bad is not None:
            raise ConditionError("This text holds a character that no record can hold", position=position + 1 + bad)
    return Token(type_, text, position)


def _is_storable(char: str) -> bool:
    return char != "\0" and not "\ud800" <= char <= "\udfff"


def _not_understood(text: str, position: int) -> ConditionError:
    if text[position] in "'\"":
        return ConditionError("This text is not closed; end it with the quote it began with", position=position)
    return ConditionError(f"“{text[position]}” is not understood here", position=position)

"""Words as they are indexed and looked for: without case, accents and marks."""

from __future__ import annotations

import re
import unicodedata

from tenure.foundation.search.models import LONGEST_WORD

_PIECE = re.compile(r"[^\W_]+(?:[.+'_-]+[^\W_]+)*@[\w.-]*\w|[^\W_]+")
_PLAIN = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """The text without case and accents: `Łukasz MÜLLER` → `lukasz muller`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().translate(_LETTERS)


def asked_words(text: str) -> list[str]:
    """The words of what somebody typed, in order; an e-mail address is one word."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _PIECE.findall(fold(text))))


def indexed_words(text: str) -> list[str]:
    """The words by which a text is found, in order: an e-mail address by itself and by its parts."""
    found: dict[str, None] = {}
    for word in _PIECE.findall(fold(text)):
        found[word[:LONGEST_WORD]] = None
        found.update(dict.fromkeys(part[:LONGEST_WORD] for part in _PLAIN.findall(word)))
    return list(found)


def grams(word: str) -> set[str]:
    """The word's runs of three letters; its beginning counts twice, as people rarely mistype it."""
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}

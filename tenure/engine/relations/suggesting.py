"""What somebody meant who wrote a name that there is not."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein


def nearest(word: str, known: Iterable[str], *, least: int = 50) -> str | None:
    """The known name that a slip of a letter or two makes of the word, else the one that is most like it in parts."""
    names = list(known)
    slips = process.extractOne(word, names, scorer=DamerauLevenshtein.distance, score_cutoff=max(1, len(word) // 4))
    if slips is not None:
        return str(slips[0])
    like = process.extractOne(word, names, score_cutoff=least)
    return None if like is None else str(like[0])

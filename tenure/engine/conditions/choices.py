"""Choices are known by what is stored and by their word: `type = 'New business'` finds what is stored as `new`."""

from __future__ import annotations

from collections.abc import Iterable

from tenure.engine.conditions.folding import fold

Choices = Iterable[tuple[str, str]]


def stored_choice(text: str, *, choices: Choices) -> str:
    """The folded value that the text stands for: a value itself, or the value with that word."""
    wanted = fold(text)
    by_word = {fold(word): fold(value) for value, word in choices if value}
    return wanted if wanted in by_word.values() else by_word.get(wanted, wanted)


def worded_choices(text: str, *, choices: Choices, is_anywhere: bool) -> list[str]:
    """The folded values whose word contains the text, or begins with it."""
    wanted = fold(text)
    return [fold(value) for value, word in choices if value and _fits(fold(word), wanted, is_anywhere)]


def _fits(word: str, wanted: str, is_anywhere: bool) -> bool:
    return wanted in word if is_anywhere else word.startswith(wanted)

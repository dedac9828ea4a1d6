"""What is wrong with a condition, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

CLOSE_ENOUGH = 60


class ConditionError(ValueError):
    """A condition that cannot be understood. `position` counts characters from 0; `suggestion` may be empty."""

    def __init__(self, message: str, *, position: int, suggestion: str = "") -> None:
        hint = f" Did you mean “{suggestion}”?" if suggestion else ""
        super().__init__(f"{message} (at character {position + 1}).{hint}")
        self.position = position
        self.suggestion = suggestion


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one; empty if none does."""
    found = process.extractOne(name.casefold(), sorted(known), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else ""

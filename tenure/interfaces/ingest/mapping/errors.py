"""What can be wrong with a mapping, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where in the file (line from 1; none for a mapping without a file), and what."""

    place: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"Line {self.line}, {self.place}" if self.line else self.place
        return f"{where}: {self.message}"


class MappingError(ValueError):
    """The mapping cannot be used; `faults` says each reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("The mapping cannot be used. " + " ".join(f"{fault}" for fault in self.faults))


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest of the known words, or at all of them where they are few."""
    names = sorted(known)
    by_fold = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    if near:
        return f" Did you mean “{by_fold[near[0]]}”?"
    shown = ", ".join(names[:20])
    return f" There are: {shown}{', …' if len(names) > 20 else ''}." if names else ""

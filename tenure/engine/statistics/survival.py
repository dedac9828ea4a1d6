"""How long something takes, when for some it is still to come (Kaplan and Meier's estimate)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Products of thirds and fifths may come out a hair above.
_HALF = 0.5 + 1e-12


@dataclass(frozen=True)
class Survival:
    """The share for which it is still to come, after each time at which it came for someone: `steps` of time and
    share. `last` is the longest time that anyone was watched."""

    steps: tuple[tuple[float, float], ...]
    last: float

    def at(self, time: float) -> float | None:
        """The share after a time; nothing where nobody was watched for so long, unless it came for all."""
        share = 1.0
        for when, left in self.steps:
            if when > time:
                break
            share = left
        return share if time <= self.last or share <= 1e-12 else None

    @property
    def median(self) -> float | None:
        """The first time by which it has come for half; nothing if it has not."""
        return next((when for when, share in self.steps if share <= _HALF), None)


def survival(cases: Iterable[tuple[float, bool, int]]) -> Survival:
    """The estimate over cases: how long each was watched, whether it came then, and how many cases are so.

    Whoever is no longer watched at a time at which it comes for others counts as watched until after it.
    """
    came: Counter[float] = Counter()
    gone: Counter[float] = Counter()
    for time, happened, times in cases:
        (came if happened else gone)[time] += times
    watched = sum(came.values()) + sum(gone.values())
    share, steps = 1.0, []
    for time in sorted({*came, *gone}):
        if came[time]:
            share *= 1 - came[time] / watched
            steps.append((time, share))
        watched -= came[time] + gone[time]
    return Survival(tuple(steps), max((*came, *gone), default=0))

"""Numbers beside those of the period or the year before; of a running period as many days as have passed (G14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.periods import Window, earlier, previous
from tenure.engine.workspace.asking import Ask, asked_periods
from tenure.engine.workspace.opening import workspace
from tenure.engine.workspace.rights import ask_as

YEAR = 12


class Before(StrEnum):
    """What numbers are held against."""

    PREVIOUS = "previous"
    YEAR = "year"


WINDOWS: Mapping[Before, Window] = {Before.PREVIOUS: previous, Before.YEAR: earlier(months=YEAR)}
Place = tuple[Any, ...]


def before(ask: Ask, *, against: Before, user: Any, lake: Path) -> dict[Place, Any]:
    """The values that the answers to a question are held against, by `place_of`. Raises as `ask_as` does."""
    window = WINDOWS[against]
    with workspace(lake=lake) as opened:
        starts = {window(one).start: one.start for one in asked_periods(opened, ask)}
    answers = ask_as(replace(ask, window=window, with_restated=False), user=user, lake=lake)
    return {(starts[one.period.start], *place_of(one)[1:]): one.value for one in answers}


def place_of(answer: Answer) -> Place:
    """What an answer is of: the first day of its period, its series and its cut."""
    return (answer.period.start, answer.series, *answer.dims.values())

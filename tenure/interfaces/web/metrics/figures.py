"""The table of a metric's page: a line for each cut, a number for each period, each leading to its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.grids import cut_word
from tenure.interfaces.reports.orders import in_order

MOST_CUTS = 50


@dataclass(frozen=True)
class Cell:
    """One number of the table; `place` says which records are behind it."""

    text: str
    title: str
    place: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One cut of the table with its numbers, a period each."""

    name: str
    cells: tuple[Cell, ...]


def table(answers: Sequence[Answer], *, currency: str, by: tuple[str, ...]) -> tuple[list[Period], list[Line], int]:
    """The periods, a line for each cut (in its order, else the largest first), and how many cuts were left out."""
    periods = list(dict.fromkeys(one.period for one in answers))
    lines: dict[tuple[Any, ...], dict[Period, Answer]] = {}
    for one in answers:
        lines.setdefault(tuple(one.dims.values()), {})[one.period] = one
    ordered = [*lines]
    if by:
        ordered.sort(key=lambda cut: -_size(lines[cut], periods))
    if len(by) == 1:
        named = {str(cut[0]): cut for cut in ordered}
        words = in_order(named, by=by[0], size=lambda word: _size(lines[named[word]], periods))
        ordered = [named[word] for word in words]
    shown_lines = [
        Line(
            " · ".join(map(cut_word, cut)) or "All",
            tuple(_cell(lines[cut].get(each), currency, by) for each in periods),
        )
        for cut in ordered[:MOST_CUTS]
    ]
    return periods, shown_lines, max(len(ordered) - MOST_CUTS, 0)


def _cell(answer: Answer | None, currency: str, by: tuple[str, ...]) -> Cell:
    if answer is None:
        return Cell("", "", "", ())
    marks = []
    if answer.period.is_partial:
        marks.append("so far")
    if answer.low_n:
        marks.append("few")
    if answer.restated:
        marks.append("restated")
    cut = "|".join(str(answer.dims[name]) for name in by)
    return Cell(
        text=shown(answer.value, unit=answer.unit, currency=currency),
        title=answer.reason or "",
        place=f"{answer.period.start.isoformat()}|{cut}" if by else answer.period.start.isoformat(),
        marks=tuple(marks),
    )


def _size(cells: dict[Period, Answer], periods: Sequence[Period]) -> float:
    values = [cells[period].value for period in periods if period in cells]
    numbers = [float(value) for value in values if value is not None and not isinstance(value, str)]
    return numbers[-1] if numbers else float("-inf")

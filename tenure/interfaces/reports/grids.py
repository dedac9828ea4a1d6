"""The numbers of a tile as a table: what every chart can also be read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.cuts import UNKNOWN
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.figures import period_words
from tenure.interfaces.reports.orders import in_order

MOST_LINES = 12


@dataclass(frozen=True)
class Cell:
    """A number in words; `level` from 1 to 8 says how dark a heat map shows it, 0 that it does not."""

    text: str
    title: str = ""
    mark: str = ""
    level: int = 0


@dataclass(frozen=True)
class Line:
    """A line of the table."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table: what its first column holds, the heads of the others, the lines, and how many lines were left out."""

    corner: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: int = 0


def by_period(named: Sequence[tuple[str, Sequence[Answer]]], *, grain: str, currency: str, corner: str = "") -> Grid:
    """A line for each name, a column for each period, the newest first."""
    periods = sorted({one.period for _, answers in named for one in answers}, key=lambda one: one.start, reverse=True)
    lines = []
    for name, answers in named[:MOST_LINES]:
        known = {one.period: one for one in answers}
        lines.append(Line(name, tuple(cell_of(known.get(period), currency=currency) for period in periods)))
    heads = tuple(brief_period(period, grain) + (", so far" if period.is_partial else "") for period in periods)
    return Grid(corner, heads, tuple(lines), max(len(named) - MOST_LINES, 0))


def by_cut(named: Sequence[tuple[str, Sequence[Answer]]], *, by: str, currency: str, corner: str) -> Grid:
    """A line for each cut, a column for each series, of answers of one period; the largest of the first come first."""
    columns = [{cut_of(one): one for one in answers} for _, answers in named]
    cuts = list(dict.fromkeys(cut for column in columns for cut in column))
    cuts = in_order(cuts, by=by, size=lambda cut: size(columns[0].get(cut)))
    lines = [
        Line(cut, tuple(cell_of(column.get(cut), currency=currency) for column in columns))
        for cut in cuts
        if any(column[cut].value is not None for column in columns if cut in column)
    ]
    heads = tuple(name for name, _ in named)
    return Grid(corner, heads, tuple(lines[:MOST_LINES]), max(len(lines) - MOST_LINES, 0))


def brief_period(period: Period, grain: str) -> str:
    """What a period is called where there is little room: “Nov 2025”."""
    return f"{period.start:%b %Y}" if grain == "month" else period_words(period, grain)


def newest_period(series: Sequence[Sequence[Answer]]) -> Period | None:
    """The last full period of the answers, or the running one where there is no other."""
    begun = sorted({one.period for each in series for one in each if one.period.has_begun}, key=lambda one: one.start)
    full = [period for period in begun if not period.is_partial]
    return next(reversed(full or begun), None)


def cell_of(answer: Answer | None, *, currency: str) -> Cell:
    """A number as a cell."""
    if answer is None:
        return Cell("–")
    words = shown(answer.value, unit=answer.unit, currency=currency)
    return Cell(words, answer.reason or "", "few" if answer.low_n and answer.value is not None else "")


def cut_of(answer: Answer) -> str:
    """What the cut of an answer is called."""
    return " · ".join(map(cut_word, answer.dims.values()))


def cut_word(value: object) -> str:
    """The value of a cut; a word that stands for none begins as names do."""
    told = str(value)
    return told[:1].upper() + told[1:] if told in _words_for_none() else told


@cache
def _words_for_none() -> frozenset[str]:
    relations = catalogue().relations.values()
    return frozenset({UNKNOWN, *(word for one in relations for word in one.unknown.values())})


def size(answer: Answer | None) -> float:
    """The number of an answer to order by; nothing comes last."""
    value = answer.value if answer is not None else None
    return float("-inf") if value is None or isinstance(value, str) else float(value)

"""What charts of tiles are drawn from: names, numbers, and how they are written; a heat map and a funnel need none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.grids import Cell, Grid, Line, brief_period, cell_of, cut_of

LEVELS = 8
MOST_ROWS = 18


@dataclass(frozen=True)
class Step:
    """A step of a funnel: `width` of a hundred beside the widest, and what share came on from the step before."""

    name: str
    text: str
    width: float
    came_on: str
    value: float | None = None


def chart_by_period(
    named: Sequence[tuple[str, Sequence[Answer]]], *, kind: str, grain: str, currency: str, title: str, by: str = ""
) -> dict[str, Any]:
    """Lines or bars of several series by period."""
    periods = sorted({one.period for _, answers in named for one in answers}, key=lambda one: one.start)
    series = []
    for name, answers in named:
        known = {one.period: one for one in answers}
        found = [known.get(period) for period in periods]
        texts = ["" if one is None else shown(one.value, unit=one.unit, currency=currency) for one in found]
        series.append({"name": name, "values": [plain(one) for one in found], "texts": texts})
    return {
        "kind": kind,
        "title": title,
        "by": by,
        "periods": [brief_period(period, grain) for period in periods],
        "partial": [period.is_partial for period in periods],
        "unit": _unit(named),
        "currency": currency,
        "series": series,
    }


def bridge_of(
    named: Mapping[str, tuple[str, Sequence[Answer]]], *, less: Sequence[str], currency: str, title: str
) -> tuple[dict[str, Any], Grid]:
    """A waterfall over all periods that have begun: the first opening, the sum of what came and went, the last
    closing; as a chart, and as a table."""
    begun = {key: (name, [one for one in answers if one.period.has_begun]) for key, (name, answers) in named.items()}
    keys = list(begun)
    steps: list[dict[str, Any]] = []
    lines, level = [], 0.0
    for key in keys:
        name, answers = begun[key]
        values = [plain(one) or 0.0 for one in answers] or [0.0]
        is_end = key in (keys[0], keys[-1])
        amount = values[0] if key == keys[0] else values[-1] if key == keys[-1] else sum(values)
        change = -amount if key in less else amount
        start, level = (0.0, amount) if is_end else (level, level + change)
        text = shown(change, unit=answers[0].unit if answers else Unit.MONEY, currency=currency)
        tone = "end" if is_end else "more" if change >= 0 else "less"
        if is_end or change:
            steps.append({"name": name, "from": start, "to": level, "text": text, "tone": tone})
        lines.append(Line(name, (Cell(text),)))
    told = {"kind": "waterfall", "title": title, "unit": "money", "currency": currency, "steps": steps}
    return told, Grid("Part", ("Amount",), tuple(lines))


def heat_of(answers: Sequence[Answer], *, grain: str, currency: str, corner: str) -> Grid:
    """A line for each cut, by name, the latest ones where there are too many; the more, the darker."""
    periods = sorted({one.period for one in answers if one.period.has_begun}, key=lambda one: one.start)
    known = {(cut_of(one), one.period): one for one in answers}
    values = [value for one in answers if (value := plain(one)) is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    cuts = sorted({cut for (cut, _), one in known.items() if one.value is not None})

    def cell(answer: Answer | None) -> Cell:
        value = plain(answer)
        if value is None:
            return Cell("")
        share = (value - low) / (high - low) if high > low else 1.0
        return replace(cell_of(answer, currency=currency), mark="", level=1 + min(int(share * LEVELS), LEVELS - 1))

    lines = [Line(cut, tuple(cell(known.get((cut, period))) for period in periods)) for cut in cuts[-MOST_ROWS:]]
    heads = tuple(brief_period(period, grain) for period in periods)
    return Grid(corner, heads, tuple(lines), max(len(cuts) - MOST_ROWS, 0))


def funnel_of(named: Sequence[tuple[str, Sequence[Answer]]], *, currency: str) -> list[Step]:
    """The steps of answers of one period."""
    found = [(name, next(iter(answers), None)) for name, answers in named]
    widest = max([plain(one) or 0.0 for _, one in found], default=0.0)
    steps: list[Step] = []
    before: float | None = None
    for name, one in found:
        value = plain(one)
        came = "" if not before or value is None else f"{value / before * 100:.0f} %"
        text = "n/a" if one is None else shown(one.value, unit=one.unit, currency=currency)
        steps.append(Step(name, text, round((value or 0.0) / widest * 100, 1) if widest else 0.0, came, value))
        before = value
    return steps


def plain(answer: Answer | None) -> float | None:
    """The number of an answer as charts take it."""
    value = answer.value if answer is not None else None
    return None if value is None or isinstance(value, str) else float(value)


def _unit(named: Sequence[tuple[str, Sequence[Answer]]]) -> str:
    return next((answers[0].unit.value for _, answers in named if answers), Unit.COUNT.value)

"""Charts drawn as SVG, for paper: lines, bars, bridges and trends from the same numbers as on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.pack.look import ACCENT, BAD, GOOD, INK_2, LINE, SERIES
from tenure.interfaces.reports.pack.scales import apart, scale

WIDTH, HEIGHT = 760.0, 400.0
LEFT, TOP, BOTTOM = 64.0, 26.0, 28.0
SIZE = 11.0
MOST_NAMES = 8
TONES = {"end": ACCENT, "more": GOOD, "less": BAD}


def drawn(told: dict[str, Any]) -> str:
    """A chart as SVG."""
    parts = {"waterfall": _bridge, "line": _lines}.get(told["kind"], _bars)(told)
    return _svg(WIDTH, HEIGHT, parts)


def drawn_trend(values: Sequence[float | None]) -> str:
    """The trend of a number: a line without axes."""
    width, height, edge = 200.0, 44.0, 4.0
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)

    def place(at: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return edge + at / (len(values) - 1) * (width - 2 * edge), height - edge - share * (height - 2 * edge)

    points = [None if value is None else place(at, value) for at, value in enumerate(values)]
    return _svg(width, height, [*_strokes(points, ACCENT, 1.6), *_dots(points[-1:], ACCENT)])


def _lines(told: dict[str, Any]) -> Iterator[str]:
    names = len(told["series"]) > 1
    right = WIDTH - (120.0 if names else 16.0)
    low, high, marks = scale((value for one in told["series"] for value in one["values"]), is_from_zero=False)
    yield from _grid(told, marks, low, high, right)
    count = len(told["periods"])
    middle = [LEFT + (at + 0.5) * (right - LEFT) / count for at in range(count)]
    yield from _names(told["periods"], middle)
    ends = []
    for place, one in enumerate(told["series"]):
        points = [
            None if value is None else (middle[at], _up(value, low, high)) for at, value in enumerate(one["values"])
        ]
        yield from _strokes(points, SERIES[place % len(SERIES)], 2.0)
        yield from _dots(points, SERIES[place % len(SERIES)])
        ends.append(next((point[1] for point in reversed(points) if point), HEIGHT - BOTTOM))
    if names:
        for place, at in enumerate(apart(ends, least=SIZE + 3, low=TOP, high=HEIGHT - BOTTOM)):
            colour = SERIES[place % len(SERIES)]
            yield _text(right + 2, at + 4, _cut(told["series"][place]["name"], 20), colour=colour)


def _bars(told: dict[str, Any]) -> Iterator[str]:
    is_stack = told["kind"] == "stack"
    series, count = told["series"], len(told["periods"])
    sums = [sum(one["values"][at] or 0.0 for one in series) for at in range(count)]
    every = sums if is_stack else [value for one in series for value in one["values"]]
    low, high, marks = scale(every, is_from_zero=True)
    right = WIDTH - 16.0
    yield from _grid(told, marks, low, high, right)
    room = (right - LEFT) / count
    yield from _names(told["periods"], [LEFT + (at + 0.5) * room for at in range(count)])
    yield from _legend([one["name"] for one in series])
    wide = min(room * 0.68, 46.0) / (1 if is_stack else len(series))
    level = [0.0] * count
    for place, one in enumerate(series):
        for at, value in enumerate(one["values"]):
            if not value:
                continue
            left = LEFT + (at + 0.5) * room + ((place - len(series) / 2) * wide if not is_stack else -wide / 2)
            start = level[at] if is_stack else 0.0
            faint = ' opacity="0.45"' if told["partial"][at] else ""
            yield _bar(left, wide, _up(start, low, high), _up(start + value, low, high), SERIES[place % 6], faint)
            level[at] += value


def _bridge(told: dict[str, Any]) -> Iterator[str]:
    steps = told["steps"]
    low, high, marks = scale([one[end] for one in steps for end in ("from", "to")], is_from_zero=True)
    right = WIDTH - 16.0
    yield from _grid(told, marks, low, high, right)
    room = (right - LEFT) / len(steps)
    yield from _names([one["name"] for one in steps], [LEFT + (at + 0.5) * room for at in range(len(steps))])
    for at, one in enumerate(steps):
        left, wide = LEFT + (at + 0.18) * room, room * 0.64
        start, end = _up(one["from"], low, high), _up(one["to"], low, high)
        yield _bar(left, wide, start, end, TONES[one["tone"]])
        amount = one["to"] if one["tone"] == "end" else one["to"] - one["from"]
        words = ("+" if one["tone"] == "more" else "") + _short(amount, told)
        yield _text(left + wide / 2, min(start, end) - 5, words, anchor="middle")


def _grid(told: dict[str, Any], marks: Sequence[float], low: float, high: float, right: float) -> Iterator[str]:
    for mark in marks:
        at = _up(mark, low, high)
        yield f'<line x1="{LEFT}" x2="{right:.1f}" y1="{at:.1f}" y2="{at:.1f}" stroke="#{LINE}" stroke-width="0.8"/>'
        yield _text(LEFT - 8, at + 4, _short(mark, told), anchor="end")


def _names(names: Sequence[str], middle: Sequence[float]) -> Iterator[str]:
    every = -(-len(names) // MOST_NAMES)
    for at, name in enumerate(names):
        if at % every == 0:
            yield _text(middle[at], HEIGHT - 10, _cut(name, 16), anchor="middle")


def _legend(names: Sequence[str]) -> Iterator[str]:
    if len(names) < 2:
        return
    at = LEFT
    for place, name in enumerate(names):
        yield f'<rect x="{at:.1f}" y="3" width="9" height="9" fill="#{SERIES[place % len(SERIES)]}"/>'
        yield _text(at + 14, 12, _cut(name, 24))
        at += 30 + 6.2 * len(_cut(name, 24))


def _strokes(points: Sequence[tuple[float, float] | None], colour: str, width: float) -> Iterator[str]:
    """A line, and a new one after each gap."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
    for run in runs:
        if len(run) > 1:
            yield f'<polyline points="{" ".join(run)}" fill="none" stroke="#{colour}" stroke-width="{width}"/>'


def _dots(points: Sequence[tuple[float, float] | None], colour: str) -> Iterator[str]:
    for point in points:
        if point is not None:
            yield f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="2.4" fill="#{colour}"/>'


def _bar(left: float, wide: float, start: float, end: float, colour: str, more: str = "") -> str:
    top, tall = min(start, end), max(abs(start - end), 0.8)
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="#{colour}"{more}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK_2) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-family="Inter" font-size="{SIZE}" fill="#{colour}">{escape(words)}</text>'


def _up(value: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def _short(value: float, told: dict[str, Any]) -> str:
    return shown(round(value, 9), unit=Unit(told["unit"]), currency=told["currency"], is_short=True)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _svg(width: float, height: float, parts: Any) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return f"{head}{''.join(parts)}</svg>"

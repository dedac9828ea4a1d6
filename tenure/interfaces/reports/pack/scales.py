"""The scale of a chart's axis: from where to where, and its marks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

MARKS = 4


def scale(values: Iterable[float | None], *, is_from_zero: bool) -> tuple[float, float, list[float]]:
    """The lowest and the highest mark, and all of them, around the values; at round numbers."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if is_from_zero or (low >= 0 and low < high * 0.5):
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        low, high = min(low, 0.0), high if high > 0 else low + 1.0
    step = _round_step((high - low) / MARKS)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = [place * step for place in range(first, last + 1)]
    return marks[0], marks[-1], marks


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * each for each in (1.0, 2.0, 2.5, 5.0, 10.0) if size * each >= rough * (1 - 1e-9))


def apart(places: list[float], *, least: float, low: float, high: float) -> list[float]:
    """The places moved as little as needed so that each stands at least so far from the next, within the bounds."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    moved = list(places)
    for before, one in pairwise(order):
        moved[one] = max(moved[one], moved[before] + least)
    if order:
        moved[order[-1]] = min(moved[order[-1]], high)
    for after, one in pairwise(reversed(order)):
        moved[one] = min(moved[one], moved[after] - least)
    return [max(low, each) for each in moved]

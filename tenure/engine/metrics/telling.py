"""From cells to answers: cuts by their names, money in units, and what to bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenure.engine.metrics.answers import Answer, Cells, Leaf
from tenure.engine.metrics.declaring import Derived, Question, Ratio, Series, Unit
from tenure.engine.metrics.units import as_told

LOW_N = 10


def told(cells: Cells, *, series: Series, question: Question, names: Mapping[str, Mapping[Any, str]]) -> list[Answer]:
    """The numbers of a series as they are told, by period and then by cut."""
    found = []
    units = _sides(series)
    for (place, cut), leaf in sorted(cells.items(), key=lambda item: _order(item[0], question, names)):
        period = question.periods[place]
        found.append(
            Answer(
                period=period,
                series=series.key,
                unit=series.unit,
                value=as_told(leaf.value, series.unit),
                dims={name: _name(name, value, names) for name, value in zip(question.by, cut, strict=True)},
                numerator=as_told(leaf.numerator, units[0]),
                denominator=as_told(leaf.denominator, units[1]),
                n=leaf.n,
                reason=leaf.reason,
                low_n=_is_low(series, leaf),
            )
        )
    return found


def _sides(series: Series) -> tuple[Unit, Unit]:
    """The units of what a number is made of."""
    if isinstance(series, Ratio):
        return series.top.unit, series.bottom.unit
    return series.unit, Unit.COUNT


def _is_low(series: Series, leaf: Leaf) -> bool:
    return isinstance(series, Ratio | Derived) and series.needs_ten and leaf.value is not None and leaf.n < LOW_N


def _name(cut: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> Any:
    known = names.get(cut, {})
    if value in known:
        return known[value]
    return known.get(None, "unknown") if value is None else value


def _order(place: tuple[int, tuple[Any, ...]], question: Question, names: Any) -> Any:
    return place[0], tuple(
        (value is None, str(_name(name, value, names))) for name, value in zip(question.by, place[1], strict=True)
    )

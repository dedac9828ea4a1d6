"""Numbers held against what was planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from tenure.engine.metrics.declaring import AsOf, Flow, Series, Unit
from tenure.engine.metrics.making import all_measures
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.units import as_told, is_money
from tenure.engine.workspace.asking import Ask, utc
from tenure.engine.workspace.opening import workspace

Figures = Mapping[tuple[date, date], Any]


def targets_of(*, key: str, periods: Iterable[Period], ask: Ask, lake: Path) -> dict[Period, Any]:
    """The target of a series for each period that has one, as known when the question is asked.

    A period takes the figure that was planned for its very days. Else a state takes that of the part which it ends
    with, and a sum the figures of its parts, if they make up the whole of it; a share is never put together.
    """
    series = catalogue().series[key][1]
    figures = _figures(key, series.unit, ask, lake)
    found = {period: _target(period, figures, series) for period in periods}
    return {period: target for period, target in found.items() if target is not None}


def _figures(key: str, unit: Unit, ask: Ask, lake: Path) -> Figures:
    known_at = utc(ask.known_at) if isinstance(ask.known_at, datetime) else None
    with workspace(lake=lake) as opened:
        records = opened.records(opened.view(as_of=ask.as_of, known_at=known_at, **ask.settings))
        rows = records.source.answer(
            name=("targets",), view=records.view, make=lambda: records.relation("targets").drop("id")
        )
    return {
        (row["starts"], row["ends"]): as_told(row["amount"], unit) if is_money(unit) else _number(row["value"])
        for row in rows
        if row["metric"] == key and (row["amount"] if is_money(unit) else row["value"]) is not None
    }


def _target(period: Period, figures: Figures, series: Series) -> Any:
    if (period.start, period.end) in figures:
        return figures[period.start, period.end]
    parts = sorted(span for span in figures if period.start <= span[0] and span[1] <= period.end)
    if not parts or series.unit in (Unit.RATIO, Unit.MULTIPLE):
        return None
    times = {type(measure.time) for measure, _ in all_measures(series, lambda key: catalogue().series[key][1])}
    if times == {AsOf}:
        return figures[parts[-1]] if parts[-1][1] == period.end else None
    is_whole = parts[0][0] == period.start and parts[-1][1] == period.end
    meet = all(one[1] == following[0] for one, following in pairwise(parts))
    return sum(figures[span] for span in parts) if times == {Flow} and is_whole and meet else None


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value

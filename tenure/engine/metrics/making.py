"""Putting measures together to the numbers of a series."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tenure.engine.metrics.answers import Cells, Leaf, Place
from tenure.engine.metrics.counting import NO_RATE, Counting
from tenure.engine.metrics.declaring import (
    Aggregate,
    Derived,
    Estimate,
    Flow,
    Input,
    Measure,
    Outcome,
    Pair,
    Quantile,
    Ratio,
    Series,
    Spread,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Period, own
from tenure.engine.metrics.units import as_told, is_money
from tenure.engine.relations.viewpoint import Viewpoint

NOT_BEGUN = "the period lies after the day asked for"
NOT_CUT = "a rank is one among others: ask for it by a dimension"
EMPTY = Leaf(value=0)


class Maker:
    """Makes the cells of any series; `cells_of` gives those of another one."""

    def __init__(
        self,
        *,
        counting: Counting,
        series_of: Callable[[str], Series],
        cells_of: Callable[..., Cells],
        view: Viewpoint,
    ) -> None:
        self.counting = counting
        self.series_of = series_of
        self.cells_of = cells_of
        self.view = view

    def made(self, series: Series, periods: Sequence[Period], *, is_overall: bool) -> Cells:
        """The numbers of a series in these periods, cut as the question says (or not at all)."""
        by = () if is_overall else self.counting.question.by
        match series:
            case Total():
                [cells] = self.counting.counted([series.of], periods=periods, by=by)
                found = {place: _total(leaf) for place, leaf in _filled(cells, periods, by).items()}
            case Ratio():
                top, bottom = self.counting.counted([series.top, series.bottom], periods=periods, by=by)
                found = self._ratios(series, top, bottom, periods, by)
            case Quantile():
                [cells] = self.counting.counted([_quantile(series)], periods=periods, by=by)
                found = {place: _one_of(leaf, series.empty) for place, leaf in _filled(cells, periods, by).items()}
            case Estimate():
                found = self._estimated(series, periods, by)
            case Derived():
                found = self._derived(series, periods, is_overall)
            case Spread():
                found = self._spread(series, periods, is_overall)
        return {place: _if_begun(leaf, periods[place[0]]) for place, leaf in found.items()}

    def _ratios(
        self, series: Ratio, top: Cells, bottom: Cells, periods: Sequence[Period], by: tuple[str, ...]
    ) -> Cells:
        found: Cells = {}
        for place in _places([top, bottom], periods, by):
            above, below = top.get(place, EMPTY), bottom.get(place, EMPTY)
            found[place] = _ratio(series, above, below)
        return self._matured(series.bottom, found, periods)

    def _matured(self, measure: Measure, found: Cells, periods: Sequence[Period]) -> Cells:
        """Says of a cohort's number that is not final yet that it may still change."""
        days = measure.time.matures_after_days if isinstance(measure.time, Flow) else 0
        if not days:
            return found
        told: Cells = {}
        for place, leaf in found.items():
            window = measure.time.window(periods[place[0]])
            is_young = (self.view.as_of - window.end).days + 1 < days
            reason = f"immature: final {days} days after the period" if is_young else leaf.reason
            told[place] = (
                leaf if leaf.value is None else Leaf(leaf.value, leaf.numerator, leaf.denominator, leaf.n, reason)
            )
        return told

    def _estimated(self, series: Estimate, periods: Sequence[Period], by: tuple[str, ...]) -> Cells:
        lists = self.counting.listed(series.of, periods=periods, by=by)
        found: Cells = {}
        for place in _places([lists], periods, by):
            rows = lists.get(place, [])
            if isinstance(series.of.time, Pair) and any(None in row for row in rows):
                found[place] = Leaf(None, n=len(rows), reason=NO_RATE)
                continue
            outcome = _outcome(series.estimate(rows) if rows else None)
            n = sum(row[-1] for row in rows)
            found[place] = Leaf(
                outcome.value,
                outcome.numerator,
                outcome.denominator,
                n,
                outcome.reason or (series.empty if outcome.value is None else None),
            )
        return found

    def _derived(self, series: Derived, periods: Sequence[Period], is_overall: bool) -> Cells:
        inputs = {name: self._input(one, periods, is_overall) for name, one in series.inputs.items()}
        split = {name: cells for name, cells in inputs.items() if not series.inputs[name].is_overall}
        by = () if is_overall else self.counting.question.by
        wanted = set(inspect.signature(series.value).parameters)
        found: Cells = {}
        for place in _places(list(split.values()) or list(inputs.values()), periods, by):
            given: dict[str, Any] = {}
            missing: str | None = None
            n = 0
            for name, one in series.inputs.items():
                leaf = inputs[name].get((place[0], ()) if one.is_overall else place, self._nothing(one.series))
                if leaf.value is None and not one.is_lenient:
                    missing = missing or leaf.reason or "an input is unknown"
                given[name] = as_told(leaf.value, self.series_of(one.series).unit)
                n = max(n, leaf.n)
            if "view" in wanted:
                given["view"] = self.view
            if "period" in wanted:
                given["period"] = periods[place[0]]
            if missing is not None:
                found[place] = Leaf(None, n=n, reason=missing)
                continue
            outcome = _outcome(series.value(**given))
            found[place] = Leaf(
                _stored(outcome.value, series), outcome.numerator, outcome.denominator, n, outcome.reason
            )
        return found

    def _nothing(self, key: str) -> Leaf:
        """What a series is where it has no row: a sum is zero, anything else unknown."""
        series = self.series_of(key)
        return EMPTY if isinstance(series, Total) else Leaf(None, reason=getattr(series, "empty", None))

    def _spread(self, series: Spread, periods: Sequence[Period], is_overall: bool) -> Cells:
        cells = self._input(series.of, periods, is_overall)
        unit = self.series_of(series.of.series).unit
        found: Cells = {}
        for number in range(len(periods)):
            mine = {place[1]: leaf for place, leaf in cells.items() if place[0] == number}
            numbers = {cut: as_told(leaf.value, unit) for cut, leaf in mine.items() if leaf.value is not None}
            is_alone = series.unit is Unit.RANK and () in mine
            spread = dict.fromkeys(mine, Outcome(None, NOT_CUT)) if is_alone else series.value(numbers)
            for cut, leaf in mine.items():
                outcome = _outcome(spread.get(cut))
                reason = outcome.reason or (leaf.reason if outcome.value is None else None)
                found[(number, cut)] = Leaf(_stored(outcome.value, series), None, None, leaf.n, reason)
        return found

    def _input(self, one: Input, periods: Sequence[Period], is_overall: bool) -> Cells:
        shifted = tuple(one.window(period) for period in periods)
        return self.cells_of(self.series_of(one.series), shifted, is_overall=is_overall or one.is_overall)


def counted_measures(series: Series) -> tuple[Measure, ...]:
    """The measures that are counted for a series itself."""
    match series:
        case Total():
            return (series.of,)
        case Ratio():
            return (series.top, series.bottom)
        case Quantile():
            return (_quantile(series),)
        case _:
            return ()


def measures_at_once(series: Series, series_of: Callable[[str], Series]) -> Iterator[Measure]:
    """The measures that are counted over the question's own periods and cuts for a series, through others too, so that
    those of several can be counted together."""
    yield from counted_measures(series)
    inputs = series.inputs.values() if isinstance(series, Derived) else ()
    for one in inputs:
        if one.window is own and not one.is_overall:
            yield from measures_at_once(series_of(one.series), series_of)


def all_measures(
    series: Series, series_of: Callable[[str], Series], *, is_cut: bool = True
) -> Iterator[tuple[Measure, bool]]:
    """Every measure that a series stands on, through other series too, and whether it is cut as the question says."""
    match series:
        case Estimate():
            yield series.of, is_cut
        case Derived():
            for one in series.inputs.values():
                yield from all_measures(series_of(one.series), series_of, is_cut=is_cut and not one.is_overall)
        case Spread():
            yield from all_measures(series_of(series.of.series), series_of, is_cut=is_cut)
        case _:
            yield from ((measure, is_cut) for measure in counted_measures(series))


def _quantile(series: Quantile) -> Measure:
    measure = series.of
    return replace(measure, aggregate=Aggregate.QUANTILE, quantile=series.quantile)


def _places(cells: Sequence[Any], periods: Sequence[Period], by: tuple[str, ...]) -> list[Place]:
    """Every period with every cut that occurs at all, so that nothing is left out where there is nothing to count."""
    cuts = {place[1] for each in cells for place in each}
    if not by:
        cuts = {()}
    ordered = sorted(cuts, key=lambda cut: tuple((value is None, str(value)) for value in cut))
    return [(number, cut) for number in range(len(periods)) for cut in ordered]


def _filled(cells: Cells, periods: Sequence[Period], by: tuple[str, ...]) -> Cells:
    return {place: cells.get(place, EMPTY) for place in _places([cells], periods, by)}


def _total(leaf: Leaf) -> Leaf:
    if leaf.reason is not None:
        return leaf
    return Leaf(leaf.value or 0, leaf.value or 0, None, leaf.n, None)


def _one_of(leaf: Leaf, empty: str) -> Leaf:
    if leaf.n == 0:
        return Leaf(None, n=0, reason=leaf.reason or empty)
    return leaf


def _ratio(series: Ratio, above: Leaf, below: Leaf) -> Leaf:
    reason = above.reason or below.reason
    top, bottom = above.value or 0, below.value or 0
    if reason is not None:
        return Leaf(None, None, None, below.n, reason)
    if bottom == 0:
        return Leaf(None, top, bottom, below.n, series.empty)
    if bottom < 0:
        return Leaf(None, top, bottom, below.n, "what it is divided by is negative")
    if is_money(series.unit):
        # Money over a count: the quotient in millionths, rounded once.
        return Leaf(_rounded(Decimal(top) / Decimal(bottom)), top, bottom, below.n)
    return Leaf(series.scale * top / bottom, top, bottom, below.n)


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(rounding="ROUND_HALF_UP"))


def _stored(value: Any, series: Series) -> Any:
    """Money that a function gave in units, as millionths again."""
    if value is not None and is_money(series.unit):
        return _rounded(Decimal(str(value)) * 1_000_000)
    return value


def _outcome(value: Any) -> Outcome:
    return value if isinstance(value, Outcome) else Outcome(value)


def _if_begun(leaf: Leaf, period: Period) -> Leaf:
    return leaf if period.has_begun else Leaf(None, reason=NOT_BEGUN)

"""A tile as it is shown: its number or chart, and the same as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Metric, Series
from tenure.engine.metrics.periods import Grain
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask
from tenure.engine.workspace.rights import may_see
from tenure.interfaces.reports.asking import Numbers, cohort_grain
from tenure.interfaces.reports.charts import Step, bridge_of, chart_by_period, funnel_of, heat_of, plain
from tenure.interfaces.reports.cohorts import cohorts_of
from tenure.interfaces.reports.declaring import Sort, Tile
from tenure.interfaces.reports.figures import Headline, headline, period_words
from tenure.interfaces.reports.grids import Grid, by_cut, by_period, cut_of, newest_period, size
from tenure.interfaces.reports.orders import in_order
from tenure.interfaces.reports.targets import seen_targets

MOST_CUTS = 6
_SHORT = re.compile(r"^.+\(([A-Z]{2,5})\)$")  # “Net revenue retention (NRR)” is NRR beside a line
_ACRONYMS = frozenset({"arr", "mrr", "nps", "csat", "fcr", "mql", "sql", "qbr", "cac", "ltv", "grr", "nrr", "tcv"})
Named = list[tuple[str, Sequence[Answer]]]


@dataclass(frozen=True)
class Setting:
    """What all tiles of a dashboard are shown by, and for whom."""

    ask: Ask
    currency: str
    user: Any


@dataclass(frozen=True)
class ShownTile:
    """A tile with its numbers: `trend` are those of full periods, `chart` is what a chart is drawn from (see
    `charts`)."""

    place: int
    tile: Tile
    title: str
    note: str = ""
    headline: Headline | None = None
    trend: list[float | None] = field(default_factory=list)
    chart: dict[str, Any] = field(default_factory=dict)
    grid: Grid | None = None
    steps: list[Step] = field(default_factory=list)


def known_tiles(tiles: Iterable[Tile], *, user: Any) -> tuple[list[tuple[int, Tile]], int, int]:
    """The tiles with their places that the person may see; how many they may not, and how many name what is gone."""
    known = catalogue()
    seen, hidden, gone = [], 0, 0
    for place, tile in enumerate(tiles):
        metrics = [known.series[key][0] for key in tile.keys if key in known.series]
        if len(metrics) < len(tile.keys):
            gone += 1
        elif all(may_see(user=user, metric=metric, catalogue=known) for metric in metrics):
            seen.append((place, tile))
        else:
            hidden += 1
    return seen, hidden, gone


def tile_title(tile: Tile) -> str:
    """What a tile is called: its own title, or its first series'."""
    return tile.title or _name(tile.keys[0], tile)


def shown_tile(place: int, tile: Tile, *, numbers: Numbers, setting: Setting) -> ShownTile:
    """One tile with its numbers."""
    shared: dict[str, Any] = {"place": place, "tile": tile, "title": tile_title(tile)}
    mistake = numbers.mistake(tile)
    if mistake:
        return ShownTile(**shared, note=mistake)
    series = numbers.of(tile)
    if not any(one.value is not None for answers in series for one in answers):
        reason = next((one.reason for answers in reversed(series) for one in answers if one.reason), "")
        return ShownTile(**shared, note=reason.capitalize() if reason else "Nothing in these periods.")
    return ShownTile(**shared, **_SHOWING[tile.sort](tile, series, setting))


def _number(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    metric, _ = declared_series(tile.keys[0])
    grain, currency = setting.ask.grain, setting.currency
    full = [one for one in series[0] if one.period.has_begun and not one.period.is_partial]
    newest = [one.period for one in full[-1:]] or [one.period for one in series[0][-1:]]
    targets = seen_targets(user=setting.user, key=tile.keys[0], periods=newest, ask=setting.ask)
    return {
        "headline": headline(series[0], grain=grain, currency=currency, better=metric.better, targets=targets),
        "trend": [plain(one) for one in full],
        "grid": by_period([(tile_title(tile), series[0])], grain=grain, currency=currency),
    }


def _chart(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    named, left_out = _named(tile, series)
    grain, currency = setting.ask.grain, setting.currency
    brief = [(_SHORT.sub(r"\1", name), answers) for name, answers in named]
    return {
        "chart": chart_by_period(
            brief, kind=tile.sort.value, grain=grain, currency=currency, title=tile_title(tile), by=tile.by
        ),
        "grid": by_period(named, grain=grain, currency=currency, corner=_cut(tile)),
        "note": f"The {MOST_CUTS} largest; {left_out} more in the metric." if left_out else "",
    }


def _waterfall(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    named = {answers[0].series: (_name(answers[0].series, tile), answers) for answers in series if answers}
    chart, grid = bridge_of(named, less=tile.less, currency=setting.currency, title=tile_title(tile))
    periods = [one.period for one in series[0] if one.period.has_begun]
    last = f"{period_words(periods[-1], setting.ask.grain)}{', so far' if periods[-1].is_partial else ''}"
    return {"chart": chart, "grid": grid, "note": f"{period_words(periods[0], setting.ask.grain)} to {last}."}


def _heat(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    grid = heat_of(series[0], grain=setting.ask.grain, currency=setting.currency, corner=_cut(tile))
    older = f", {grid.left_out} earlier ones in the metric" if grid.left_out else ""
    return {"grid": grid, "note": f"The more, the darker{older}."}


def _cohort(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    grain = cohort_grain(setting.ask.grain)
    periods = {Grain.QUARTER: "quarter", Grain.YEAR: "year"}.get(Grain(grain), "month")
    return {
        "grid": cohorts_of(series[0], grain=grain, currency=setting.currency),
        "note": f"What is left of the end of the first {periods}, by {periods}s since; each line ends today.",
    }


def _funnel(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    named, _ = _named(tile, series)
    return {
        "steps": funnel_of(named, currency=setting.currency),
        "grid": by_period(named, grain=Grain.TOTAL, currency=setting.currency),
        "note": _over(series),
    }


def _table(tile: Tile, series: list[list[Answer]], setting: Setting) -> dict[str, Any]:
    named = [(_name(answers[0].series, tile), answers) for answers in series if answers]
    return {
        "grid": by_cut(named, by=tile.by, currency=setting.currency, corner=_cut(tile)),
        "note": _over(series),
    }


_SHOWING = {
    Sort.NUMBER: _number,
    Sort.LINE: _chart,
    Sort.BAR: _chart,
    Sort.STACK: _chart,
    Sort.WATERFALL: _waterfall,
    Sort.HEAT: _heat,
    Sort.COHORT: _cohort,
    Sort.FUNNEL: _funnel,
    Sort.TABLE: _table,
}


def _named(tile: Tile, series: list[list[Answer]]) -> tuple[Named, int]:
    """The lines of a tile by name: its series, or the largest cuts of its one series; and how many were left out."""
    if not tile.by:
        return [(_name(answers[0].series, tile), answers) for answers in series if answers], 0
    cuts: dict[str, list[Answer]] = {}
    for one in series[0]:
        cuts.setdefault(cut_of(one), []).append(one)
    period = newest_period(series)
    newest = {cut: next((one for one in answers if one.period == period), None) for cut, answers in cuts.items()}
    largest = sorted(cuts, key=lambda cut: -size(newest[cut]))[:MOST_CUTS]
    ordered = in_order(largest, by=tile.by, size=lambda cut: size(newest[cut]))
    return [(cut, cuts[cut]) for cut in ordered], len(cuts) - len(ordered)


def _over(series: list[list[Answer]]) -> str:
    period = next((one.period for answers in series for one in answers), None)
    if period is None:
        return ""
    return f"{period_words(period, Grain.TOTAL)}, all together{', so far' if period.is_partial else ''}."


def _cut(tile: Tile) -> str:
    return "CSM" if tile.by == "csm" else tile.by.replace("_", " ").capitalize()


def declared_series(key: str) -> tuple[Metric, Series]:
    return catalogue().series[key]


def _name(key: str, tile: Tile) -> str:
    """What a series is called on a tile: as the tile says; else beside others of its metric by its own title, and
    beside those of other metrics by its key, which says more."""
    if tile.names:
        return tile.names[tile.keys.index(key)]
    metric, series = declared_series(key)
    if series.key == metric.key:
        return metric.title
    is_among_its_own = len(tile.keys) > 1 and all(declared_series(each)[0] is metric for each in tile.keys)
    return series.title if is_among_its_own and series.title else key_words(key)


def key_words(key: str) -> str:
    """The key of a series as words: “Won opportunities”, “New MRR”."""
    words = [word.upper() if word in _ACRONYMS else word for word in key.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])

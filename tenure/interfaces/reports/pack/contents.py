"""What a board pack says: a title, pages of figures with their definitions and footnotes, and an appendix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Estimate, Metric
from tenure.engine.metrics.periods import Grain
from tenure.engine.workspace.asking import Ask
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.organisation.models import Company
from tenure.interfaces.reports.asking import Numbers, numbers_of
from tenure.interfaces.reports.charts import chart_by_period
from tenure.interfaces.reports.declaring import OF_ONE_PERIOD, Dashboard, Sort, Tile
from tenure.interfaces.reports.figures import period_words
from tenure.interfaces.reports.tiles import Setting, ShownTile, declared_series, known_tiles, shown_tile

NUMBERS_A_PAGE = 8
FEW = "“few”: stands on fewer than ten, too few to rely on"


class EmptyPackError(ValueError):
    """Nothing of what was asked for may be seen by the person."""


@dataclass(frozen=True)
class Figure:
    """A number, chart or table: `chart` is drawn beside a number, too; `notes` are its footnotes."""

    shown: ShownTile
    definition: str
    chart: dict[str, Any]
    notes: tuple[str, ...]

    @property
    def sort(self) -> Sort:
        """How it is shown."""
        return self.shown.tile.sort


@dataclass(frozen=True)
class Page:
    """Figures that are read together."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Entry:
    """A metric in the appendix."""

    title: str
    definition: str
    formula: str
    limits: str


@dataclass(frozen=True)
class Pack:
    """A board pack; `period`, `as_of` and `known_at` say what its numbers are of and from when."""

    company: str
    title: str
    serves: str
    period: str
    as_of: str
    known_at: str
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    left_out: int = 0
    currency: str = ""
    made_at: datetime | None = field(default=None, compare=False)


def board_pack(*, dashboard: Dashboard, user: Any, company: Company, ask: Ask, now: datetime) -> Pack:
    """The pack of a dashboard as far as the person may see it. Raises `EmptyPackError`, and `PeriodError`."""
    seen, hidden, _ = known_tiles(dashboard.tiles, user=user)
    if not seen:
        raise EmptyPackError(
            f"Nothing of “{dashboard.title}” is among the numbers that {user} may see. Ask an administrator."
        )
    tiles = [tile for _, tile in seen]
    numbers = numbers_of(tiles, ask=ask, user=user)
    setting = Setting(ask, company.currency, user)
    figures = [_figure(place, tile, numbers, setting) for place, tile in seen]
    return Pack(
        company=company.name,
        title=dashboard.title,
        serves=dashboard.serves,
        period=_period(numbers, tiles, ask),
        as_of=f"{ask.as_of:%-d %B %Y}",
        known_at=_known_at(ask, now),
        pages=tuple(_pages(figures)),
        entries=tuple(_entries(tiles)),
        left_out=hidden,
        currency=company.currency,
        made_at=now,
    )


def _figure(place: int, tile: Tile, numbers: Numbers, setting: Setting) -> Figure:
    shown = shown_tile(place, tile, numbers=numbers, setting=setting)
    answers = numbers.of(tile)
    chart = shown.chart
    if tile.sort is Sort.NUMBER and shown.headline and len([value for value in shown.trend if value is not None]) > 1:
        full = [one for one in answers[0] if one.period.has_begun and not one.period.is_partial]
        chart = chart_by_period(
            [(shown.title, full)], kind="line", grain=setting.ask.grain, currency=setting.currency, title=shown.title
        )
    return Figure(shown, _definition(tile), chart, tuple(_notes(shown, answers, setting.ask.grain)))


def _definition(tile: Tile) -> str:
    """What the figure answers; where it shows another series than its metric's first, which of them."""
    metric, series = declared_series(tile.keys[0])
    if len(tile.keys) > 1 or series.key == metric.key or not series.title:
        return metric.definition
    return f"{series.title} ({metric.title}): {metric.definition[:1].lower()}{metric.definition[1:]}"


def _notes(shown: ShownTile, series: Sequence[Sequence[Answer]], grain: str) -> Iterator[str]:
    """What to bear in mind: estimates, what is not known and why, periods that still run, numbers of a few cases."""
    if shown.note:
        yield shown.note.rstrip(".")
    if shown.headline and shown.headline.note:
        yield shown.headline.note[:1].upper() + shown.headline.note[1:]
    if any(isinstance(declared_series(key)[1], Estimate) for key in shown.tile.keys):
        yield "Estimated from past records, not counted"
    told = [one for answers in series for one in answers if one.period.has_begun]
    if shown.tile.sort not in (Sort.NUMBER, Sort.COHORT):
        yield from _unknown(told)
        if any(one.low_n and one.value is not None for one in told) and shown.tile.sort is Sort.TABLE:
            yield FEW
    running = next((one.period for one in told if one.period.is_partial), None)
    if running is not None and shown.tile.sort in (Sort.LINE, Sort.BAR, Sort.STACK, Sort.HEAT, Sort.COHORT):
        yield f"{period_words(running, grain)} is still running"


def _unknown(told: Sequence[Answer]) -> Iterator[str]:
    unknown = [one for one in told if one.value is None]
    if unknown and len(unknown) < len(told):
        reasons = list(dict.fromkeys(one.reason for one in unknown if one.reason))[:2]
        yield f"{len(unknown)} of {len(told)} values are not known" + (f": {'; '.join(reasons)}" if reasons else "")


def _pages(figures: Sequence[Figure]) -> Iterator[Page]:
    numbers = [one for one in figures if one.sort is Sort.NUMBER]
    for place in range(0, len(numbers), NUMBERS_A_PAGE):
        yield Page("Key numbers" + (", continued" if place else ""), tuple(numbers[place : place + NUMBERS_A_PAGE]))
    for one in figures:
        if one.sort is not Sort.NUMBER:
            yield Page(one.shown.title, (one,))


def _entries(tiles: Sequence[Tile]) -> Iterator[Entry]:
    metrics: dict[str, Metric] = {}
    for tile in tiles:
        for key in tile.keys:
            metric, _ = declared_series(key)
            metrics.setdefault(metric.key, metric)
    for metric in metrics.values():
        limits = [
            f"In: {metric.included}" if metric.included else "",
            f"Out: {metric.excluded}" if metric.excluded else "",
        ]
        yield Entry(metric.title, metric.definition, metric.formula, " ".join(each for each in limits if each))


def _period(numbers: Numbers, tiles: Sequence[Tile], ask: Ask) -> str:
    by_grain = [tile for tile in tiles if tile.sort not in OF_ONE_PERIOD]
    grain = ask.grain if by_grain else Grain.TOTAL
    told = [one for tile in by_grain or tiles for each in numbers.of(tile) for one in each]
    periods = sorted({one.period for one in told if one.period.has_begun}, key=lambda one: one.start)
    if not periods:
        return "no period that has begun"
    first, last = period_words(periods[0], grain), period_words(periods[-1], grain)
    span = first if first == last else f"{first} to {last}"
    return f"{span}, so far" if periods[-1].is_partial else span


def _known_at(ask: Ask, now: datetime) -> str:
    moment = ask.known_at
    if isinstance(moment, str):
        return "as known at the end of each period"
    return f"as known on {(moment or now).astimezone(company_zone()):%-d %B %Y, %H:%M}"

"""A tile on a page: with its trend, what its chart is drawn from, and the address that it leads to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from tenure.engine.metrics.periods import Grain
from tenure.interfaces.reports.declaring import OF_ONE_PERIOD, Sort, Tile
from tenure.interfaces.reports.tiles import ShownTile, declared_series
from tenure.interfaces.web.dashboards.sparkline import strokes


@dataclass(frozen=True)
class TileOnPage:
    """What the template needs of a tile."""

    shown: ShownTile
    url: str
    trend: list[str]
    chart: str


def tile_on_page(shown: ShownTile, *, query: Mapping[str, str]) -> TileOnPage:
    """A tile for the template; `query` holds the words of the address that pages share."""
    chart = json.dumps(shown.chart) if shown.chart else ""
    return TileOnPage(shown, tile_url(shown.tile, query=query), strokes(shown.trend), chart)


def tile_url(tile: Tile, *, query: Mapping[str, str]) -> str:
    """The page of the metric that a tile shows, or of the end that a waterfall leads to."""
    metric, series = declared_series(tile.keys[-1] if tile.sort is Sort.WATERFALL else tile.keys[0])
    whole = {"grain": Grain.TOTAL.value} if tile.sort in OF_ONE_PERIOD else {}
    words = {**query, **whole, "series": series.key if series.key != metric.key else "", "by": tile.by}
    told = urlencode({name: value for name, value in words.items() if value})
    return reverse("web:metric", args=[metric.key]) + (f"?{told}" if told else "")

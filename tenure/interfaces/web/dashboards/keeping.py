"""Dashboards that people make themselves: kept under the person's own name, shared ones read by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from tenure.interfaces.reports.cohorts import can_be_left
from tenure.interfaces.reports.declaring import NEEDS_A_CUT, OF_SEVERAL, Dashboard, Sort, Tile
from tenure.interfaces.reports.tiles import declared_series
from tenure.interfaces.web.models import OwnDashboard
from tenure.interfaces.web.records.reading import acting

MOST_TILES = 40


class TileError(ValueError):
    """A tile that cannot be shown; the message says what to choose instead."""


def dashboards_for(*, user: Any) -> QuerySet[OwnDashboard]:
    """The dashboards that the person made or others share."""
    mine_or_shared = Q(owner=user) | Q(is_shared=True)
    return OwnDashboard.objects.filter(mine_or_shared).select_related("owner").order_by("name", "pk")


def addable(*, user: Any) -> list[tuple[str, str]]:
    """The addresses and names of the dashboards that a person may add to."""
    return [(slug_of(one), one.name) for one in OwnDashboard.objects.filter(owner=user).order_by("name")]


def own_dashboard(*, user: Any, slug: str) -> OwnDashboard | None:
    """The dashboard of an address, if the person made it or it is shared; its number leads the address."""
    number = slug.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return dashboards_for(user=user).filter(pk=int(number)).first()


def slug_of(own: OwnDashboard) -> str:
    """The address of an own dashboard: its number, and its name to read."""
    return f"{own.pk}-{slugify(own.name)}".rstrip("-")


def declared(own: OwnDashboard) -> Dashboard:
    """An own dashboard as it is shown."""
    return Dashboard(slug=slug_of(own), title=own.name, serves=own.serves, tiles=tuple(map(_tile, own.tiles)))


def make_dashboard(*, act: Mapping[str, Any], name: str, like: Dashboard | None = None) -> OwnDashboard:
    """A new dashboard of the person's own, empty or with the tiles of another. Raises `ValidationError`."""
    tiles = [_words(replace(tile, number=place)) for place, tile in enumerate(like.tiles, start=1)] if like else []
    own = OwnDashboard(owner=act["by"], name=name, serves=like.serves if like else "", tiles=tiles)
    return _kept(own, act)


def free_name(name: str, *, user: Any) -> str:
    """The name, or with the first number behind it that the person's dashboards leave free."""
    taken = set(OwnDashboard.objects.filter(owner=user).values_list("name", flat=True))
    tries = [name, *(f"{name[:74]} {number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tries if each not in taken)


def change_dashboard(
    own: OwnDashboard, *, act: Mapping[str, Any], name: str, serves: str, is_shared: bool
) -> OwnDashboard:
    """Names a dashboard anew, says what it serves, and shares it or not. Raises `ValidationError`."""
    own.name, own.serves, own.is_shared = name, serves, is_shared
    return _kept(own, act)


def add_tile(own: OwnDashboard, *, act: Mapping[str, Any], tile: Tile) -> OwnDashboard:
    """Puts a tile at the end. Raises `TileError`."""
    if len(own.tiles) >= MOST_TILES:
        raise TileError(
            f"A dashboard holds at most {MOST_TILES} tiles; take one away first, or make another dashboard."
        )
    number = max((one["number"] for one in own.tiles), default=0) + 1
    own.tiles = [*own.tiles, _words(replace(tile, number=number))]
    return _kept(own, act)


def drop_tile(own: OwnDashboard, *, act: Mapping[str, Any], number: int) -> OwnDashboard:
    """Takes a tile away; nothing happens where there is none of this number."""
    own.tiles = [one for one in own.tiles if one["number"] != number]
    return _kept(own, act)


def arrange(own: OwnDashboard, *, act: Mapping[str, Any], numbers: Sequence[int]) -> OwnDashboard:
    """Puts the tiles into this order; those not named, such as hidden ones, come behind."""
    place = {number: at for at, number in enumerate(numbers)}
    own.tiles = sorted(own.tiles, key=lambda one: place.get(one["number"], len(place)))
    return _kept(own, act)


def drop_dashboard(own: OwnDashboard, *, act: Mapping[str, Any]) -> None:
    """Deletes a dashboard."""
    with acting(act):
        own.delete()


def tile_from(words: Mapping[str, str], *, series: Sequence[str]) -> Tile:
    """A tile of one series as a form asks for it; `series` are the keys that there are. Raises `TileError`."""
    key, by = words.get("series", ""), words.get("by", "").strip()
    if key not in series:
        raise TileError("This series does not exist; open the metric and choose one of its tabs.")
    try:
        sort = Sort(words.get("sort", Sort.NUMBER))
    except ValueError:
        raise TileError("Choose how to show it: as a number, line, bars, heat map or table.") from None
    if sort in (Sort.WATERFALL, Sort.FUNNEL):
        raise TileError(f"A {sort.value} is made of several series; show one series in another way.")
    if sort is Sort.COHORT and (by != "cohort" or not can_be_left(declared_series(key)[1].unit)):
        raise TileError("What is left of cohorts is told of money and counts, cut by cohort; choose MRR by cohort.")
    if sort in NEEDS_A_CUT and not by:
        raise TileError(f"A {sort.value} needs a cut: choose what to cut by on the metric's page first.")
    if by and sort not in (*OF_SEVERAL, *NEEDS_A_CUT):
        by = ""
    return Tile(sort, (key,), by=by)


def _kept(own: OwnDashboard, act: Mapping[str, Any]) -> OwnDashboard:
    with acting(act):
        own.full_clean()
        own.save()
    return own


def _words(tile: Tile) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(tile).items()}


def _tile(words: Mapping[str, Any]) -> Tile:
    lists = {name: tuple(words[name]) for name in ("keys", "less", "names")}
    return Tile(Sort(words["sort"]), by=words["by"], title=words["title"], number=words["number"], **lists)

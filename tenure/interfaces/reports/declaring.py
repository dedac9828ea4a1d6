"""What a dashboard is: tiles, each one or several series shown in one way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """How a tile shows its series."""

    NUMBER = "number"
    LINE = "line"
    BAR = "bar"
    STACK = "stack"
    WATERFALL = "waterfall"
    HEAT = "heat"
    COHORT = "cohort"
    FUNNEL = "funnel"
    TABLE = "table"


NEEDS_A_CUT = (Sort.HEAT, Sort.COHORT, Sort.TABLE)
OF_ONE_PERIOD = (Sort.FUNNEL, Sort.TABLE)
OF_SEVERAL = (Sort.LINE, Sort.BAR, Sort.STACK, Sort.WATERFALL, Sort.FUNNEL, Sort.TABLE)


@dataclass(frozen=True)
class Tile:
    """Series by key, shown in one way; a `title` where the first series' own does not say it.

    A waterfall goes from its first series over the ones between to its last; those in `less` take away. A funnel's
    series stand in its order. A line or bar of one series may be cut; a heat map and a table are. `names` call the
    series, in their order, where their own names say too little beside each other. `number` tells the tiles of an own
    dashboard apart.
    """

    sort: Sort
    keys: tuple[str, ...]
    by: str = ""
    title: str = ""
    less: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Dashboard:
    """Tiles for the decisions of somebody; `serves` says which, in a sentence."""

    slug: str
    title: str
    serves: str
    tiles: tuple[Tile, ...]
    function: str = ""
    grain: str = "month"


def number(key: str, title: str = "") -> Tile:
    """The newest number of a series, how it moved, and its trend."""
    return Tile(Sort.NUMBER, (key,), title=title)


def line(*keys: str, by: str = "", title: str = "", names: tuple[str, ...] = ()) -> Tile:
    """Series by period as lines."""
    return Tile(Sort.LINE, keys, by=by, title=title, names=names)


def bars(*keys: str, by: str = "", title: str = "", names: tuple[str, ...] = ()) -> Tile:
    """Series by period as bars, side by side."""
    return Tile(Sort.BAR, keys, by=by, title=title, names=names)


def stack(*keys: str, by: str = "", title: str = "", names: tuple[str, ...] = ()) -> Tile:
    """Parts of a whole by period, as bars on top of each other."""
    return Tile(Sort.STACK, keys, by=by, title=title, names=names)


def table(*keys: str, by: str, title: str, names: tuple[str, ...] = ()) -> Tile:
    """The numbers of series over all periods together, a line for each value of the cut."""
    return Tile(Sort.TABLE, keys, by=by, title=title, names=names)


def heat(key: str, *, by: str, title: str) -> Tile:
    """A series by cut and period, the more the darker."""
    return Tile(Sort.HEAT, (key,), by=by, title=title)


def cohorts(key: str, *, title: str) -> Tile:
    """What is left of each cohort, by how long ago it began: a balance or count of a day, cut by cohort."""
    return Tile(Sort.COHORT, (key,), by="cohort", title=title)


def funnel(*keys: str, title: str, names: tuple[str, ...] = ()) -> Tile:
    """Counts one after another, each a bar beside the first."""
    return Tile(Sort.FUNNEL, keys, title=title, names=names)


def waterfall(*keys: str, less: tuple[str, ...], title: str, names: tuple[str, ...] = ()) -> Tile:
    """From an opening balance over what came and went to the closing one."""
    return Tile(Sort.WATERFALL, keys, title=title, less=less, names=names)

"""The numbers of a dashboard: one question for all tiles that share their cut, kept until the records change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tenure.engine.conditions.syntax import ConditionError
from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.engine.metrics.periods import Grain
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask, ask_metric
from tenure.engine.workspace.rights import masked
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.reports.declaring import OF_ONE_PERIOD, Sort, Tile

COHORT_GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
Place = tuple[str, Sort | None]
Found = list[Answer] | str


@dataclass(frozen=True)
class Numbers:
    """The answers by place and series; a text in place of answers says why there are none."""

    told: Mapping[tuple[Place, str], Found]

    def of(self, tile: Tile) -> list[list[Answer]]:
        """The answers of each series of a tile, in its order; those without any are left out."""
        found = [self.told[_place(tile), key] for key in tile.keys]
        return [one for one in found if not isinstance(one, str)]

    def mistake(self, tile: Tile) -> str:
        """Why a tile has no numbers at all; empty if it has."""
        found = [self.told[_place(tile), key] for key in tile.keys]
        return next((one for one in found if isinstance(one, str)), "") if not self.of(tile) else ""


def numbers_of(tiles: Iterable[Tile], *, ask: Ask, user: Any) -> Numbers:
    """The numbers of all tiles for the periods of the question, as a person may see them. Raises `PeriodError` with
    what to do."""
    wanted: dict[Place, dict[str, None]] = {}
    for tile in tiles:
        wanted.setdefault(_place(tile), {}).update(dict.fromkeys(tile.keys))
    told: dict[tuple[Place, str], Found] = {}
    for place, keys in wanted.items():
        for key, found in _kept(ask, place, tuple(keys)).items():
            told[place, key] = found if isinstance(found, str) else _seen(found, ask, user)
    return Numbers(told)


def _seen(answers: list[Answer], ask: Ask, user: Any) -> list[Answer]:
    return masked(answers, user=user, where=ask.where, catalogue=catalogue())


def _place(tile: Tile) -> Place:
    """What tiles share that are answered together: the cut, and whether they have periods of their own (a table: all
    count as one; cohorts: months at least)."""
    own = Sort.TABLE if tile.sort in OF_ONE_PERIOD else Sort.COHORT if tile.sort is Sort.COHORT else None
    return tile.by, own


def _kept(ask: Ask, place: Place, keys: tuple[str, ...]) -> Mapping[str, Found]:
    cut, own = place
    grain = ask.grain
    if own is Sort.TABLE:
        grain = Grain.TOTAL.value
    elif own is Sort.COHORT:
        grain = cohort_grain(grain)
    question = replace(ask, keys=keys, by=(cut,) if cut else (), grain=grain, series_only=True)
    asked = (question.keys, question.by, ask.as_of, ask.start, ask.end, grain, ask.known_at)
    return kept(key=("dashboard", asked), make=lambda: _asked(question))


def cohort_grain(grain: str) -> str:
    """Cohorts are those of a month: shorter periods do not tell them apart."""
    return grain if grain in COHORT_GRAINS else Grain.MONTH.value


def _asked(question: Ask) -> dict[str, Found]:
    """All series in one question; where one of them cannot be cut so, each alone."""
    try:
        answers = ask_metric(question, lake=lake_folder())
    except (UnknownCutError, ConditionError) as error:
        if len(question.keys) == 1:
            return {question.keys[0]: str(error)}
        alone = [_asked(replace(question, keys=(key,))) for key in question.keys]
        return {key: found for one in alone for key, found in one.items()}
    return {key: [one for one in answers if one.series == key] for key in question.keys}

"""The numbers of a dashboard: one question for all tiles that share their cut, kept until the records change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tenure.engine.conditions.syntax import ConditionError
from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.engine.workspace.asking import Ask, ask_metric
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.web.dashboards.declaring import Tile

Told = Mapping[tuple[str, str], "list[Answer] | str"]


@dataclass(frozen=True)
class Numbers:
    """The answers by cut and series; a text in place of answers says why there are none."""

    told: Told

    def of(self, tile: Tile) -> list[list[Answer]]:
        """The answers of each series of a tile, in its order; those without any are left out."""
        found = [self.told[tile.by, key] for key in tile.keys]
        return [one for one in found if not isinstance(one, str)]

    def mistake(self, tile: Tile) -> str:
        """Why a tile has no numbers at all; empty if it has."""
        found = [self.told[tile.by, key] for key in tile.keys]
        return next((one for one in found if isinstance(one, str)), "") if not self.of(tile) else ""


def numbers_of(tiles: Iterable[Tile], *, ask: Ask) -> Numbers:
    """The numbers of all tiles for the periods of the question. Raises `PeriodError` with what to do."""
    by_cut: dict[str, dict[str, None]] = {}
    for tile in tiles:
        by_cut.setdefault(tile.by, {}).update(dict.fromkeys(tile.keys))
    told: dict[tuple[str, str], list[Answer] | str] = {}
    for cut, keys in by_cut.items():
        told |= {(cut, key): found for key, found in _kept(ask, cut, tuple(keys)).items()}
    return Numbers(told)


def _kept(ask: Ask, cut: str, keys: tuple[str, ...]) -> Mapping[str, list[Answer] | str]:
    question = replace(ask, keys=keys, by=(cut,) if cut else (), series_only=True)
    place = (question.keys, question.by, ask.as_of, ask.start, ask.end, ask.grain, ask.known_at)
    return kept(key=("dashboard", place), make=lambda: _asked(question))


def _asked(question: Ask) -> dict[str, list[Answer] | str]:
    """All series in one question; where one of them cannot be cut so, each alone."""
    try:
        answers = ask_metric(question, lake=lake_folder())
    except (UnknownCutError, ConditionError) as error:
        if len(question.keys) == 1:
            return {question.keys[0]: str(error)}
        alone = [_asked(replace(question, keys=(key,))) for key in question.keys]
        return {key: found for one in alone for key, found in one.items()}
    return {key: [one for one in answers if one.series == key] for key in question.keys}

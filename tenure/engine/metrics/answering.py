"""Asking a metric: its measures are counted once per population and time, then put together series by series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.engine.metrics.answers import Answer, Cells
from tenure.engine.metrics.counting import Counting
from tenure.engine.metrics.declaring import Metric, Question, Series
from tenure.engine.metrics.making import Maker
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.telling import told
from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.records import Records


@dataclass(frozen=True)
class Catalogue:
    """All that is declared: metrics by key, relations by key, and which entry a series belongs to."""

    metrics: Mapping[str, Metric]
    relations: Mapping[str, Relation]
    series: Mapping[str, tuple[Metric, Series]]


class Asked:
    """One question put to any number of metrics: what was counted for one is there for the next."""

    def __init__(self, *, question: Question, records: Records, catalogue: Catalogue) -> None:
        self.question = question
        self.catalogue = catalogue
        self.counting = Counting(question=question, records=records, relations=catalogue.relations)
        self._cells: dict[tuple[str, tuple[Period, ...], bool], Cells] = {}

    def answers(self, metric: Metric, *, only: str | None = None) -> list[Answer]:
        """The numbers of all series of a metric (or of one), by period and cut."""
        found: list[Answer] = []
        for series in metric.series:
            if only is None or series.key == only:
                found += told(
                    self.cells(series, self.question.periods),
                    series=series,
                    question=self.question,
                    names=self.counting.names,
                )
        return found

    def cells(self, series: Series, periods: Sequence[Period], *, is_overall: bool = False) -> Cells:
        """The numbers of a series, by the place of the period and the cut."""
        key = (series.key, tuple(periods), is_overall)
        if key not in self._cells:
            maker = Maker(counting=self.counting, series_of=self._series, cells_of=self.cells, view=self.question.view)
            self._cells[key] = maker.made(series, periods, is_overall=is_overall)
        return self._cells[key]

    def _series(self, key: str) -> Series:
        return self.catalogue.series[key][1]

"""Asking a metric: its measures are counted once per population and time, then put together series by series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.engine.metrics.answers import Answer, Cells
from tenure.engine.metrics.counting import Counting
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.engine.metrics.declaring import Metric, Question, Series
from tenure.engine.metrics.making import Maker, all_measures, counted_measures
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
        """The numbers of all series of a metric (or of one), by period and cut.

        A series that knows nothing of what it should be cut or filtered by is left out, unless all do not: then
        `UnknownCutError` is raised.
        """
        wanted = [series for series in metric.series if only is None or series.key == only]
        able = [series for series in wanted if self._mistake_of(series) is None]
        if not able:
            raise next(mistake for mistake in map(self._mistake_of, wanted) if mistake is not None)
        counted = [measure for series in able for measure in counted_measures(series)]
        self.counting.counted(counted, periods=self.question.periods, by=self.question.by)
        found: list[Answer] = []
        for series in able:
            cells = self.cells(series, self.question.periods)
            found += told(cells, series=series, question=self.question, names=self.counting.names)
        return found

    def _mistake_of(self, series: Series) -> UnknownCutError | None:
        """What a series cannot be cut or filtered by, of what is asked."""
        for measure, is_cut in all_measures(series, self._series):
            try:
                self.counting.check(measure, by=self.question.by if is_cut else ())
            except UnknownCutError as mistake:
                return mistake
        return None

    def cells(self, series: Series, periods: Sequence[Period], *, is_overall: bool = False) -> Cells:
        """The numbers of a series, by the place of the period and the cut."""
        key = (series.key, tuple(periods), is_overall)
        if key not in self._cells:
            maker = Maker(counting=self.counting, series_of=self._series, cells_of=self.cells, view=self.question.view)
            self._cells[key] = maker.made(series, periods, is_overall=is_overall)
        return self._cells[key]

    def _series(self, key: str) -> Series:
        return self.catalogue.series[key][1]

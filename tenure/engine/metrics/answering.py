"""Asking a metric: its measures are counted once per population and time, then put together series by series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.engine.metrics.answers import Answer, Cells
from tenure.engine.metrics.counting import Counting
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.engine.metrics.declaring import Measure, Metric, Pair, Question, Series
from tenure.engine.metrics.making import Maker, all_measures, measures_at_once
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
        able = self._able(metric, only)
        if not able:
            raise next(mistake for mistake in map(self._mistake_of, _series_of(metric, only)) if mistake is not None)
        self._count(self._at_once(able))
        found: list[Answer] = []
        for series in able:
            cells = self.cells(series, self.question.periods)
            found += told(cells, series=series, question=self.question, names=self.counting.names)
        return found

    def lay_out(self, wanted: Sequence[tuple[Metric, str | None]]) -> None:
        """Counts the balances that several metrics (or one series of each) stand on together: laying them out takes
        longer than all that is then made of them."""
        able = [series for metric, only in wanted for series in self._able(metric, only)]
        self._count([measure for measure in self._at_once(able) if isinstance(measure.time, Pair)])

    def _able(self, metric: Metric, only: str | None) -> list[Series]:
        return [series for series in _series_of(metric, only) if self._mistake_of(series) is None]

    def _at_once(self, able: Sequence[Series]) -> list[Measure]:
        return [measure for series in able for measure in measures_at_once(series, self._series)]

    def _count(self, measures: Sequence[Measure]) -> None:
        self.counting.counted(measures, periods=self.question.periods, by=self.question.by)

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


def _series_of(metric: Metric, only: str | None) -> list[Series]:
    return [series for series in metric.series if only is None or series.key == only]

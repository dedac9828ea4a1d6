"""Counting measures: one query per population and time, whatever number of measures share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ibis.expr import types as ir

from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import fields_of
from tenure.engine.metrics.answers import Cells, Leaf
from tenure.engine.metrics.balances import laid_balances, split_by
from tenure.engine.metrics.cuts import Cut, labels, null_safe, resolve, with_cuts
from tenure.engine.metrics.declaring import Aggregate, Measure, Pair, Question, Unit
from tenure.engine.metrics.filtering import filtered
from tenure.engine.metrics.frames import are_few_days, frame
from tenure.engine.metrics.periods import Period
from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.records import Records, span_rows

NO_RATE = "an amount has no exchange rate"
Laid = Callable[[list[Measure], ir.Table, Mapping[str, Cut]], ir.Table]


class Counting:
    """Counts measures for one question; `names` collects the titles of the records that cuts are made by."""

    def __init__(self, *, question: Question, records: Records, relations: Mapping[str, Relation]) -> None:
        self.question = question
        self.records = records
        self.relations = relations
        self.names: dict[str, dict[Any, str]] = {}
        self._counted: dict[tuple[Measure, tuple[Period, ...], tuple[str, ...]], Cells] = {}

    def counted(self, measures: Sequence[Measure], *, periods: Sequence[Period], by: tuple[str, ...]) -> list[Cells]:
        """For each measure its cells: `value` is the sum (or number, or quantile), `n` how many rows it stands on.

        Measures of one relation and time are counted in one pass, and none twice for one question.
        """
        spans = tuple(periods)
        groups: dict[tuple[str, Any], list[Measure]] = {}
        for measure in dict.fromkeys(measures):
            if (measure, spans, by) not in self._counted:
                groups.setdefault((measure.relation, measure.time), []).append(measure)
        for together in groups.values():
            for measure, cells in zip(together, self._together(together, spans, by), strict=True):
                self._counted[measure, spans, by] = cells
        return [self._counted[measure, spans, by] for measure in measures]

    def listed(self, measure: Measure, *, periods: Sequence[Period], by: tuple[str, ...]) -> dict[Any, list[Any]]:
        """For each period and cut the distinct values of the measure's columns, each with how many rows are so."""
        cuts = self._cuts(measure, by)
        names = list(cuts)
        data = self._answer("listed", [measure], periods, by, _as_list)
        self.remember(cuts, data)
        found: dict[Any, list[Any]] = {}
        for row in data:
            place = (row["period"], tuple(row[name] for name in names))
            found.setdefault(place, []).append((*(row[column] for column in measure.columns), row["rows_count"]))
        return found

    def check(self, measure: Measure, *, by: tuple[str, ...]) -> None:
        """Raises `UnknownCutError` if the measure's population cannot be cut by these, or filtered as the question
        says."""
        relation = self.relations[measure.relation]
        names = {*by, *(fields_of(read(self.question.where)) if self.question.where else ())}
        for name in sorted(names):
            resolve(name, relation=relation, kinds=self.records.source.kinds)

    def rows(
        self, measure: Measure, *, periods: Sequence[Period], by: tuple[str, ...]
    ) -> tuple[ir.Table, dict[str, Cut]]:
        """The rows of a measure's population in its time, with a column per cut, filtered as the question says; what
        the measure itself leaves out is still among them."""
        windows = [measure.time.window(one) for one in periods]
        return self._laid_out(measure, by, spans=self.records.spans(windows), is_by_day=are_few_days(windows))

    def _laid_out(
        self, measure: Measure, by: tuple[str, ...], *, spans: ir.Table, is_by_day: bool
    ) -> tuple[ir.Table, dict[str, Cut]]:
        relation = self.relations[measure.relation]
        cuts = self._cuts(measure, by)
        table = self.records.relation(measure.relation)
        pair = measure.time if isinstance(measure.time, Pair) else None
        laid = frame(
            table,
            time=measure.time,
            spans=spans,
            is_by_day=is_by_day,
            split=split_by(cuts) if pair else (),
            held=self.records.relation(pair.held) if pair and pair.held else None,
        )
        return self._cut(laid, relation, cuts), cuts

    def _balances(self, measure: Measure, by: tuple[str, ...]) -> tuple[ir.Table, dict[str, Cut]] | None:
        """The rows of a pair as the source lays them out by itself, if it does."""
        assert isinstance(measure.time, Pair)
        cuts = self._cuts(measure, by)
        found = laid_balances(measure.relation, measure.time, cuts=cuts, records=self.records)
        if found is None:
            return None
        laid, left = found
        return self._cut(laid, self.relations[measure.relation], left), cuts

    def _cut(self, laid: ir.Table, relation: Relation, cuts: Mapping[str, Cut]) -> ir.Table:
        cut = with_cuts(laid, cuts=cuts, records=self.records)
        cut = cut.mutate(**{name: null_safe(cut[name]) for name in cuts})
        if self.question.where:
            cut = filtered(cut, text=self.question.where, relation=relation, records=self.records)
        return cut

    def _together(self, measures: list[Measure], periods: Sequence[Period], by: tuple[str, ...]) -> list[Cells]:
        cuts = self._cuts(measures[0], by)
        names = list(cuts)
        data = self._answer("counted", measures, periods, by, _as_sums)
        self.remember(cuts, data)
        return [
            {(row["period"], tuple(row[name] for name in names)): _leaf(row, place) for row in data}
            for place in range(len(measures))
        ]

    def _cuts(self, measure: Measure, by: tuple[str, ...]) -> dict[str, Cut]:
        relation, kinds = self.relations[measure.relation], self.records.source.kinds
        return {f"cut_{place}": resolve(name, relation=relation, kinds=kinds) for place, name in enumerate(by)}

    def _answer(
        self, what: str, measures: list[Measure], periods: Sequence[Period], by: tuple[str, ...], made: Laid
    ) -> list[dict[str, Any]]:
        """The rows of a query that is written once for these measures and cuts and this filter, whatever the
        periods."""
        windows = [measures[0].time.window(one) for one in periods]
        is_by_day = are_few_days(windows)
        where = (self.question.where, self.records.view.as_of) if self.question.where else ()
        source = self.records.source
        return source.answer(
            name=(what, tuple(measures), is_by_day, by, where),
            view=self.records.view,
            make=lambda: made(measures, *self._rows_asked(measures[0], by, is_by_day)),
            windows=span_rows(windows),
        )

    def _rows_asked(self, measure: Measure, by: tuple[str, ...], is_by_day: bool) -> tuple[ir.Table, dict[str, Cut]]:
        """The rows of a measure's population over the windows that the source is told of."""
        found = self._balances(measure, by) if isinstance(measure.time, Pair) else None
        return found or self._laid_out(measure, by, spans=self.records.source.windows(), is_by_day=is_by_day)

    def name(self, cut: str, value: Any) -> Any:
        """What a value of a cut is called: a record's title, the word for nothing, else itself."""
        known = self.names.get(cut, {})
        return known.get(value, value)

    def remember(self, cuts: Mapping[str, Cut], data: list[dict[str, Any]]) -> None:
        """Learns what the values found of cuts are called."""
        found = {name: {row[name] for row in data} for name in cuts}
        for name, titles in labels(cuts, records=self.records, found=found).items():
            self.names.setdefault(cuts[name].name, {}).update(titles)
        for cut in cuts.values():
            self.names.setdefault(cut.name, {})[None] = cut.unknown


def _as_sums(measures: list[Measure], rows: ir.Table, cuts: Mapping[str, Cut]) -> ir.Table:
    columns: dict[str, Any] = {}
    for place, measure in enumerate(measures):
        columns.update(_aggregates(rows, measure, place))
    return rows.group_by(["period", *cuts]).aggregate(**columns)


def _as_list(measures: list[Measure], rows: ir.Table, cuts: Mapping[str, Cut]) -> ir.Table:
    [measure] = measures
    if measure.where is not None:
        rows = rows.filter(measure.where(rows))
    columns = ["period", *cuts, *measure.columns]
    return rows.group_by(columns).aggregate(rows_count=lambda t: t.count()).order_by(columns)


def _aggregates(rows: ir.Table, measure: Measure, place: int) -> dict[str, Any]:
    every: Any = rows["period"].notnull()
    told: Any = measure.where(rows) if measure.where is not None else every
    where = told.fill_null(False) if measure.where is not None else every
    value: Any = measure.value(rows) if measure.value is not None else None
    lacking = _lacking(rows, measure, told, value).sum()
    if value is None:
        return {f"value_{place}": where.sum(), f"n_{place}": where.sum(), f"lacking_{place}": lacking}
    if measure.aggregate is Aggregate.DISTINCT:
        made = value.nunique(where=where)
    elif measure.aggregate is Aggregate.QUANTILE:
        made = value.cast("float64").quantile(measure.quantile, where=where)
    else:
        made = value.sum(where=where)
    return {f"value_{place}": made, f"n_{place}": (where & value.notnull()).sum(), f"lacking_{place}": lacking}


def _lacking(rows: ir.Table, measure: Measure, told: Any, value: Any) -> Any:
    """Whether an amount that a row of the measure would count has no exchange rate. A balance that has none leaves open
    whether its row counts."""
    if isinstance(measure.time, Pair):
        return told.isnull() if value is None else told.isnull() | (told & value.isnull())
    if measure.unit is Unit.MONEY and value is not None and "lacks_rate" in rows.columns:
        return told.fill_null(False) & rows["lacks_rate"].fill_null(False)
    return ~rows["period"].notnull()


def _leaf(row: Mapping[str, Any], place: int) -> Leaf:
    value, n, lacking = row[f"value_{place}"], row[f"n_{place}"] or 0, row[f"lacking_{place}"] or 0
    leaf = Leaf(value=value, n=n)
    if lacking:
        reason = NO_RATE if lacking == 1 else f"{lacking} amounts have no exchange rate"
        return replace(leaf, value=None, reason=reason)
    return leaf

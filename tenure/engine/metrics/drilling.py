"""From a number down to its records: the rows of each side, which add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ibis.expr import types as ir

from tenure.engine.metrics.answering import Asked
from tenure.engine.metrics.answers import Row
from tenure.engine.metrics.declaring import (
    Aggregate,
    Derived,
    Estimate,
    Input,
    Measure,
    Quantile,
    Ratio,
    Series,
    Spread,
    Total,
)
from tenure.engine.metrics.lineage import row_kind
from tenure.engine.metrics.periods import Period, Window
from tenure.engine.metrics.units import as_told
from tenure.engine.relations.describing import Description

NUMERATOR, DENOMINATOR = "numerator", "denominator"
MOST_ROWS = 100_000


def rows_of(
    asked: Asked,
    series: Series,
    *,
    place: int | None = None,
    cut: dict[str, Any] | None = None,
    opened: set[Any] | None = None,
) -> list[Row]:
    """The records behind the numbers of a series, by period, side and id; those of one period (`place` among the
    question's) and cut (names to values as told) if these are given.

    A number that is derived from others opens into the rows of those, under their own names. What is in `opened` was
    opened already and is left out, so that the rows of several series stand once; what is opened now comes to it.
    """
    found: list[Row] = []
    opened = set() if opened is None else opened
    periods = asked.question.periods
    for name, measure, side, windows in _leaves(asked, series, ()):
        shifted = [_through(windows, one) for one in periods]
        wanted = range(len(periods)) if place is None else [place]
        for number in wanted:
            one = (name, measure, side, periods[number], shifted[number])
            if one in opened:
                continue
            opened.add(one)
            found += _rows(asked, name, measure, side, periods[number], shifted[number], cut or {})
    return found[:MOST_ROWS]


def _leaves(
    asked: Asked, series: Series, windows: tuple[Window, ...]
) -> Iterator[tuple[str, Measure, str, tuple[Window, ...]]]:
    match series:
        case Total() | Quantile() | Estimate():
            yield series.key, series.of, NUMERATOR, windows
        case Ratio():
            yield series.key, series.top, NUMERATOR, windows
            yield series.key, series.bottom, DENOMINATOR, windows
        case Derived():
            for one in series.inputs.values():
                yield from _below(asked, one, windows)
        case Spread():
            yield from _below(asked, series.of, windows)


def _below(
    asked: Asked, one: Input, windows: tuple[Window, ...]
) -> Iterator[tuple[str, Measure, str, tuple[Window, ...]]]:
    yield from _leaves(asked, asked.catalogue.series[one.series][1], (*windows, one.window))


def _through(windows: Sequence[Window], period: Period) -> Period:
    for window in windows:
        period = window(period)
    return period


def _rows(
    asked: Asked, name: str, measure: Measure, side: str, told: Period, period: Period, cut: dict[str, Any]
) -> list[Row]:
    counting = asked.counting
    by = asked.question.by
    table, cuts = counting.rows(measure, periods=[period], by=by)
    if measure.where is not None:
        table = table.filter(measure.where(table))
    key, picked = _picked(asked, measure, table, list(cuts))
    kind = counting.records.kind(key)
    data = counting.records.fetch(_with_public_id(picked, kind, asked))
    counting.remember(cuts, data)
    rows = []
    for row in data:
        dims = {one: counting.name(one, row[column]) for column, one in zip(cuts, by, strict=True)}
        if any(dims.get(one) != wanted for one, wanted in cut.items()):
            continue
        rows.append(
            Row(told, name, side, kind.key, row["record"], row["public_id"], as_told(row["amount"], measure.unit), dims)
        )
    return sorted(rows, key=lambda row: (row.side != NUMERATOR, row.record or 0))


def _picked(asked: Asked, measure: Measure, table: ir.Table, cuts: list[str]) -> tuple[str, ir.Table]:
    """The kind of the rows, and each row's `record`, `amount` and cuts. What is counted once is one row: the record
    that is counted, else the first of those that are the same."""
    key = row_kind(measure, catalogue=asked.catalogue)
    value: Any = measure.value(table) if measure.value is not None else 1
    if measure.aggregate is not Aggregate.DISTINCT:
        return key, table.select(record=table.id, amount=value, **{column: table[column] for column in cuts})
    known = table.filter(value.notnull())
    links = asked.counting.relations[measure.relation].links
    linked = next((kind for kind, column in links.items() if column == value.get_name()), None)
    if linked is not None:
        once = known.select(record=value, **{column: known[column] for column in cuts}).distinct()
        return linked, once.mutate(amount=1)
    named = known.mutate(_counted=value)
    first = named.group_by(["_counted", *cuts]).aggregate(record=lambda t: t.id.min())
    return key, first.drop("_counted").mutate(amount=1)


def _with_public_id(table: ir.Table, kind: Description, asked: Asked) -> ir.Table:
    return asked.counting.records.with_now(table, kind=kind.key, link="record", columns={"public_id": "public_id"})

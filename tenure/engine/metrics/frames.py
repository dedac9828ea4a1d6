"""Populations laid over periods: one row per counted thing and period that it counts in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from tenure.engine.metrics.declaring import Ahead, AsOf, During, Flow, Pair, Time
from tenure.engine.metrics.periods import Period

_MOST_DAYS = 40_000
_SPANS = pa.schema(
    [
        ("period", pa.int32()),
        ("window_start", pa.date32()),
        ("window_end", pa.date32()),
        ("window_close", pa.date32()),
        ("window_opening", pa.date32()),
    ]
)
_DAYS = pa.schema([("period_of_day", pa.int32()), ("on_day", pa.date32())])


def frame(
    table: ir.Table,
    *,
    time: Time,
    periods: Sequence[Period],
    split: tuple[str, ...] = (),
    held: ir.Table | None = None,
) -> ir.Table:
    """The relation's rows in each period that they count in, with `period` (its place), `day` (from when their
    dimensions are read) and the window's days. `split` names row columns that a pair's balances are split by, `held`
    are the changes that its closing is told without."""
    windows = [time.window(one) for one in periods]
    match time:
        case Flow():
            return _flow(table, time, windows)
        case AsOf():
            spans = _spans(windows)
            held = _joined(table, spans, [time.since], [time.until], "window_close")
            return held.mutate(day=held.window_close)
        case During():
            spans = _spans(windows)
            met = table.inner_join(
                spans, [table[time.since] < spans.window_end, table[time.until] > spans.window_start]
            )
            return met.mutate(day=met.window_close)
        case Ahead():
            spans = _spans(windows)
            held = _joined(table, spans, [time.since], [time.until], "window_close")
            due: Any = held[time.at]
            days = due.delta(held.window_close, unit="day")
            return held.filter((days > 0) & (days <= time.days)).mutate(day=lambda t: t.window_close)
        case Pair():
            return _pair(table, time, windows, split, held)


def _flow(table: ir.Table, time: Flow, windows: Sequence[Period]) -> ir.Table:
    spans = _spans(windows)
    dated = table.filter(table[time.at].notnull())
    if sum(max((one.close - one.start).days + 1, 0) for one in windows) <= _MOST_DAYS:
        days = _days(windows)
        placed = dated.inner_join(days, dated[time.at] == days.on_day).drop("on_day")
        rows = placed.inner_join(spans, placed.period_of_day == spans.period).drop("period_of_day")
    else:
        rows = dated.inner_join(spans, [dated[time.at] >= spans.window_start, dated[time.at] <= spans.window_close])
    rows = rows.mutate(day=rows[time.at])
    if time.latest_by:
        order = ibis.window(
            group_by=["period", *time.latest_by],
            order_by=[ibis.desc(column) for column in (time.at, *time.order, "id")],
        )
        rows = rows.mutate(_place=ibis.row_number().over(order)).filter(lambda t: t["_place"] == 0).drop("_place")
    return rows


def _pair(
    table: ir.Table, time: Pair, windows: Sequence[Period], split: tuple[str, ...], held: ir.Table | None
) -> ir.Table:
    spans = _spans(windows)
    by = [*dict.fromkeys([*time.by, *split])]
    zero = ibis.literal(0, type="int64")
    opening = _joined(table, spans, [time.since], [time.until], "window_opening")
    closing = _joined(table, spans, [time.since], [time.until], "window_close")
    sides = [
        opening.select("period", *by, opening=opening[time.amount], closing=zero, changed=zero),
        closing.select("period", *by, opening=zero, closing=closing[time.amount], changed=zero),
    ]
    if held is not None and set(by) <= set(held.columns):
        moved = held.inner_join(spans, [held["on"] >= spans.window_start, held["on"] <= spans.window_close])
        sides.append(moved.select("period", *by, opening=zero, closing=zero, changed=moved.amount))
    summed = (
        ibis.union(*sides)
        .group_by(["period", *by])
        .aggregate(
            opening=lambda t: t.opening.sum(), closing=lambda t: t.closing.sum(), changed=lambda t: t.changed.sum()
        )
    )
    rows = summed.inner_join(spans, summed.period == spans.period, rname="{name}_right")
    rows = rows.drop(*[column for column in rows.columns if column.endswith("_right")])
    closed = ibis.ifelse(rows.closing > 0, rows.closing - rows.changed, rows.closing)
    return rows.mutate(
        id=rows[time.by[0]],
        closing=closed,
        day=ibis.ifelse(rows.opening > 0, rows.window_opening, rows.window_close),
    )


def _joined(table: ir.Table, spans: ir.Table, since: list[str], until: list[str], day: str) -> ir.Table:
    conditions = [table[column] <= spans[day] for column in since] + [table[column] > spans[day] for column in until]
    return table.inner_join(spans, [reduce(and_, conditions)])


def _spans(windows: Sequence[Period]) -> ir.Table:
    rows = [
        {
            "period": place,
            "window_start": one.start,
            "window_end": one.end,
            "window_close": one.close,
            "window_opening": one.opening,
        }
        for place, one in enumerate(windows)
        if one.has_begun
    ]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=_SPANS))


def _days(windows: Sequence[Period]) -> ir.Table:
    places: list[int] = []
    days: list[date] = []
    for place, one in enumerate(windows):
        if one.has_begun:
            count = (one.close - one.start).days + 1
            places += [place] * count
            days += [one.start + timedelta(days=step) for step in range(count)]
    return ibis.memtable(pa.table({"period_of_day": places, "on_day": days}, schema=_DAYS))

"""Populations laid over periods: one row per counted thing and period that it counts in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.metrics.declaring import Ahead, AsOf, During, Flow, Pair, Time
from tenure.engine.metrics.periods import Period

_MOST_DAYS = 40_000


def are_few_days(windows: Sequence[Period]) -> bool:
    """Whether all days of the windows are few enough to be laid out one by one."""
    return sum(one.days_seen for one in windows) <= _MOST_DAYS


def frame(
    table: ir.Table,
    *,
    time: Time,
    spans: ir.Table,
    is_by_day: bool = False,
    split: tuple[str, ...] = (),
    held: ir.Table | None = None,
) -> ir.Table:
    """The relation's rows in each window of `spans` that they count in, with `period` (its place), `day` (from when
    their dimensions are read) and the window's days. `is_by_day`: dated rows are looked up by the windows' days, which
    is far quicker where those are not too many. `split` names row columns that a pair's balances are split by, `held`
    are the changes that its closing is told without."""
    match time:
        case Flow():
            return _flow(table, time, spans, is_by_day)
        case AsOf():
            held = _joined(table, spans, [time.since], [time.until], "window_close")
            return held.mutate(day=held.window_close)
        case During():
            met = table.inner_join(
                spans, [table[time.since] < spans.window_end, table[time.until] > spans.window_start]
            )
            return met.mutate(day=met.window_close)
        case Ahead():
            held = _joined(table, spans, [time.since], [time.until], "window_close")
            due: Any = held[time.at]
            days = due.delta(held.window_close, unit="day")
            return held.filter((days > 0) & (days <= time.days)).mutate(day=lambda t: t.window_close)
        case Pair():
            return _pair(table, time, spans, split, held)


def _flow(table: ir.Table, time: Flow, spans: ir.Table, is_by_day: bool) -> ir.Table:
    dated = table.filter(table[time.at].notnull())
    if is_by_day:
        days = _days(spans)
        rows = dated.inner_join(days, dated[time.at] == days.on_day).drop("on_day")
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


def _pair(table: ir.Table, time: Pair, spans: ir.Table, split: tuple[str, ...], held: ir.Table | None) -> ir.Table:
    by = parts_of(time, split)
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
    both = ibis.union(*sides)
    summed = both.group_by(["period", *by]).aggregate(
        opening=_known_sum(both.opening), closing=_known_sum(both.closing), changed=both.changed.sum()
    )
    rows = summed.inner_join(spans, summed.period == spans.period, rname="{name}_right")
    rows = rows.drop(*[column for column in rows.columns if column.endswith("_right")])
    rows = rows.mutate(closing=ibis.ifelse(rows.closing > 0, rows.closing - rows.changed, rows.closing))
    whole = ibis.window(group_by=["period", *time.by])
    return with_balance(
        rows.mutate(
            whole_opening=_known_sum(rows.opening, over=whole),
            whole_closing=_known_sum(rows.closing, over=whole),
            day=ibis.ifelse(rows.opening > 0, rows.window_opening, rows.window_close),
        ),
        time,
    )


def parts_of(time: Pair, split: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a pair's balances are told by: its own, then those that they are split by."""
    return tuple(dict.fromkeys([*time.by, *split]))


def with_balance(rows: ir.Table, time: Pair) -> ir.Table:
    """The rows of a pair that have a balance at either end, each by the `id` of what has it."""
    is_there: Any = (rows.opening != 0) | (rows.closing != 0)
    return rows.filter(is_there.fill_null(True)).mutate(id=rows[time.by[0]])


def _known_sum(amounts: Any, over: Any = None) -> Any:
    """The sum of amounts; nothing where any of them is not known."""
    lacking, total = amounts.isnull().sum(), amounts.sum()
    if over is not None:
        lacking, total = lacking.over(over), total.over(over)
    return ibis.ifelse(lacking > 0, ibis.null("int64"), total)


def _joined(table: ir.Table, spans: ir.Table, since: list[str], until: list[str], day: str) -> ir.Table:
    conditions = [table[column] <= spans[day] for column in since] + [table[column] > spans[day] for column in until]
    return table.inner_join(spans, [reduce(and_, conditions)])


def _days(spans: ir.Table) -> ir.Table:
    """The windows with a row for each of their days that is seen: `on_day`."""
    first, last = spans.window_start.cast("timestamp"), spans.window_close.cast("timestamp")
    one_day = ibis.interval(days=1)
    steps: Any = ibis.range(first, last + one_day, one_day)
    laid_out = spans.mutate(at_midnight=steps.unnest())
    return laid_out.mutate(on_day=laid_out.at_midnight.cast("date")).drop("at_midnight")

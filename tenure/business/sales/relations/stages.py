"""The stages that deals went through, in the order of the company's sales process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT
from tenure.business.sales.relations.settings import SALES_STAGES, STAGE_HORIZON
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

# The stages that the kind declares, less the last, which is no place to be on the way (held equal by a test).
USUAL_STAGES = ("Discovery", "Demo", "Proposal", "Negotiation")
SHORTEST_HORIZON_DAYS = 30
HORIZON_QUANTILE = 0.9
PLACED = {"stage": "string", "place": "int64"}


@relation(
    title="Stages of deals",
    kind="opportunity",
    reads=("opportunity",),
    uses=("opportunities", "deal_history"),
    links=LINKS,
    dimensions={**DIMENSIONS, "stage": "staged", "lost_reason": "lost_reason"},
    unknown={**WITHOUT, "lost_reason": "not lost, or no reason given"},
)
def deal_stages(records: Records) -> ir.Table:
    """Every open stage that a deal entered or skipped, once: `entered_on`, the day of its first entry to it or to any
    later one; `passed_on`, that of its first entry to a later one or of being won; `left_on`, whichever comes first of
    that and the close; `is_skipped`: it was never there before it was further on; `days`, how long it took to leave.

    `horizon_days` is how long a deal is given to pass the stage: the setting `stage_horizon_days`, else nine tenths of
    all that ever left it were faster (at least 30 days). `result` within it: passed, lost, stalled, or pending while
    it may still turn out. Deals of which only the end is known have no stages.
    """
    entries = _first_entries(records)
    order = _order(records, entries)
    reached = _reached(records, entries, order)
    steps = reached.inner_join(order, order.place <= reached.reached_place, rname="{name}_of_order")
    is_here = steps.reached_place == steps.place
    met = steps.group_by(["deal", "place", "stage"]).aggregate(
        entered_on=steps.on.min(),
        own_on=steps.on.min(where=is_here),
        passed_on=steps.on.min(where=~is_here),
    )
    met = met.rename(staged="stage")
    deals = records.relation("opportunities").view()
    joined = met.inner_join(deals, met.deal == deals.id)
    closed = joined.closed_on.fill_null(ibis.literal(FOREVER))
    left = ibis.least(joined.passed_on.fill_null(ibis.literal(FOREVER)), closed)
    timed = joined.mutate(
        is_skipped=joined.own_on.isnull() | (joined.own_on > joined.entered_on),
        left_on=left.nullif(ibis.literal(FOREVER)),
        until=left,
        seen_on=records.today,
    )
    timed = timed.mutate(days=days_between(timed.left_on, timed.entered_on))
    return _judged(_with_horizon(timed, records))


def _first_entries(records: Records) -> ir.Table:
    """The first day of each deal in each of its stages."""
    history = records.relation("deal_history")
    named = history.filter(history.stage != "", ~history.is_hindsight)
    first = named.group_by(["id", "stage"]).aggregate(on=named.since.min())
    return first.rename(deal="id")


def _order(records: Records, entries: ir.Table) -> ir.Table:
    """The open stages with their places: as the company set them (`sales_stages`), as is usual, or, where deals stand
    in others, in the order in which most deals come through."""
    given: Sequence[str] | None = records.view.setting(SALES_STAGES)
    usual = _places(given or USUAL_STAGES, records)
    if given is not None:
        return usual
    others = entries.anti_join(usual, "stage").aggregate(others=lambda t: t.count())
    as_usual = usual.cross_join(others).filter(lambda t: t.others == 0).drop("others")
    as_met = _usual_way(entries).cross_join(others.view()).filter(lambda t: t.others > 0).drop("others")
    return as_usual.union(as_met)


def _places(stages: Sequence[str], records: Records) -> ir.Table:
    rows = [{"stage": stage, "place": place} for place, stage in enumerate(stages)]
    return records.source.small(rows, types=PLACED)


def _usual_way(entries: ir.Table) -> ir.Table:
    """Stages by how many others most deals come to after them: deals that start late or skip do not disturb it."""
    later = entries.view()
    pairs = entries.inner_join(later, [entries.deal == later.deal, entries.on < later.on])
    times = pairs.group_by(["stage", "stage_right"]).aggregate(deals=lambda t: t.count())
    back = times.view().select(there="stage", here="stage_right", turned="deals")
    both = times.left_join(back, [times.stage == back.here, times.stage_right == back.there])
    ahead = both.filter(both.deals > both.turned.fill_null(0)).group_by("stage").aggregate(ahead=lambda t: t.count())
    found = entries.view().select(found="stage").distinct()
    found = found.left_join(ahead, found.found == ahead.stage)
    placed = ibis.row_number().over(ibis.window(order_by=[found.ahead.fill_null(0).desc(), found.found]))
    return found.select(stage=found.found, place=placed)


def _reached(records: Records, entries: ir.Table, order: ir.Table) -> ir.Table:
    """Where each deal came to and when; being won is the place behind all stages."""
    known = entries.inner_join(order, entries.stage == order.stage)
    known = known.select(deal=known.deal, reached_place=known.place, on=known.on)
    deals = records.relation("opportunities").view()
    won = deals.filter(deals.outcome == "won", deals.closed_on.notnull())
    won = won.semi_join(known, won.id == known.deal)
    behind = order.view().aggregate(reached_place=lambda t: t.count())
    won = won.select(deal=won.id, on=won.closed_on).cross_join(behind)
    return ibis.union(known, won.select("deal", "reached_place", "on"))


def _with_horizon(table: ir.Table, records: Records) -> ir.Table:
    given = records.view.setting(STAGE_HORIZON)
    if given is not None:
        return table.mutate(horizon_days=ibis.literal(int(given), type="int64"))
    left = table.view()
    left = left.filter(left.left_on.notnull(), ~left.is_skipped)
    usual = left.group_by("place").aggregate(
        usual_days=lambda t: t.days.cast("float64").quantile(HORIZON_QUANTILE).ceil().cast("int64")
    )
    usual = usual.select(of_place=usual.place, usual_days=usual.usual_days)
    joined = table.left_join(usual, table.place == usual.of_place).drop("of_place")
    least = ibis.literal(SHORTEST_HORIZON_DAYS, type="int64")
    return joined.mutate(horizon_days=ibis.greatest(joined.usual_days.fill_null(least), least)).drop("usual_days")


def _judged(table: ir.Table) -> ir.Table:
    passed: Any = days_between(table.passed_on, table.entered_on)
    ended: Any = days_between(table.closed_on, table.entered_on)
    waited: Any = days_between(table.seen_on, table.entered_on)
    is_passed = passed.notnull() & (passed <= table.horizon_days)
    is_lost = table.closed_on.notnull() & (ended <= table.horizon_days)
    is_open = table.closed_on.isnull() & (waited < table.horizon_days)
    return table.mutate(
        result=ibis.cases((is_passed, "passed"), (is_lost, "lost"), (is_open, "pending"), else_="stalled")
    )

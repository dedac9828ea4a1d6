"""The pipeline: what open deals were worth on each day, when they came in, and how their close dates moved."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.deal_history import OWN, SNAPSHOT
from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

# How long after its qualification a deal may get its first amount.
AMOUNT_WITHIN_DAYS = 14
CUTS = {**DIMENSIONS, "stage": "staged", "expected_close": "expected_close"}
WITHOUT_CUT = {**WITHOUT, "stage": "no stage", "expected_close": "no close date"}


@relation(
    title="Open deals over time",
    kind="opportunity",
    reads=("opportunity",),
    uses=("deal_history",),
    links=LINKS,
    dimensions=CUTS,
    unknown=WITHOUT_CUT,
)
def pipeline(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a qualified deal was open: `staged`, `arr` (in the
    company's currency at the rate of the day of creation, so that no rate moves the pipeline), `close_date`,
    `previous_close_date`, and `pushes`, how often it had moved to a later month by then."""
    history = _stretches(records)
    order = ibis.window(group_by="id", order_by="since")
    known = history.mutate(previous_close_date=history.close_date.lag().over(order))
    known = known.mutate(
        is_push=is_later_month(known.close_date, known.previous_close_date),
        is_moved=(known.close_date != known.previous_close_date).fill_null(False),
    )
    counted = ibis.window(group_by="id", order_by="since", preceding=None, following=0)
    known = known.mutate(pushes=known.is_push.cast("int64").sum().over(counted))
    qualified = known.filter(known.qualified_on.notnull())
    began = ibis.greatest(qualified.since, qualified.qualified_on)
    placed = qualified.mutate(moved_on=qualified.since, since=began)
    placed = placed.filter(placed.since < placed.until)
    # A move before the qualification is none of the pipeline's, and a stretch cut by it brings no move of its own.
    moved = placed.mutate(
        is_push=placed.is_push & (placed.moved_on == placed.since),
        is_moved=placed.is_moved & (placed.moved_on == placed.since),
        staged=placed.stage.nullif(""),
        expected_close=placed.close_date.strftime("%Y-%m"),
        until_after=ibis.ifelse(
            placed.until < ibis.literal(FOREVER), placed.until + ibis.interval(days=1), placed.until
        ).cast("date"),
    )
    return _converted(moved, records)


@relation(
    title="Qualified deals",
    kind="opportunity",
    reads=("opportunity",),
    uses=("opportunities", "deal_history"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def qualified_deals(records: Records) -> ir.Table:
    """Every qualified deal once, `arr` and `tcv` as they were at the end of the day of its qualification, else the
    first that it got within 14 days, else nothing (`lacks_amount`); at the rate of the day of creation."""
    deals = records.relation("opportunities")
    deals = deals.filter(deals.qualified_on.notnull()).drop("arr", "tcv", "lacks_rate", "currency")
    history = _stretches(records).view()
    then = history.filter(history.qualified_on.notnull()).filter(
        lambda t: (t.until > t.qualified_on) & (days_between(t.since, t.qualified_on) <= AMOUNT_WITHIN_DAYS)
    )
    # A deal that was closed on the very day of its qualification has no stretch after it: its last one before counts.
    for amount in ("arr", "tcv"):
        first = _first_of(then, amount)
        deals = deals.left_join(first, deals.id == first.of_deal).drop("of_deal")
    now = records.now("opportunity").view()
    now = now.select(of_deal=now.id, now_arr=now.arr, now_tcv=now.tcv, now_currency=now.currency)
    joined = deals.left_join(now, deals.id == now.of_deal).drop("of_deal")
    is_short = (joined.closed_on == joined.qualified_on).fill_null(False)
    arr = joined.arr.fill_null(ibis.ifelse(is_short, joined.now_arr, None))
    tcv = joined.tcv.fill_null(ibis.ifelse(is_short, joined.now_tcv, None))
    told = joined.mutate(
        lacks_amount=arr.isnull(),
        arr=arr.fill_null(0),
        tcv=tcv.fill_null(0),
        currency=ibis.coalesce(joined.arr_currency, joined.tcv_currency, joined.now_currency),
    )
    told = told.drop("now_arr", "now_tcv", "now_currency", "arr_currency", "tcv_currency")
    is_nothing = (told.arr == 0) & (told.tcv == 0)
    return _converted(told.mutate(currency=ibis.ifelse(is_nothing, records.view.currency, told.currency)), records)


@relation(
    title="Close dates that slipped",
    kind="opportunity",
    reads=("opportunity",),
    uses=("pipeline",),
    links=LINKS,
    dimensions=CUTS,
    unknown=WITHOUT_CUT,
)
def slips(records: Records) -> ir.Table:
    """A stretch of an open deal (`since` to before `until`) beside each earlier one of the same deal with another close
    date (`was_since`, `was_until`, `was_due`): what was expected then, and what is expected since."""
    later = records.relation("pipeline")
    earlier = later.view()
    earlier = earlier.select(
        deal=earlier.id, was_since=earlier.since, was_until=earlier.until, was_due=earlier.close_date
    )
    pairs = later.inner_join(earlier, [later.id == earlier.deal, later.since >= earlier.was_until])
    return pairs.filter(pairs.close_date > pairs.was_due).drop("deal")


@relation(
    title="Changed amounts of the pipeline",
    kind="opportunity",
    reads=("opportunity",),
    uses=("qualified_deals", "pipeline"),
    links=LINKS,
    dimensions=CUTS,
    unknown=WITHOUT_CUT,
)
def amount_changes(records: Records) -> ir.Table:
    """What open deals gained or lost (`change`, from `since` on) against the amount that they were created with."""
    open_deals = records.relation("pipeline")
    created = records.relation("qualified_deals").view()
    created = created.select(of_deal=created.id, frozen=created.arr)
    joined = open_deals.inner_join(created, open_deals.id == created.of_deal).drop("of_deal")
    is_early = days_between(joined.since, joined.qualified_on) <= AMOUNT_WITHIN_DAYS
    worth: Any = joined.arr.fill_null(ibis.ifelse(is_early, joined.frozen, 0))
    placed = joined.mutate(worth=worth)
    order = ibis.window(group_by="id", order_by="since")
    before = placed.worth.lag().over(order).fill_null(placed.frozen)
    changed = placed.mutate(change=placed.worth - before)
    return changed.filter((changed.change != 0) | changed.lacks_rate)


def is_later_month(after: Any, before: Any) -> Any:
    """Whether a date lies in a later month than another; months of the fiscal year are those of the calendar."""
    months = (after.year() - before.year()) * 12 + after.month() - before.month()
    return (months > 0).fill_null(False)


def _stretches(records: Records) -> ir.Table:
    """The history of deals without gaps; imported stages only of deals without imported snapshots."""
    history = records.relation("deal_history")
    full = history.view()
    full = full.filter(full.told_by == SNAPSHOT).select(of_deal=full.id).distinct()
    joined = history.left_join(full, history.id == full.of_deal)
    kept = joined.filter(joined.told_by.isin([OWN, SNAPSHOT]) | joined.of_deal.isnull()).drop("of_deal")
    order = ibis.window(group_by="id", order_by="since")
    following = kept.since.lead().over(order).fill_null(ibis.literal(FOREVER))
    closed = kept.closed_on.fill_null(ibis.literal(FOREVER))
    until = kept.until.fill_null(ibis.least(following, closed))
    return kept.mutate(until=until)


def _first_of(stretches: ir.Table, amount: str) -> ir.Table:
    """The first amount of each deal, and its currency."""
    named = stretches.filter(stretches[amount].notnull())
    order = ibis.window(group_by="id", order_by="since")
    first = named.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    return first.select(of_deal=first.id, **{amount: first[amount], f"{amount}_currency": first.currency})


def _converted(table: ir.Table, records: Records) -> ir.Table:
    rated = table.mutate(rated_on=table.created_on.fill_null(records.today))
    for amount in ("arr", "tcv"):
        rated = records.in_company_currency(rated, amount=amount, currency="currency", day="rated_on")
    return rated

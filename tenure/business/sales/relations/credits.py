"""What sellers are to bring and what they brought: quotas by day and credit for won deals."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import rounded_number
from tenure.engine.relations.viewpoint import FOREVER

COUNTED_TYPES = ("new", "expansion")
# Days off of these sorts do not lower what a seller is to bring: they are part of every year.
USUAL_LEAVE = ("holiday", "training")
LINKS = {"person": "rep_id", "opportunity": "opp_id", "account": "account_id", "quota": "quota_id"}
DIMENSIONS = {
    "rep": "person.title",
    "team": "person.team",
    "role": "person.role",
    "region": "person.region",
    "office": "person.region",
    "segment": "segment",
}
ROW = ("rep_id", "opp_id", "account_id", "quota_id", "segment", "amount", "since", "until", "term_days", "lacks_rate")


@relation(
    title="Credit for won deals",
    kind="opportunity",
    reads=("opportunity", "opp_split", "account"),
    uses=("opportunities", "bookings"),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def credits(records: Records) -> ir.Table:
    """What each seller gets credit for, `on` the day that a deal of new business or expansion was won: the deal's size
    by their share (all of it for the owner where nothing was split), and the same taken back on the day that its
    contract was left within the days to opt out."""
    deals = records.relation("opportunities")
    won = deals.filter(deals.outcome == ibis.literal("won"), deals.type.isin(COUNTED_TYPES), deals.closed_on.notnull())
    won = records.at(won, kind="account", link="account_id", day="closed_on", columns={"segment": "segment"})
    splits = records.now("opp_split")
    splits = splits.select(of_deal=splits.opp_id, split_rep=splits.rep_id, part=splits.split_pct)
    shared = won.left_join(splits, won.id == splits.of_deal)
    part: Any = shared.part.cast("float64").fill_null(1.0)
    size: Any = shared["size"]
    credited = shared.select(
        "account_id", "segment", "lacks_rate",
        opp_id=shared.id,
        on=shared.closed_on,
        rep_id=shared.split_rep.fill_null(shared.owner_id),
        amount=ibis.ifelse(part == 1.0, size, rounded_number(size.cast("float64") * part)),
    )  # fmt: skip
    booked = records.relation("bookings").view()
    undone = booked.filter(booked.type == ibis.literal("debooking"), booked.opp_id.notnull())
    undone = undone.group_by("opp_id").aggregate(undone_on=lambda t: t.on.max())
    undone = undone.select(undone_deal=undone.opp_id, undone_on=undone.undone_on)
    back = credited.inner_join(undone, credited.opp_id == undone.undone_deal)
    back = back.mutate(on=back.undone_on, amount=-back.amount).drop("undone_deal", "undone_on")
    both = credited.union(back.select(*credited.columns))
    return both.filter(both.rep_id.notnull()).mutate(id=lambda t: t.opp_id, quota_id=ibis.null("int64"))


@relation(
    title="Quotas of sellers",
    kind="quota",
    reads=("quota", "person", "leave", "territory"),
    uses=("quota_days",),
    links=LINKS,
    dimensions=DIMENSIONS,
    account=None,
)
def seller_quotas(records: Records) -> ir.Table:
    """Quotas in ARR by stretches of days in which the seller was with the company, less a day of each for every day of
    leave that is no holiday or training; `amount` is for all `term_days`."""
    quotas = records.relation("quota_days")
    quotas = quotas.filter(quotas.amount > 0)
    known = records.with_now(
        quotas, kind="person", link="rep_id", columns={"hired_on": "hired_on", "left_on": "left_on"}
    )
    known = records.with_now(known, kind="territory", link="territory_id", columns={"segment": "segment"})
    gone = (known.left_on + ibis.interval(days=1)).cast("date").fill_null(ibis.literal(FOREVER))
    kept = known.mutate(
        since=ibis.greatest(known.since, known.hired_on.fill_null(known.since)), until=ibis.least(known.until, gone)
    )
    kept = kept.filter(kept.since < kept.until)
    nothing = ibis.null("int64")
    rows = kept.select(
        "rep_id", "segment", "amount", "since", "until", "term_days", "lacks_rate",
        quota_id=kept.id, opp_id=nothing, account_id=nothing,
    ).select(*ROW)  # fmt: skip
    leave = records.now("leave")
    off = leave.filter(~leave.type.isin(USUAL_LEAVE), leave.on.notnull())
    off = off.select(off_rep=off.person_id, off_on=off.on).distinct()
    away = rows.inner_join(off, [rows.rep_id == off.off_rep, rows.since <= off.off_on, rows.until > off.off_on])
    away = away.mutate(amount=-away.amount, since=away.off_on, until=(away.off_on + ibis.interval(days=1)).cast("date"))
    return rows.union(away.select(*ROW)).mutate(id=lambda t: t.quota_id)


@relation(
    title="Quotas and credit of sellers",
    kind="person",
    reads=(),
    uses=("credits", "seller_quotas"),
    links=LINKS,
    dimensions=DIMENSIONS,
    account=None,
)
def quota_ledger(records: Records) -> ir.Table:
    """Quotas (`is_quota`) and credit together, each by the days `since` to before `until` that it belongs to; credit
    is `is_quotaed` on days on which the seller has a quota."""
    quotas = records.relation("seller_quotas").select(*ROW)
    given = records.relation("credits")
    one = ibis.literal(1, type="int64")
    day = given.select(
        "rep_id", "opp_id", "account_id", "quota_id", "segment", "amount", "lacks_rate",
        since=given.on, until=(given.on + ibis.interval(days=1)).cast("date"), term_days=one,
    ).select(*ROW)  # fmt: skip
    held = quotas.view()
    held = held.filter(held.amount > 0).select(held_rep=held.rep_id, held_since=held.since, held_until=held.until)
    covered = day.semi_join(
        held, [day.rep_id == held.held_rep, day.since >= held.held_since, day.since < held.held_until]
    )
    bare = day.anti_join(held, [day.rep_id == held.held_rep, day.since >= held.held_since, day.since < held.held_until])
    yes, no = ibis.literal(True), ibis.literal(False)
    together = ibis.union(
        quotas.mutate(is_quota=yes, is_quotaed=yes),
        covered.mutate(is_quota=no, is_quotaed=yes),
        bare.mutate(is_quota=no, is_quotaed=no),
    )
    return together.mutate(id=together.rep_id)

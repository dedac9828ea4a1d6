"""How deals looked over time: our own versions, and what other systems say of the time before these began."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import known_versions
from tenure.engine.relations.viewpoint import FOREVER

POINT = ("id", "since", "until", "stage", "arr", "tcv", "currency", "close_date", "told_by", "is_hindsight")
OWN, SNAPSHOT, STAGE = "own", "snapshot", "stage"


@relation(
    title="Deals over time",
    kind="opportunity",
    reads=("opportunity", "opp_stage", "opp_snapshot"),
    uses=("opportunities",),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def deal_history(records: Records) -> ir.Table:
    """What held for a deal `since` a day while it was open: `stage`, `arr`, `tcv`, `currency`, `close_date`, and who
    says so (`told_by`: own, snapshot, stage). `until` is the last day's next for our own states and null for evidence.
    `is_hindsight`: it was written down when the deal was over, so its stage is no place that it was in.

    Before the day on which we first wrote a deal down, evidence replaces our own first state, if there is any: an
    imported deal holds its newest values from its birth only for want of anything better.
    """
    evidence = _evidence(records)
    begun = _begun(records)
    seen = evidence.inner_join(begun, evidence.id == begun.deal).filter(lambda t: t.since < t.begun_on)
    seen = seen.select(*POINT)
    own = _own(records, begun, seen.select(told=seen.id).distinct())
    points = ibis.union(own, seen)
    deals = records.relation("opportunities").view()
    deals = deals.select(
        "account_id", "campaign_id", "partner_id", "competitor_id", "product_id", "type", "outcome", "lost_reason",
        "created_on", "qualified_on", "closed_on", deal=deals.id,
    )  # fmt: skip
    joined = points.inner_join(deals, points.id == deals.deal).drop("deal")
    # Of evidence only what is before the close; our own states say themselves until when they were open.
    return joined.filter((joined.told_by == OWN) | joined.closed_on.isnull() | (joined.since < joined.closed_on))


def _own(records: Records, begun: ir.Table, told: ir.Table) -> ir.Table:
    states = records.states("opportunity")
    placed = states.left_join(begun, states.id == begun.deal).left_join(told, states.id == told.told)
    born: Any = ibis.least(placed.day_from, records.day(placed.created_at).fill_null(placed.day_from))
    first = ibis.ifelse(placed.first, born, placed.day_from)
    since = ibis.ifelse(placed.told.notnull(), ibis.greatest(placed.begun_on, first), first)
    closed = records.day(placed.closed_at).fill_null(ibis.literal(FOREVER))
    own = placed.mutate(
        since=since,
        until=ibis.least(placed.day_to, closed),
        told_by=ibis.literal(OWN),
        is_hindsight=placed.closed_at.notnull(),
    )
    return own.filter(own.since < own.until).select(*POINT)


def _begun(records: Records) -> ir.Table:
    """The day on which each deal was first written down here."""
    versions = known_versions(records.source.versions(records.kind("opportunity").table))
    first = versions.group_by("record_id").aggregate(at=lambda t: t.recorded_at.min())
    return first.select(deal=first.record_id, begun_on=records.day(first.at))


def _evidence(records: Records) -> ir.Table:
    """Imported snapshots and stages, the last of each day (G5)."""
    snapshots, stages = records.now("opp_snapshot"), records.now("opp_stage")
    open_end = ibis.null(date)
    nothing = ibis.null("int64")
    of_days = snapshots.select(
        id=snapshots.opp_id, since=snapshots.on, until=open_end, stage=snapshots.stage, arr=snapshots.amount,
        tcv=nothing, currency=snapshots.currency, close_date=snapshots.close_date, told_by=ibis.literal(SNAPSHOT),
        is_hindsight=ibis.literal(False),
    )  # fmt: skip
    entered = stages.filter(stages.entered_at.notnull()).mutate(since=lambda t: records.day(t.entered_at))
    order = ibis.window(group_by=["opp_id", "since"], order_by=[ibis.desc("entered_at"), ibis.desc("id")])
    last = entered.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    of_stages = last.select(
        id=last.opp_id, since=last.since, until=open_end, stage=last.stage, arr=last.amount,
        tcv=nothing, currency=last.currency, close_date=open_end, told_by=ibis.literal(STAGE),
        is_hindsight=ibis.literal(False),
    )  # fmt: skip
    return ibis.union(of_days, of_stages)

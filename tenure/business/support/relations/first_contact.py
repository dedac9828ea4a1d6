"""Cases resolved, and whether the first contact was enough."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.support.relations.cases import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

AGAIN_WITHIN_DAYS = 7


@relation(
    title="Cases resolved for the last time",
    kind="case",
    reads=("case_event", "case"),
    uses=("case_turns", "cases"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def resolved_cases(records: Records) -> ir.Table:
    """Each case that stays resolved, `on` the day of its last resolution, with `replies` (public, by agents),
    `customer_words` (messages of the customer after the first), `changes_tier`, `came_back` (opened again within seven
    days of a resolution and answered by an agent then) and `repeated` (the same person, on the same subject, within
    seven days)."""
    turns = records.relation("case_turns")
    last = turns.filter((turns.turn == "resolved") & (turns.until == ibis.literal(FOREVER)))
    counts = _counts(records)
    joined = last.left_join(counts, last.id == counts.counted).drop("counted")
    back = _came_back(records)
    joined = joined.left_join(back, joined.id == back.returned).drop("returned")
    again = _repeated(records, last)
    joined = joined.left_join(again, joined.id == again.repeats).drop("repeats")
    return joined.mutate(
        replies=joined.replies.fill_null(0),
        customer_words=joined.customer_words.fill_null(0),
        changes_tier=joined.tiers.fill_null(0) > 1,
        came_back=joined.comebacks.fill_null(0) > 0,
        repeated=joined.repetitions.fill_null(0) > 0,
    ).drop("tiers", "comebacks", "repetitions")


def _counts(records: Records) -> ir.Table:
    """Replies of agents that the customer saw, messages of the customer, and tiers that worked on it, by case."""
    events = records.now("case_event")
    is_reply = (events.type == "reply") & (events.actor == "agent") & events.public
    is_customer = (events.type == "reply") & (events.actor == "customer")
    told = events.mutate(is_reply=is_reply, is_customer=is_customer, tier_after=events.tier.nullif(""))
    grouped = told.group_by(counted="case_id").aggregate(
        replies=lambda t: t.is_reply.fill_null(False).sum(),
        customer_words=lambda t: t.is_customer.fill_null(False).sum(),
        event_tiers=lambda t: t.tier_after.nunique(),
    )
    states = records.states("case")
    tiers = states.filter(states.tier != "").group_by(tiered="id").aggregate(own_tiers=lambda t: t.tier.nunique())
    joined = grouped.outer_join(tiers, grouped.counted == tiers.tiered)
    return joined.select(
        counted=joined.counted.fill_null(joined.tiered),
        replies=joined.replies,
        customer_words=joined.customer_words,
        tiers=ibis.greatest(joined.event_tiers.fill_null(0), joined.own_tiers.fill_null(0)),
    )


def _came_back(records: Records) -> ir.Table:
    """How often a case was opened again within seven days and an agent answered before it was resolved again."""
    turns = records.relation("case_turns").view()
    order = ibis.window(group_by="id", order_by="at")
    placed = turns.mutate(resolved_on=turns.on.lag().over(order), until_at=turns.at.lead().over(order))
    again: Any = placed.filter(placed.turn == "reopened")
    again = again.filter(again.on.delta(again.resolved_on, unit="day") <= AGAIN_WITHIN_DAYS)
    events = records.now("case_event")
    replies = events.filter((events.type == "reply") & (events.actor == "agent") & events.public)
    replies = replies.select(of_case=replies.case_id, said_at=replies.at)
    answered = again.inner_join(replies, again.id == replies.of_case)
    answered = answered.filter(
        (answered.said_at >= answered["at"]) & (answered.until_at.isnull() | (answered.said_at <= answered.until_at))
    )
    return answered.group_by(returned="id").aggregate(comebacks=lambda t: t.count())


def _repeated(records: Records, last: ir.Table) -> ir.Table:
    """Later cases of the same person on the same subject, opened within seven days of the resolution."""
    others = records.relation("cases").view()
    others = others.select(other=others.id, who=others.contact_id, about=others.subject, opened_later=others.opened_at)
    mine = last.select("id", "contact_id", "subject", resolved_at=last["at"])
    joined = mine.inner_join(others, [mine.contact_id == others.who, mine.subject == others.about])
    seconds = joined.opened_later.epoch_seconds() - joined.resolved_at.epoch_seconds()
    near = joined.filter((joined.other != joined.id) & (seconds >= 0) & (seconds <= AGAIN_WITHIN_DAYS * 86_400))
    return near.group_by(repeats="id").aggregate(repetitions=lambda t: t.count())

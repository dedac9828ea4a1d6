"""Cases, and how they were opened, resolved and opened again."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

OVER = ("resolved", "closed")
SEVEREST = "1"
LINKS = {"case": "id", "account": "account_id", "product": "product_id", "project": "project_id", "person": "agent_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "agent": "person.title",
    "product": "product.title",
    "project": "project.title",
    "subject": "subject",
    "severity": "case.severity",
    "status": "case.status",
    "channel": "case.channel",
    "tier": "case.tier",
    "reason": "reason",
}
WITHOUT = {"product": "unclassified", "subject": "unclassified", "agent": "nobody"}
COLUMNS = ("id", "account_id", "product_id", "project_id", "contact_id", "subject", "reason", "opened_at", "opened_on")


@relation(
    title="Cases",
    kind="case",
    reads=("case", "case_event"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def cases(records: Records) -> ir.Table:
    """Every case once, by its present classification: `opened_on`, `escalated_on` (management or customer escalation,
    or raised to the severest), `agent_id`, the first person that it belonged to."""
    now = records.now("case")
    opened = now.filter(now.opened_at.notnull())
    told = opened.mutate(
        opened_on=records.day(opened.opened_at), subject=opened.topic.nullif(""), reason=opened.root_cause.nullif("")
    )
    first = _first_owner(records)
    told = told.left_join(first, told.id == first.owned).drop("owned")
    escalated = _escalations(records)
    told = told.left_join(escalated, told.id == escalated.raised).drop("raised")
    return told.select(*COLUMNS, "agent_id", "escalated_on")


@relation(
    title="Turns of cases",
    kind="case",
    reads=("case", "case_event"),
    uses=("cases",),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def case_turns(records: Records) -> ir.Table:
    """What happened to a case (`turn`: opened, resolved, reopened) `on` a day, in turns; `until`, the day of the next
    turn; `agent_id`, who resolved it or owned it first.

    What events tell counts; of a case that was resolved without any event, its own day of resolution.
    """
    known = records.relation("cases")
    marks = _marks(records, known)
    order = ibis.window(group_by="id", order_by=["at", "is_over", "mark"])
    placed = marks.mutate(was_over=marks.is_over.lag().over(order))
    turned = placed.filter(placed.was_over.isnull() | (placed.was_over != placed.is_over))
    turned = turned.filter(turned.was_over.notnull() | ~turned.is_over)
    following = ibis.window(group_by="id", order_by=["at", "is_over", "mark"])
    turns = turned.mutate(
        on=records.day(turned.at),
        turn=ibis.cases((turned.is_over, "resolved"), (turned.was_over.isnull(), "opened"), else_="reopened"),
    )
    turns = turns.mutate(until=turns.on.lead().over(following).fill_null(ibis.literal(FOREVER)))
    named = known.view().rename(of_case="id")
    joined = turns.inner_join(named, turns.id == named.of_case)
    agent = ibis.ifelse(joined.turn == "resolved", joined.by.fill_null(joined.agent_id), joined.agent_id)
    return joined.mutate(agent_id=agent).select(*COLUMNS, "agent_id", "on", "at", "turn", "until")


def _marks(records: Records, known: ir.Table) -> ir.Table:
    """Each moment at which a case was told to be over (`is_over`) or not."""
    events = records.now("case_event")
    told = events.mutate(
        is_over=ibis.cases(
            (events.type.isin(["resolved", "closed"]), True),
            (events.type.isin(["opened", "reopened"]), False),
            (events.type == "status", events.status.isin(OVER)),
            else_=ibis.null("boolean"),
        )
    )
    told = told.filter(told.is_over.notnull(), told.at.notnull())
    of_events = told.select(id=told.case_id, at=told.at, is_over=told.is_over, mark=told.id, by=told.agent_id)
    nobody = ibis.null("int64")
    begun = known.select("id", at=known.opened_at, is_over=ibis.literal(False), mark=ibis.literal(0), by=nobody)
    now = records.now("case")
    ended = now.mutate(over_at=now.resolved_at.fill_null(now.closed_at))
    over = of_events.filter(of_events.is_over)
    untold = ended.filter(ended.over_at.notnull()).anti_join(over, ended.id == over.id)
    alone = untold.select("id", at=untold.over_at, is_over=ibis.literal(True), mark=ibis.literal(0), by=untold.owner_id)
    return ibis.union(
        of_events.mutate(mark=of_events.mark.cast("int64")),
        begun.mutate(mark=begun.mark.cast("int64")),
        alone.mutate(mark=alone.mark.cast("int64")),
    )


def _first_owner(records: Records) -> ir.Table:
    states = records.states("case")
    owned = states.filter(states.owner_id.notnull())
    order = ibis.window(group_by="id", order_by="day_from")
    first = owned.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    return first.select(owned=first.id, agent_id=first.owner_id)


def _escalations(records: Records) -> ir.Table:
    """The day on which each case was first escalated."""
    now, events, states = records.now("case"), records.now("case_event"), records.states("case")
    own = now.filter(now.escalated_at.notnull())
    told = events.filter(events.type == "escalated", events.at.notnull())
    order = ibis.window(group_by="id", order_by="day_from")
    raised: Any = states.mutate(before=states.severity.lag().over(order))
    raised = raised.filter(raised.severity == SEVEREST, raised.before.notnull(), raised.before != SEVEREST)
    days = ibis.union(
        own.select(raised=own.id, on=records.day(own.escalated_at)),
        told.select(raised=told.case_id, on=records.day(told.at)),
        raised.select(raised=raised.id, on=raised.day_from),
    )
    return days.group_by("raised").aggregate(escalated_on=lambda t: t.on.min())

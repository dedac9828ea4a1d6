"""Visitors, registrations and accounts that have to do with us."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.marketing.relations.campaigns import with_campaign
from tenure.business.marketing.relations.touches import DIMENSIONS, LINKS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

# For so many days a touch makes an account engaged, together with others.
HOLDS_DAYS = 30
ENOUGH_PEOPLE, ENOUGH_TOUCHES = 2, 3
EVENTS = ("event", "webcast", "")


@relation(
    title="Registrations for events",
    kind="campaign_member",
    reads=("campaign_member", "campaign", "lead", "contact"),
    uses=("lead_entries",),
    links={
        "campaign_member": "id",
        "campaign": "campaign_id",
        "lead": "lead_id",
        "contact": "contact_id",
        "account": "account_id",
    },
    dimensions={
        **ACCOUNT_CUTS,
        "channel": "campaign.channel",
        "campaign": "campaign.title",
        "lead_source": "campaign.lead_source",
    },
)
def registrations(records: Records) -> ir.Table:
    """Every registration for an event or a webcast: `registered_on`, `attended`, and `is_over`, whether it has begun by
    the day asked for. What people told a campaign of another sort is no registration."""
    members = records.now("campaign_member")
    members = members.filter(members.registered_at.notnull())
    entries = records.relation("lead_entries")
    entries = entries.select(entry=entries.id, entry_contact=entries.contact_id, entry_account=entries.account_id)
    found = members.left_join(entries, members.lead_id == entries.entry).drop("entry")
    found = found.mutate(contact_id=found.contact_id.fill_null(found.entry_contact)).drop("entry_contact")
    found = records.with_now(found, kind="contact", link="contact_id", columns={"their_account": "account_id"})
    found = with_campaign(found, records, columns={"channel": "channel", "starts_on": "starts_on"})
    told = found.filter(found.channel.fill_null("").isin(EVENTS))
    attended: Any = told.attended_at.notnull() | (told.status == "attended")
    begun: Any = told.starts_on <= records.today
    return told.mutate(
        account_id=told.their_account.fill_null(told.entry_account),
        registered_on=records.day(told.registered_at),
        attended=attended,
        is_over=attended | begun.fill_null(True),
    ).drop("their_account", "entry_account")


@relation(
    title="Touches of engaged accounts",
    kind="touch",
    reads=("touch",),
    uses=("touches",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def engaging_touches(records: Records) -> ir.Table:
    """Clicks, visits, forms, attendances and replies with the days (`since` to before `until`) for which they hold
    while their account is engaged: two people or three touches within 30 days."""
    acts = records.relation("touches")
    acts = acts.filter(acts.is_act, acts.account_id.notnull())
    held = acts.mutate(held_from=acts.on, held_to=(acts.on + ibis.interval(days=HOLDS_DAYS)).cast("date"))
    spans = _engaged(held)
    met = held.inner_join(
        spans,
        [held.account_id == spans.of_account, held.held_from < spans.to_day, held.held_to > spans.from_day],
    )
    return met.mutate(since=ibis.greatest(met.held_from, met.from_day), until=ibis.least(met.held_to, met.to_day)).drop(
        "of_account", "from_day", "to_day", "held_from", "held_to"
    )


def _engaged(held: ir.Table) -> ir.Table:
    """The days on which accounts are engaged: `of_account`, `from_day`, `to_day` (half-open)."""
    ones, none = ibis.literal(1, type="int64"), ibis.literal(0, type="int64")
    touched = held.select("account_id", day=held.held_from, touches=ones, people=none).union(
        held.select("account_id", day=held.held_to, touches=-ones, people=none)
    )
    everyone = held.view()
    order = ibis.window(group_by=["account_id", "person"], order_by=["on", "id"])
    placed = everyone.mutate(before=everyone.held_to.lag().over(order), after=everyone.on.lead().over(order))
    # A person's stretches without a gap count once, however many touches they are made of.
    came = placed.filter(placed.before.isnull() | (placed.before < placed.on))
    left = placed.filter(placed.after.isnull() | (placed.after > placed.held_to))
    people = came.select("account_id", day=came.on, touches=none, people=ones).union(
        left.select("account_id", day=left.held_to, touches=none, people=-ones)
    )
    both = touched.union(people)
    days = both.group_by(["account_id", "day"]).aggregate(touches=both.touches.sum(), people=both.people.sum())
    up_to = ibis.window(group_by="account_id", order_by="day", preceding=None, following=0)
    following = ibis.window(group_by="account_id", order_by="day")
    sums = days.mutate(
        touches=days.touches.sum().over(up_to),
        people=days.people.sum().over(up_to),
        to_day=days.day.lead().over(following).fill_null(ibis.literal(FOREVER)),
    )
    enough = sums.filter((sums.touches >= ENOUGH_TOUCHES) | (sums.people >= ENOUGH_PEOPLE))
    return enough.select(of_account=enough.account_id, from_day=enough.day, to_day=enough.to_day)

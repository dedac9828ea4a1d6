"""Leads, each once: whoever asks again within 90 days keeps the lead that they are."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.marketing.relations.campaigns import with_campaign
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# Whoever asks again after more days than this is a new lead, which came back.
SAME_LEAD_DAYS = 90
LINKS = {
    "lead": "id",
    "account": "account_id",
    "campaign": "campaign_id",
    "opportunity": "opp_id",
    "contact": "contact_id",
    "person": "owner_id",
}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "lead_source": "lead.lead_source",
    "campaign": "campaign.title",
    "channel": "channel",
    "region": "lead.region",
    "industry": "lead.industry",
    "rep": "lead.owner",
    "team": "lead.owner.team",
}
_MILESTONES = ("first_contacted", "mql", "sql", "converted")


@relation(
    title="Leads as they were entered",
    kind="lead",
    reads=("lead", "contact"),
    links={"lead": "lead_id", "account": "account_id", "contact": "contact_id"},
)
def lead_entries(records: Records) -> ir.Table:
    """Every record of a lead with `person`, who it is about, and `lead_id`, the first record of the same lead: that of
    the person's first entry of which no gap of more than 90 days parts it. `is_recycled`: the person was a lead before.

    `person` is the contact, found by e-mail if need be, else the e-mail address, else the record itself.
    """
    named = _with_person(records.now("lead"), records)
    dated = named.mutate(created_on=records.day(named.created_at))
    order = ibis.window(group_by="person", order_by=[ibis.asc("created_at", nulls_first=False), "id"])
    placed = dated.mutate(before=dated.created_on.lag().over(order))
    gap = days_between(placed.created_on, placed.before)
    begun = placed.mutate(starts=ibis.ifelse(gap.isnull() | (gap > SAME_LEAD_DAYS), 1, 0))
    up_to = ibis.window(
        group_by="person",
        order_by=[ibis.asc("created_at", nulls_first=False), "id"],
        preceding=None,
        following=0,
    )
    turned = begun.mutate(turn=begun.starts.sum().over(up_to))
    first = turned.filter(turned.starts == 1).select(of_person=turned.person, of_turn=turned.turn, lead_id=turned.id)
    joined = turned.inner_join(first, [turned.person == first.of_person, turned.turn == first.of_turn])
    return joined.mutate(is_recycled=joined.turn > 1).drop("of_person", "of_turn", "before", "starts", "turn")


@relation(
    title="Leads",
    kind="lead",
    reads=("lead", "campaign", "lead_source"),
    uses=("lead_entries",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def leads(records: Records) -> ir.Table:
    """Every lead once, under the record of its first entry. `created_on`, `first_contacted_on`, `mql_on` (the first
    time), `sql_on`, `converted_on` and `disqualified_on` are days, the same with `_at` instants, null if not yet: the
    earliest of the lead's entries; disqualified is who is so in all of them. `opp_id` is the deal of the earliest
    conversion, `person` who it is, `entries` how often they asked, `is_recycled` whether they were a lead before.

    `mql_recorded`, `sql_recorded` and `converted_recorded`: whether the company records such a thing at all.
    """
    entries = _with_first_mql(records.relation("lead_entries"), records)
    whole = ibis.window(group_by="lead_id")
    by_conversion = ibis.window(
        group_by="lead_id", order_by=[ibis.asc("converted_at", nulls_first=False), ibis.asc("id")]
    )
    placed = entries.mutate(place=ibis.row_number().over(by_conversion))
    deal: Any = ibis.ifelse(placed.place == 0, placed.opp_id, ibis.null("int64"))
    summed: dict[str, Any] = {f"{name}_at": placed[f"{name}_at"].min().over(whole) for name in _MILESTONES}
    let_go = placed.disqualified_at.count().over(whole) == placed.id.count().over(whole)
    together = placed.mutate(
        **summed,
        disqualified_at=ibis.ifelse(let_go, placed.disqualified_at.max().over(whole), ibis.null("timestamp")),
        opp_id=deal.max().over(whole),
        account_id=placed.account_id.fill_null(placed.account_id.max().over(whole)),
        contact_id=placed.contact_id.fill_null(placed.contact_id.max().over(whole)),
        entries=placed.id.count().over(whole),
    )
    kept = together.filter(together.id == together.lead_id).drop("place", "lead_id")
    found = _with_channel(kept, records)
    days = {f"{name}_on": records.day(found[f"{name}_at"]) for name in (*_MILESTONES, "disqualified")}
    dated = found.mutate(**days)
    return dated.mutate(
        **{f"{name}_recorded": dated[f"{name}_on"].count().over(ibis.window()) > 0 for name in _MILESTONES[1:]}
    )


@relation(
    title="Qualifications of leads as MQL",
    kind="lead",
    reads=("lead",),
    uses=("leads", "lead_entries"),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def lead_qualifications(records: Records) -> ir.Table:
    """Each time that a lead became an MQL (`on`); `is_first`: the first time ever of the person, not after they were
    let go or came back."""
    stamps = _stamps(records)
    order = ibis.window(group_by="id", order_by="mql_at")
    stamps = stamps.mutate(place=ibis.row_number().over(order))
    entries = records.relation("lead_entries")
    entries = entries.select(entry=entries.id, lead_id=entries.lead_id)
    known = stamps.inner_join(entries, stamps.id == entries.entry).select("lead_id", "place", stamp=stamps.mql_at)
    all_leads = records.relation("leads")
    joined = all_leads.inner_join(known, all_leads.id == known.lead_id)
    # The first stamps of further entries of one lead only repeat what was so already.
    counted = joined.filter((joined.place > 0) | (joined.stamp == joined.mql_at))
    by_day = counted.mutate(on=records.day(counted.stamp))
    once = by_day.mutate(
        copy=ibis.row_number().over(ibis.window(group_by=["id", "on"], order_by="stamp")),
    ).filter(lambda t: t["copy"] == 0)
    by_person = ibis.window(group_by="person", order_by=["stamp", "id"])
    return once.mutate(is_first=ibis.row_number().over(by_person) == 0).drop("lead_id", "place", "copy")


def _with_person(entries: ir.Table, records: Records) -> ir.Table:
    """With `person`, and `contact_id` where only the e-mail tells the contact."""
    mailed = entries.mutate(mail=entries.email.lower().nullif(ibis.literal("")))
    contacts = records.now("contact")
    of_contacts = contacts.select(mail=contacts.email.lower().nullif(ibis.literal("")), contact=contacts.id)
    of_leads = mailed.filter(mailed.contact_id.notnull()).select("mail", contact=mailed.contact_id)
    known = of_contacts.union(of_leads)
    known = known.filter(known.mail.notnull()).group_by("mail").aggregate(contact=lambda t: t.contact.min())
    known = known.select(known_mail=known.mail, known_contact=known.contact)
    joined = mailed.left_join(known, mailed.mail == known.known_mail)
    contact: Any = joined.contact_id.fill_null(joined.known_contact)
    person = ibis.coalesce(
        ibis.literal("contact ") + contact.cast("string"),
        joined.mail,
        ibis.literal("lead ") + joined.id.cast("string"),
    )
    return joined.mutate(person=person, contact_id=contact).drop("mail", "known_mail", "known_contact")


def _stamps(records: Records) -> ir.Table:
    """Every instant that ever stood as a record's MQL: a lead that is let go and comes again is stamped anew."""
    held = records.states("lead")
    held = held.filter(held.mql_at < records.ends_at)
    return held.select("id", "mql_at").distinct()


def _with_first_mql(entries: ir.Table, records: Records) -> ir.Table:
    stamps = _stamps(records).group_by("id").aggregate(first_mql_at=lambda t: t.mql_at.min())
    stamps = stamps.select(stamped=stamps.id, first_mql_at=stamps.first_mql_at)
    joined = entries.left_join(stamps, entries.id == stamps.stamped)
    return joined.mutate(mql_at=joined.first_mql_at).drop("stamped", "first_mql_at")


def _with_channel(table: ir.Table, records: Records) -> ir.Table:
    """With `channel`: the campaign's, else that of the lead source in the company's list."""
    table = with_campaign(table, records, columns={"via": "channel"})
    sources = records.now("lead_source")
    sources = sources.group_by("name").aggregate(usual=lambda t: t.channel.min())
    sources = sources.select(source_name=sources.name, usual=sources.usual)
    joined = table.left_join(sources, table.lead_source == sources.source_name)
    nothing = ibis.literal("")
    channel = ibis.coalesce(joined.via.nullif(nothing), joined.usual.nullif(nothing))
    return joined.mutate(channel=channel).drop("via", "source_name", "usual")

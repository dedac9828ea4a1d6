"""What people did with our marketing: touches, and what was sent or shown to them with what came of it."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.marketing.relations.campaigns import with_campaign
from tenure.business.marketing.relations.settings import BOT_MARKERS
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# A click counts for what was sent or shown up to so many days before.
CLICK_DAYS = 7
# Seeing or receiving is not doing, and an opened mail may be a program that looked at it.
SEEN_ONLY = ("impression", "delivered")
ACTS = ("click", "visit", "form", "event", "reply")

LINKS = {
    "touch": "id",
    "contact": "contact_id",
    "account": "account_id",
    "campaign": "campaign_id",
    "lead": "lead_id",
    "content_item": "content_id",
}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "channel": "channel",
    "campaign": "campaign.title",
    "lead_source": "lead_source",
    "audience": "campaign.audience",
    "content": "content_item.title",
    "role": "contact.role",
}


@relation(
    title="Touches",
    kind="touch",
    reads=("touch", "lead", "contact", "campaign", "lead_source"),
    uses=("lead_entries",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def touches(records: Records) -> ir.Table:
    """Every touch `on` its day, with `person`, who it was: the contact, the lead's person, or nobody known, then the
    touch itself. `contact_id` and `account_id` are found by the lead if need be; `lead_source` is the campaign's, else
    what the company's list says of the channel, else the person's; clicks of programs are out."""
    seen = records.now("touch")
    seen = seen.filter(seen.at.notnull(), ~_is_by_program(seen, records))
    entries = records.relation("lead_entries")
    entries = entries.select(
        entry=entries.id,
        entry_lead=entries.lead_id,
        entry_person=entries.person,
        entry_contact=entries.contact_id,
        entry_account=entries.account_id,
        entry_source=entries.lead_source,
    )
    found = seen.left_join(entries, seen.lead_id == entries.entry)
    found = found.mutate(contact_id=found.contact_id.fill_null(found.entry_contact))
    found = records.with_now(
        found, kind="contact", link="contact_id", columns={"their_account": "account_id", "their_source": "lead_source"}
    )
    found = with_campaign(found, records, columns={"campaign_source": "lead_source"})
    found = _with_usual_source(found, records)
    contact: Any = found.contact_id
    nothing = ibis.literal("")
    told = found.mutate(
        on=records.day(found.at),
        person=ibis.coalesce(
            ibis.literal("contact ") + contact.cast("string"),
            found.entry_person,
            ibis.literal("touch ") + found.id.cast("string"),
        ),
        account_id=ibis.coalesce(found.account_id, found.their_account, found.entry_account),
        lead_source=ibis.coalesce(
            found.campaign_source.nullif(nothing),
            found.usual_source,
            found.their_source.nullif(nothing),
            found.entry_source.nullif(nothing),
        ),
        is_act=found.type.isin(ACTS),
    )
    return told.select(
        "id", "person", "contact_id", "account_id", "campaign_id", "content_id", "channel", "type", "detail", "at",
        "on", "lead_source", "is_act", lead_id=told.entry_lead,
    )  # fmt: skip


@relation(
    title="What was sent and shown",
    kind="touch",
    reads=("touch", "campaign", "contact"),
    uses=("touches",),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def sends(records: Records) -> ir.Table:
    """Every mail delivered (`is_mail`) and every advertisement shown, once for each person and sending: `on` its day,
    `clicked`, whether the person clicked within 7 days, and `engaged`, whether they opened, clicked or answered it by
    then. What came of it counts for the last thing of the campaign that was sent or shown before."""
    rows = records.relation("touches")
    shown = rows.filter(rows.type.isin(SEEN_ONLY))
    shown = shown.mutate(is_mail=shown.type == "delivered")
    again = ibis.window(
        group_by=["person", "is_mail", "channel", "campaign_id", "content_id", "detail", "at"], order_by="id"
    )
    once = shown.mutate(copy=ibis.row_number().over(again)).filter(lambda t: t["copy"] == 0).drop("copy")
    answers = rows.filter(rows.type.isin(["open", "click", "reply"])).view()
    answers = answers.select(
        answer=answers.id,
        who=answers.person,
        of_campaign=answers.campaign_id,
        via=answers.channel,
        answered_at=answers.at,
        answered_on=answers.on,
        how=answers.type,
    )
    is_same = once.campaign_id.fill_null(0) == answers.of_campaign.fill_null(0)
    pairs = once.inner_join(
        answers, [once.person == answers.who, once.channel == answers.via, is_same, once.at <= answers.answered_at]
    )
    soon = pairs.filter(days_between(pairs.answered_on, pairs.on) <= CLICK_DAYS)
    latest = ibis.window(group_by="answer", order_by=[ibis.desc("at"), ibis.desc("id")])
    matched = soon.mutate(place=ibis.row_number().over(latest)).filter(lambda t: t.place == 0)
    came = matched.group_by("id").aggregate(clicks=(matched.how == "click").sum(), answers=matched.count())
    came = came.select(sent=came.id, clicks=came.clicks, answers=came.answers)
    joined = once.left_join(came, once.id == came.sent)
    return joined.mutate(
        clicked=(joined.clicks > 0).fill_null(False), engaged=(joined.answers > 0).fill_null(False)
    ).drop("sent", "clicks", "answers")


def _is_by_program(seen: ir.Table, records: Records) -> Any:
    markers = records.view.setting(BOT_MARKERS)
    detail: Any = seen.detail.lower()
    found: Any = ibis.literal(False)
    for marker in markers:
        found = found | detail.contains(marker.lower()).fill_null(False)
    return found & seen.type.isin(["click", "open"])


def _with_usual_source(table: ir.Table, records: Records) -> ir.Table:
    """With `usual_source`: the one lead source of the company's list that stands for the channel, if it is only one."""
    sources = records.now("lead_source")
    listed = (
        sources.filter(sources.channel != "")
        .group_by("channel")
        .aggregate(usual_source=lambda t: t.name.min(), of_channel=lambda t: t.name.nunique())
    )
    listed = listed.filter(listed.of_channel == 1).select(
        listed_channel=listed.channel, usual_source=listed.usual_source
    )
    return table.left_join(listed, table.channel == listed.listed_channel).drop("listed_channel")

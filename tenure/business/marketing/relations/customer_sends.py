"""What campaigns sent to customers, and whether they answered."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.marketing.relations.campaigns import with_campaign
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# Opening a mail is no answer; visits and forms are not asked of customers here.
ANSWERS = ("click", "reply", "event")


@relation(
    title="Sendings of campaigns to customers",
    kind="touch",
    reads=("touch", "campaign", "campaign_member", "lead"),
    uses=("touches", "recurring_lines", "lead_entries"),
    links={
        "touch": "id",
        "contact": "contact_id",
        "account": "account_id",
        "campaign": "campaign_id",
        "product": "product_id",
    },
    dimensions={
        **ACCOUNT_CUTS,
        "campaign": "campaign.title",
        "channel": "campaign.channel",
        "role": "contact.role",
        "product": "product.title",
    },
)
def customer_sends(records: Records) -> ir.Table:
    """Every person of an account to whom a campaign for customers delivered something `on` a day on which the account
    was a customer (`is_delivered`), and whether they `answered` before the campaign's next sending to the account; and
    every other person of the account who answered it. `pair` is the account and campaign, `member` the person and
    campaign; `product_id` the product of the account's largest line on that day."""
    rows = _of_customer_campaigns(records)
    sent = rows.filter(rows.type == "delivered")
    days = sent.group_by(["account_id", "campaign_id", "on"]).aggregate(sending=sent.id.min())
    order = ibis.window(group_by=["account_id", "campaign_id"], order_by="on")
    days = days.mutate(next_on=days.on.lead().over(order))
    answers = _answers(rows, records)
    answers = answers.select(
        of_account=answers.account_id, of_campaign=answers.campaign_id, who=answers.contact_id,
        answered_on=answers.on, answer=answers.id,
    )  # fmt: skip
    met = days.inner_join(
        answers,
        [
            days.account_id == answers.of_account,
            days.campaign_id == answers.of_campaign,
            days.on <= answers.answered_on,
        ],
    )
    met = met.filter(met.next_on.isnull() | (met.answered_on < met.next_on))
    answered = (
        met.group_by(["account_id", "campaign_id", "on", "who"])
        .aggregate(answer=met.answer.min(), sending=met.sending.min())
        .view()
    )
    delivered = sent.group_by(["account_id", "campaign_id", "on", "contact_id"]).aggregate(id=sent.id.min())
    both = delivered.outer_join(
        answered,
        [
            delivered.account_id == answered.account_id,
            delivered.campaign_id == answered.campaign_id,
            delivered.on == answered.on,
            delivered.contact_id == answered.who,
        ],
        rname="{name}_answer",
    )
    told = both.select(
        id=ibis.coalesce(both.id, both.answer, both.sending),
        account_id=both.account_id.fill_null(both.account_id_answer),
        campaign_id=both.campaign_id.fill_null(both.campaign_id_answer),
        contact_id=both.contact_id.fill_null(both.who),
        on=both.on.fill_null(both.on_answer),
        is_delivered=both.id.notnull(),
        answered=both.sending.notnull(),
    )
    named = told.mutate(
        pair=told.account_id.cast("string") + ":" + told.campaign_id.cast("string"),
        member=told.contact_id.cast("string") + ":" + told.campaign_id.cast("string"),
    )
    return _of_customers(named, records)


def _of_customer_campaigns(records: Records) -> ir.Table:
    rows = records.relation("touches")
    rows = rows.filter(rows.account_id.notnull(), rows.contact_id.notnull())
    rows = with_campaign(rows, records, columns={"audience": "audience"})
    return rows.filter(rows.audience == "customer").select(
        "id", "account_id", "campaign_id", "contact_id", "type", "on"
    )


def _answers(rows: ir.Table, records: Records) -> ir.Table:
    """Clicks, replies and attendances, and registrations of members of the campaigns."""
    kept = ["id", "account_id", "campaign_id", "contact_id", "on"]
    touched = rows.filter(rows.type.isin(ANSWERS)).select(kept)
    members = records.now("campaign_member")
    members = members.mutate(on=records.day(ibis.coalesce(members.registered_at, members.attended_at)))
    members = members.filter(members.on.notnull())
    entries = records.relation("lead_entries")
    entries = entries.select(entry=entries.id, entry_contact=entries.contact_id)
    found = members.left_join(entries, members.lead_id == entries.entry)
    found = found.mutate(contact_id=found.contact_id.fill_null(found.entry_contact))
    found = records.with_now(found, kind="contact", link="contact_id", columns={"account_id": "account_id"})
    return touched.union(found.filter(found.account_id.notnull()).mutate(id=ibis.null("int64")).select(kept))


def _of_customers(sends: ir.Table, records: Records) -> ir.Table:
    """Only those of accounts that paid something recurring on the day, with the product of their largest line."""
    lines = records.relation("recurring_lines").view()
    lines = lines.filter(lines.mrr > 0).select(
        of_account=lines.account_id, line=lines.id, product_id=lines.product_id, since=lines.since,
        until=lines.until, mrr=lines.mrr,
    )  # fmt: skip
    days = sends.select("account_id", "on").distinct()
    held = days.inner_join(lines, [days.account_id == lines.of_account, days.on >= lines.since, days.on < lines.until])
    largest = ibis.window(group_by=["account_id", "on"], order_by=[ibis.desc("mrr"), ibis.asc("line")])
    main = held.mutate(place=ibis.row_number().over(largest)).filter(lambda t: t.place == 0)
    main = main.select(customer=main.account_id, on_day=main.on, product_id=main.product_id)
    joined = sends.inner_join(main, [sends.account_id == main.customer, sends.on == main.on_day])
    return joined.drop("customer", "on_day")

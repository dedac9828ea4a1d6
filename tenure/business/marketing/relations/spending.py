"""What marketing spent, and the deals that came of it by where they came from."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.marketing.relations.campaigns import with_campaign
from tenure.business.marketing.relations.settings import SPENDING_LAG
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# Not part of the cost of a programme by itself: what the people and tools behind it cost.
OVERHEAD = ("people", "tools")
NOTHING = ""


@relation(
    title="Marketing spend",
    kind="spend",
    reads=("spend", "campaign", "lead_source"),
    links={"spend": "id", "campaign": "campaign_id"},
    dimensions={
        "lead_source": "lead_source",
        "campaign": "campaign.title",
        "channel": "channel",
        "category": "spend.category",
    },
    account=None,
)
def marketing_spend(records: Records) -> ir.Table:
    """Every amount that was spent, in the company's currency at the rate of the day on which it was paid: `on`, that
    day, or the day of the event where it was paid in advance; `lagged_on`, later by the company's setting
    `cost_per_opportunity_lag_days`; `lead_source`, its own or else the campaign's; `is_program`: not for people or
    tools."""
    spent = records.now("spend")
    spent = spent.filter(spent.amount.notnull(), spent.spent_on.notnull())
    found = with_campaign(
        spent,
        records,
        columns={"starts_on": "starts_on", "their_source": "lead_source", "via": "channel"},
    )
    rated = records.in_company_currency(found, amount="amount", currency="currency", day="spent_on")
    is_prepaid = (rated.category == "event") & (rated.amount > 0) & (rated.starts_on > rated.spent_on)
    lag = int(records.view.setting(SPENDING_LAG))
    on = ibis.ifelse(is_prepaid.fill_null(False), rated.starts_on, rated.spent_on)
    dated = rated.mutate(
        on=on,
        lagged_on=(on + ibis.interval(days=lag)).cast("date"),
        lead_source=ibis.coalesce(rated.lead_source.nullif(NOTHING), rated.their_source.nullif(NOTHING)),
        is_program=~rated.category.isin(OVERHEAD),
    )
    return _with_channel(dated, records)


@relation(
    title="Qualified deals by the lead they came of",
    kind="opportunity",
    reads=("opportunity", "lead"),
    uses=("qualified_deals", "lead_entries"),
    links={"opportunity": "id", "account": "account_id", "campaign": "campaign_id", "product": "product_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "lead_source": "lead_source",
        "campaign": "campaign.title",
        "product": "product.title",
        "rep": "opportunity.owner",
        "team": "opportunity.owner.team",
        "type": "opportunity.type",
    },
    unknown={"lead_source": "unsourced"},
)
def sourced_deals(records: Records) -> ir.Table:
    """Qualified deals (`qualified_on`, `arr` as at qualification) with exactly one `lead_source` each: that of the lead
    which was converted into it first, as it was on the day of the conversion; without such a lead, the deal's own as
    it was on the day of qualification. `campaign_id` likewise. `lead_days`: days from the lead to the qualification."""
    deals = records.relation("qualified_deals").drop("lead_source")
    converted = _converted_leads(records)
    joined = deals.rename(own_campaign="campaign_id").left_join(converted, deals.id == converted.into)
    then = records.at(
        joined, kind="opportunity", link="id", day="qualified_on", columns={"own_source": "lead_source"}, prefix="_own"
    )
    return then.mutate(
        lead_source=ibis.coalesce(then.their_source.nullif(NOTHING), then.own_source.nullif(NOTHING)),
        campaign_id=then.their_campaign.fill_null(then.own_campaign),
        lead_days=days_between(then.qualified_on, then.lead_created_on),
    ).drop("into", "their_source", "their_campaign", "own_source", "own_campaign", "lead_created_on")


def _converted_leads(records: Records) -> ir.Table:
    """The lead that was converted first into each deal, with what it said of where it came from on that day."""
    entries = records.relation("lead_entries")
    linked = entries.filter(entries.opp_id.notnull())
    order = ibis.window(group_by="opp_id", order_by=[ibis.asc("converted_at", nulls_first=False), ibis.asc("id")])
    first = linked.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    told = first.select(
        into=first.opp_id,
        lead=first.id,
        lead_created_on=first.created_on,
        on=records.day(first.converted_at).fill_null(records.today),
    )
    then = records.at(
        told,
        kind="lead",
        link="lead",
        day="on",
        columns={"their_source": "lead_source", "their_campaign": "campaign_id"},
        prefix="_lead",
    )
    return then.drop("lead", "on")


def _with_channel(table: ir.Table, records: Records) -> ir.Table:
    sources = records.now("lead_source")
    sources = sources.group_by("name").aggregate(usual=lambda t: t.channel.min())
    sources = sources.select(source_name=sources.name, usual=sources.usual)
    joined = table.left_join(sources, table.lead_source == sources.source_name)
    channel = ibis.coalesce(joined.via.nullif(NOTHING), joined.usual.nullif(NOTHING))
    return joined.mutate(channel=channel).drop("via", "source_name", "usual", "their_source", "starts_on")

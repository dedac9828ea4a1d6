"""Leads on their way to becoming customers, and the deals that no lead stands at the beginning of."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records


@relation(
    title="Leads and what became of them",
    kind="lead",
    reads=("lead", "opportunity"),
    uses=("leads", "opportunities"),
    links={
        "lead": "id", "account": "account_id", "campaign": "campaign_id", "opportunity": "opp_id",
        "product": "product_id",
    },
    dimensions={
        "lead_source": "lead.lead_source",
        "segment": "account.segment",
        "product": "product.title",
        "region": "lead.region",
        "industry": "lead.industry",
        "campaign": "campaign.title",
    },
    unknown={"lead_source": "unsourced"},
)  # fmt: skip
def lead_outcomes(records: Records) -> ir.Table:
    """Every lead once, by `created_on`: whether it ever `became_mql`, `became_sql`, `became_deal`, `became_customer`.
    Whoever got further has passed what lies before; a step that the company does not record is passed so too."""
    leads = records.relation("leads").view()
    deals = records.relation("opportunities").view()
    deals = deals.select(deal=deals.id, product_id=deals.product_id, is_won=(deals.outcome == "won").fill_null(False))
    joined = leads.left_join(deals, leads.opp_id == deals.deal)
    won = joined.is_won.fill_null(False)
    deal = joined.deal.notnull() | won
    sql = joined.sql_on.notnull() | deal
    return joined.mutate(
        became_customer=won, became_deal=deal, became_sql=sql, became_mql=joined.mql_on.notnull() | sql
    ).drop("deal", "is_won")


@relation(
    title="Deals without a lead",
    kind="opportunity",
    reads=("opportunity", "lead"),
    uses=("leads", "opportunities"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def direct_deals(records: Records) -> ir.Table:
    """Every deal of new business that no lead became, once."""
    deals = records.relation("opportunities")
    leads = records.relation("leads").view()
    leads = leads.filter(leads.opp_id.notnull()).select(of_deal=leads.opp_id).distinct()
    return deals.filter(deals.type == ibis.literal("new")).anti_join(leads, deals.id == leads.of_deal)

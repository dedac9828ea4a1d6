"""Opportunities by what became of them."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

LINKS = {
    "opportunity": "id",
    "account": "account_id",
    "campaign": "campaign_id",
    "partner": "partner_id",
    "competitor": "competitor_id",
    "product": "product_id",
}
DIMENSIONS = {
    "rep": "opportunity.owner",
    "team": "opportunity.owner.team",
    "office": "opportunity.owner.region",
    "product": "product.title",
    "segment": "account.segment",
    "region": "account.region",
    "industry": "account.industry",
    "lead_source": "opportunity.lead_source",
    "type": "opportunity.type",
    "competitor": "competitor.title",
    "campaign": "campaign.title",
    "partner": "partner.title",
    "account": "account.title",
}
WITHOUT = {"segment": "unsegmented", "lead_source": "unsourced"}


@relation(
    title="Opportunities",
    kind="opportunity",
    reads=("opportunity", "opp_line"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def opportunities(records: Records) -> ir.Table:
    """Every opportunity once: `created_on`, `qualified_on`, `closed_on` (days, null if not yet), `outcome`, `type`,
    `arr`, `one_time`, `tcv` in the company's currency (at the rate of the day of closing, else of creation), days from
    qualification to close; `product_id`, the product of its largest line.

    Where a company records no qualification at all, a deal counts as qualified from its creation.
    """
    deals = records.now("opportunity")
    dated = deals.mutate(
        created_on=records.day(deals.created_at),
        closed_on=records.day(deals.closed_at),
        own_qualified_on=records.day(deals.qualified_at),
    )
    is_recorded = dated.own_qualified_on.notnull().sum().over(ibis.window()) > 0
    dated = dated.mutate(
        qualified_on=ibis.ifelse(is_recorded, dated.own_qualified_on, dated.created_on),
        rated_on=ibis.coalesce(dated.closed_on, dated.created_on, ibis.literal(records.view.as_of)),
    )
    for amount in ("arr", "one_time", "tcv"):
        dated = records.in_company_currency(dated, amount=amount, currency="currency", day="rated_on")
    cycle: Any = dated.closed_on
    return _with_product(dated.mutate(cycle_days=cycle.delta(dated.qualified_on, unit="day")), records)


def _with_product(deals: ir.Table, records: Records) -> ir.Table:
    lines = records.now("opp_line")
    order = ibis.window(
        group_by="opp_id",
        order_by=[ibis.desc("arr", nulls_first=False), ibis.desc("one_time", nulls_first=False), "id"],
    )
    main = lines.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    main = main.select(of_deal=main.opp_id, product_id=main.product_id)
    return deals.left_join(main, deals.id == main.of_deal).drop("of_deal")

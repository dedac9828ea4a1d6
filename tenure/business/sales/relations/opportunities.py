"""Opportunities by what became of them."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.days import days_between
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
    **ACCOUNT_CUTS,
    "rep": "opportunity.owner",
    "team": "opportunity.owner.team",
    "office": "opportunity.owner.region",
    "product": "product.title",
    "lead_source": "opportunity.lead_source",
    "type": "opportunity.type",
    "competitor": "competitor.title",
    "campaign": "campaign.title",
    "partner": "partner.title",
}
WITHOUT = {"lead_source": "unsourced"}


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
    `arr`, `one_time`, `tcv` in the company's currency (at the rate of the day of closing, else of creation), `size`,
    `cycle_days` from qualification to close, `whole_days` from creation; `product_id`, the product of its largest line.

    Where a company records no qualification at all, a deal counts as qualified from its creation. Where it records no
    ARR at all, a deal is as large as its total contract value, else as its one-time amount; else as its ARR. `acv` is
    the ARR and one-time amount together.
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
        rated_on=ibis.coalesce(dated.closed_on, dated.created_on, records.today),
    )
    for amount in ("arr", "one_time", "tcv"):
        dated = records.in_company_currency(dated, amount=amount, currency="currency", day="rated_on")
    dated = dated.mutate(
        size=sized(dated, otherwise=("tcv", "one_time")),
        acv=ibis.ifelse(
            dated.arr.isnull() & dated.one_time.isnull(),
            ibis.null("int64"),
            dated.arr.fill_null(0) + dated.one_time.fill_null(0),
        ),
        cycle_days=days_between(dated.closed_on, dated.qualified_on),
        whole_days=days_between(dated.closed_on, dated.created_on),
    )
    return _with_product(dated, records)


def sized(table: ir.Table, *, otherwise: tuple[str, ...]) -> ir.Value:
    """The `arr` of rows, or the first of other amounts that is known where no row of all has any ARR."""
    arr: Any = table.arr
    has_any = (arr.fill_null(0) != 0).sum().over(ibis.window()) > 0
    return ibis.ifelse(has_any, arr, ibis.coalesce(*(table[name] for name in otherwise)))


def _with_product(deals: ir.Table, records: Records) -> ir.Table:
    lines = records.now("opp_line")
    order = ibis.window(
        group_by="opp_id",
        order_by=[ibis.desc("arr", nulls_first=False), ibis.desc("one_time", nulls_first=False), "id"],
    )
    main = lines.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    main = main.select(of_deal=main.opp_id, product_id=main.product_id)
    return deals.left_join(main, deals.id == main.of_deal).drop("of_deal")

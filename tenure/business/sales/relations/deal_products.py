"""Products that deals were about, also those that were dropped on the way."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT, sized
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import GONE, known_versions
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

OF_DEAL = (
    "account_id", "campaign_id", "partner_id", "competitor_id", "type", "outcome", "qualified_on", "closed_on",
)  # fmt: skip


@relation(
    title="Products of deals",
    kind="opportunity",
    reads=("opportunity", "opp_line"),
    uses=("opportunities",),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def deal_products(records: Records) -> ir.Table:
    """Every product once per decided deal that held it at or after qualification: `is_kept`, whether it still was in
    the deal at the close, and `size`, what it brought (if it was dropped: what it last would have).

    The first state of a line reaches back for ever, as deals are often written down with lines that they had before.
    A company that records no ARR of lines at all has them as large as their one-time amounts.
    """
    deals = records.relation("opportunities")
    deals = deals.filter(deals.qualified_on.notnull(), deals.closed_on.notnull()).select(*OF_DEAL, deal=deals.id)
    lines = _stretches(records)
    joined = lines.inner_join(deals, lines.opp_id == deals.deal)
    held = joined.filter(
        joined.until > joined.qualified_on,
        joined.since <= joined.closed_on,
    )
    order = ibis.window(group_by=["line", "product_id"], order_by=ibis.desc("since"))
    last = held.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    last = last.mutate(was_kept=last.until > last.closed_on, rated_on=last.closed_on)
    for amount in ("arr", "one_time"):
        last = records.in_company_currency(last, amount=amount, currency="currency", day="rated_on")
    return _by_product(last.mutate(size=sized(last, otherwise=("one_time",))))


def _by_product(lines: ir.Table) -> ir.Table:
    found = lines.group_by("deal", "product_id", *OF_DEAL).aggregate(
        is_kept=lambda t: t.was_kept.cast("int64").max() == 1,
        kept=lambda t: ibis.ifelse(t.was_kept, t["size"], 0).sum(),
        all_of_it=lambda t: t["size"].sum(),
        lacks_rate=lambda t: t.lacks_rate.cast("int64").max() == 1,
    )
    return found.mutate(id=found.deal, size=ibis.ifelse(found.is_kept, found.kept, found.all_of_it)).drop(
        "deal", "kept", "all_of_it"
    )


def _stretches(records: Records) -> ir.Table:
    """What lines said `since` a day to before `until`, removed ones too until they were removed."""
    versions = known_versions(records.source.versions(records.kind("opp_line").table))
    dated: Any = versions.mutate(since=records.day(versions.effective_at))
    order = ibis.window(group_by="record_id", order_by=["effective_at", "version_id"])
    following = dated.mutate(next_day=dated.since.lead().over(order), nth=ibis.row_number().over(order))
    last = following.filter(following.next_day.isnull() | (following.next_day != following.since))
    order = ibis.window(group_by="record_id", order_by="since")
    placed = last.mutate(place=ibis.row_number().over(order))
    there = placed.filter(placed.deleted_at.isnull(), ~placed.operation.isin(GONE))
    return there.select(
        "opp_id", "product_id", "arr", "one_time", "currency",
        line=there.record_id,
        since=ibis.ifelse(there.place == 0, ibis.literal(ALWAYS), there.since),
        until=there.next_day.fill_null(ibis.literal(FOREVER)),
    )  # fmt: skip

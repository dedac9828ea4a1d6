"""Deals with a proof of concept: when it began and whether it was kept up to the decision."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.opportunities import DIMENSIONS, LINKS, WITHOUT
from tenure.business.sales.relations.settings import POC_STAGES
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records


@relation(
    title="Deals with a proof of concept",
    kind="opportunity",
    reads=("opportunity",),
    uses=("opportunities", "deal_history"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def proofs_of_concept(records: Records) -> ir.Table:
    """Every deal with a proof of concept, marked on the deal or by its stage, once, by `closed_on`. `is_completed`: it
    was not given up (the deal says so no more) before the decision. `proof_days` from its beginning to the decision,
    null if the beginning is not known: the deal was first written down with it, or after it was over."""
    deals = records.relation("opportunities")
    names = [str(one).lower() for one in records.view.setting(POC_STAGES)]
    marked = records.states("opportunity")
    marked = marked.filter(marked.poc.fill_null(False))
    order = ibis.window(group_by="id", order_by="day_from")
    marked = marked.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    is_known = ~marked["first"] & (marked.closed_at.isnull() | (records.day(marked.closed_at) >= marked.day_from))
    by_mark = marked.select(deal=marked.id, since=ibis.ifelse(is_known, marked.day_from, ibis.null("date")))
    staged = records.relation("deal_history").view()
    staged = staged.filter(staged.stage.lower().isin(names), ~staged.is_hindsight)
    by_stage = staged.select(deal=staged.id, since=staged.since)
    begun = by_mark.union(by_stage).group_by("deal").aggregate(proof_since=lambda t: t.since.min())
    in_stage = by_stage.select(staged_deal=by_stage.deal).distinct()
    found = deals.inner_join(begun, deals.id == begun.deal).left_join(in_stage, deals.id == in_stage.staged_deal)
    return found.mutate(
        is_completed=found.poc.fill_null(False) | found.staged_deal.notnull(),
        proof_days=days_between(found.closed_on, found.proof_since),
    ).drop("deal", "staged_deal")

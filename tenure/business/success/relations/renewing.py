"""What renews a term: opportunities of renewal, and the contracts that follow the one that ends."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.success.relations.terms import agreed
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# How far the expected close of a renewal that names no contract may be from the last day of the term that it renews.
UNLINKED_WITHIN_DAYS = 90


@relation(
    title="Renewal opportunities by term",
    kind="opportunity",
    reads=("opportunity",),
    uses=("contract_terms",),
    links={"opportunity": "id", "account": "account_id"},
)
def renewal_deals(records: Records) -> ir.Table:
    """Each renewal opportunity with the `account_id` and `due_on` of the term it renews: by the contract that it
    names, else by its account and the expected close."""
    deals = records.now("opportunity")
    deals = deals.mutate(
        deal_account=deals["account_id"],
        created_on=records.day(deals["created_at"]),
        closed_on=records.day(deals["closed_at"]),
    )
    deals = deals.mutate(rated_on=ibis.coalesce(deals["closed_on"], deals["created_on"], deals["close_date"]))
    deals = records.in_company_currency(deals, amount="arr", currency="currency", day="rated_on")
    deals = deals.select(
        "id", "renews_id", "type", "deal_account", "outcome", "arr", "lacks_rate", "created_on", "closed_on",
        near=ibis.coalesce(deals["close_date"], deals["closed_on"], deals["created_on"]),
    )  # fmt: skip
    terms = _terms(records)
    named = deals.inner_join(terms, deals["renews_id"] == terms["term_contract"])
    other = deals.filter(deals["type"] == "renewal", deals["renews_id"].isnull())
    terms = _terms(records)
    guessed = other.inner_join(terms, other["deal_account"] == terms["account_id"])
    guessed = guessed.filter(days_between(guessed["near"], guessed["due_on"]).abs() <= UNLINKED_WITHIN_DAYS)
    return _nearest(named.union(guessed)).drop("term_contract", "deal_account")


@relation(
    title="Contracts that renew others",
    kind="contract",
    reads=("contract",),
    uses=("contract_terms", "renewal_deals"),
    links={"contract": "id", "account": "account_id"},
)
def renewing_contracts(records: Records) -> ir.Table:
    """Signed contracts with the `account_id` and `due_on` of what they renew: by the contract that they name, by their
    opportunity, or because they begin on the day after. `signed_on`, `opp_id`."""
    found = records.now("contract")
    signed = found.filter(agreed(found))
    signed = signed.select(
        "id", "opp_id", "renews_id", "signed_on", "start_on", holder_id=signed["account_id"],
        near=ibis.coalesce(signed["start_on"], signed["signed_on"]),
    )  # fmt: skip
    deals = records.relation("renewal_deals").view()
    deals = deals.select(deal_id=deals["id"], account_id=deals["account_id"], due_on=deals["due_on"])
    kept = ["id", "opp_id", "signed_on", "start_on", "account_id", "due_on"]
    terms = _terms(records)
    named = _nearest(signed.inner_join(terms, signed["renews_id"] == terms["term_contract"])).select(kept)
    unnamed = signed.filter(signed["renews_id"].isnull())
    by_deal = unnamed.inner_join(deals, unnamed["opp_id"] == deals["deal_id"]).select(kept)
    terms = _terms(records)
    next_day: Any = terms["due_on"] + ibis.interval(days=1)
    following = unnamed.inner_join(
        terms, [unnamed["holder_id"] == terms["account_id"], unnamed["start_on"] == next_day]
    )
    return named.union(by_deal, following.select(kept)).distinct()


def _terms(records: Records) -> ir.Table:
    terms = records.relation("contract_terms").view()
    return terms.select(term_contract=terms["id"], account_id=terms["account_id"], due_on=terms["due_on"])


def _nearest(rows: ir.Table) -> ir.Table:
    """Of the terms that a row may belong to, the one whose last day is nearest to its day `near`."""
    away = rows.mutate(away=days_between(rows["near"], rows["due_on"]).abs())
    order = ibis.window(group_by="id", order_by=["away", "due_on", "term_contract"])
    return away.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0).drop("place", "away")

"""Customers that left: the day their last MRR ended, with why and how we parted."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.settings import DATA_RETURN
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

# An off-boarding belongs to the churn of its account that is nearest to its end, if no further away than this.
NEAR_DAYS = 120
INTERVIEW_DAYS = 30


@relation(
    title="Customers that left",
    kind="account",
    reads=("offboarding",),
    uses=("mrr_movements", "customer_stays"),
    links={"account": "account_id", "offboarding": "offboarding_id", "product": "product_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "reason": "reason",
        "product": "product.title",
        "tenure": "tenure",
    },
    unknown={"reason": "unknown"},
)
def farewells(records: Records) -> ir.Table:
    """One row per account and day of churn: `on`, the MRR lost (`amount`), its largest `product_id`, `reason`,
    `ended_on`, `is_interviewed` (within 30 days), `is_returned` (their data, in the time agreed), `tenure` in words;
    `has_farewells`: the company records off-boardings at all."""
    moves = records.relation("mrr_movements").view()
    lost = moves.filter(moves["type"] == "churn")
    order = ibis.window(group_by=["account_id", "on"], order_by=[ibis.desc("amount"), "product_id"])
    placed = lost.mutate(place=ibis.row_number().over(order))
    left = placed.group_by(["account_id", "on"]).aggregate(
        amount=placed["amount"].sum(), product_id=placed["product_id"].max(where=placed["place"] == 0)
    )
    told = _with_offboarding(left.mutate(id=left["account_id"]), records)
    told = _with_tenure(told, records)
    days = int(records.view.setting(DATA_RETURN))
    ended: Any = ibis.coalesce(told["ended_on"], told["on"] - ibis.interval(days=1))
    interviewed = days_between(told["exit_interview_on"], ended) <= INTERVIEW_DAYS
    returned = days_between(told["data_returned_on"], ended) <= days
    return told.mutate(
        ended_on=ended,
        is_interviewed=interviewed.fill_null(False),
        is_returned=returned.fill_null(False),
        has_farewells=told["offboarding_id"].notnull().sum().over(ibis.window()) > 0,
    )


def _with_offboarding(left: ir.Table, records: Records) -> ir.Table:
    found = records.now("offboarding")
    found = found.select(
        "reason", "ended_on", "exit_interview_on", "data_returned_on",
        offboarding_id=found["id"], of_account=found["account_id"],
        near=ibis.coalesce(found["ended_on"], found["access_ended_on"], found["notified_on"]),
    )  # fmt: skip
    met = left.inner_join(found, left["account_id"] == found["of_account"])
    met = met.mutate(away=days_between(met["on"], met["near"]).abs())
    met = met.filter(met["away"] <= NEAR_DAYS)
    order = ibis.window(group_by=["account_id", "on"], order_by=["away", ibis.desc("offboarding_id")])
    best = met.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    best = best.select(
        "reason", "ended_on", "exit_interview_on", "data_returned_on", "offboarding_id",
        best_account=best["account_id"], best_on=best["on"],
    )  # fmt: skip
    joined = left.left_join(best, [left["account_id"] == best["best_account"], left["on"] == best["best_on"]])
    return joined.drop("best_account", "best_on")


def _with_tenure(left: ir.Table, records: Records) -> ir.Table:
    """With how long the stay was that ended, in words."""
    stays = records.relation("customer_stays").view()
    stays = stays.select(stayer=stays["account_id"], came_on=stays["since"], went_on=stays["until"])
    met = left.left_join(stays, [left["account_id"] == stays["stayer"], left["on"] == stays["went_on"]])
    days = days_between(met["on"], met["came_on"])
    words = ibis.cases(
        (days < 365, "under 1 year"), (days < 730, "1 to 2 years"), (days < 1095, "2 to 3 years"), else_="over 3 years"
    )
    return met.mutate(tenure=words).drop("stayer", "went_on")

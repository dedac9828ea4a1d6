"""What customers reach with us over time: the readings of each outcome that is tracked."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.products import with_main_product
from tenure.business.success.relations.surveys import while_not_former
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

# A reading a year before is the one nearest to that day, if no further from it than this.
YEAR_GIVE_DAYS = 60
YEAR_DAYS = 365


@relation(
    title="Readings of outcomes",
    kind="outcome",
    reads=("outcome", "success_goal"),
    uses=("customer_spans", "recurring_lines"),
    links={"outcome": "id", "account": "account_id", "success_goal": "goal_id", "product": "product_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "outcome": "tracked",
        "product": "product.title",
    },
    unknown={"product": "none"},
)
def impact_readings(records: Records) -> ir.Table:
    """The days (`since` to before `until`) on which a reading is the latest of its outcome (`tracked`: its goal, else
    its name) at an account that has not left: `on`, `is_reached` (null without target or value), `growth` against the
    reading a year before, as far as there is one and it differs from the baseline."""
    read = _readings(records)
    order = ibis.window(group_by=["account_id", "tracked"], order_by=["on", "id"])
    following = read.mutate(until=read["on"].lead().over(order).fill_null(ibis.literal(FOREVER)), since=read["on"])
    grown = with_main_product(_with_growth(following, read), records=records, day="on")
    return while_not_former(grown, records)


def _readings(records: Records) -> ir.Table:
    found = records.now("outcome")
    found = found.filter(found["on"].notnull(), found["value"].notnull())
    goal = {"goal_name": "name", "goal_baseline": "baseline", "goal_target": "target"}
    known = records.with_now(found, kind="success_goal", link="goal_id", columns=goal)
    baseline: Any = ibis.coalesce(known["baseline"], known["goal_baseline"]).cast("float64")
    target: Any = ibis.coalesce(known["target"], known["goal_target"]).cast("float64")
    value: Any = known["value"].cast("float64")
    is_less_better = (target < baseline).fill_null(False)
    return known.select(
        "id", "account_id", "goal_id", "on",
        tracked=ibis.coalesce(known["goal_name"], known["name"]),
        gained=value - baseline.fill_null(0),
        is_reached=ibis.ifelse(is_less_better, value <= target, value >= target),
    )  # fmt: skip


def _with_growth(readings: ir.Table, read: ir.Table) -> ir.Table:
    prior = read.view()
    prior = prior.select(
        prior_account=prior["account_id"], prior_tracked=prior["tracked"], prior_on=prior["on"],
        prior_gained=prior["gained"], prior_id=prior["id"],
    )  # fmt: skip
    met = readings.inner_join(
        prior, [readings["account_id"] == prior["prior_account"], readings["tracked"] == prior["prior_tracked"]]
    )
    met = met.mutate(off=(days_between(met["on"], met["prior_on"]) - YEAR_DAYS).abs())
    met = met.filter(met["off"] <= YEAR_GIVE_DAYS)
    order = ibis.window(group_by="id", order_by=["off", "prior_id"])
    nearest = met.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    # Where less is better both gains are negative: their quotient is the same.
    nearest = nearest.select(grown_id=nearest["id"], growth=nearest["gained"] / nearest["prior_gained"].nullif(0) - 1)
    return readings.left_join(nearest, readings["id"] == nearest["grown_id"]).drop("grown_id")

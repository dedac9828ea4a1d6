"""Who uses what they may use: people, seats and features, on every day."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.success.relations.seats import DIMENSIONS, LINKS, WITHOUT
from tenure.business.success.relations.stretches import apart, stretches
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

RECENT_DAYS = 30
# Where seats are without number, people count who were there in so many days.
LONG_DAYS = 90
PERSON = ("account_id", "product_id", "who")


@relation(
    title="Seats and who uses them",
    kind="account",
    reads=(),
    uses=("seat_spans", "used_days"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def seat_use(records: Records) -> ir.Table:
    """Stretches (`since` to before `until`) of what an account has of a product, each an `amount` of one `part`:
    `seat` (as many as it may use), `user` (a person who used it in the last 30 days), `new` (one who used it for the
    first time then), and `regular` (one who used it in the last 90 days, where seats are without number)."""
    spans = records.relation("seat_spans").view()
    days = records.relation("used_days")
    days = days.filter(days["who"].notnull())
    by = ("account_id", "product_id", "who")
    firsts = days.group_by(list(by)).aggregate(on=days["on"].min())
    people = (
        ("user", stretches(days, days=RECENT_DAYS, by=by), spans),
        ("new", stretches(firsts, days=RECENT_DAYS, by=by), spans),
        ("regular", stretches(days, days=LONG_DAYS, by=by), spans.filter(spans["is_open"])),
    )
    one = ibis.literal(1, type="int64")
    parts = [
        apart(_at_products(rows, allowed), by=PERSON).select(
            "account_id", "product_id", "plan_id", "since", "until", part=ibis.literal(part), amount=one
        )
        for part, rows, allowed in people
    ]
    seats = spans.select(
        "account_id", "product_id", "plan_id", "since", "until", part=ibis.literal("seat"), amount=spans["seats"]
    )
    every = ibis.union(seats, *parts)
    return every.mutate(id=every["account_id"])


@relation(
    title="Features and who may use them",
    kind="account",
    reads=(),
    uses=("seat_spans", "used_days"),
    links=LINKS,
    dimensions={**DIMENSIONS, "feature": "feature"},
    unknown=WITHOUT,
)
def feature_use(records: Records) -> ir.Table:
    """Stretches of days on which an account may use a `feature` of a product, and (`is_used`) on which it did so in the
    last 30 days. A feature is there from the first day on which anybody used it."""
    spans = records.relation("seat_spans").view()
    days = records.relation("used_days")
    days = days.filter(days["feature"].notnull())
    used = stretches(days, days=RECENT_DAYS, by=("account_id", "product_id", "feature"))
    first = days.group_by(["product_id", "feature"]).aggregate(since=days["on"].min())
    offered = _offered(first.mutate(until=ibis.literal(FOREVER)), spans)
    by = ("account_id", "product_id", "feature")
    both = [
        apart(rows, by=by).select(
            "account_id", "product_id", "plan_id", "feature", "since", "until", is_used=ibis.literal(is_used)
        )
        for rows, is_used in ((offered, False), (_at_products(used, spans), True))
    ]
    every = ibis.union(*both)
    return every.mutate(id=every["account_id"])


def _at_products(rows: ir.Table, spans: ir.Table) -> ir.Table:
    """Stretches of use, cut down to the days on which the account has seats of the product; those of no product in
    particular are of the main one."""
    own, rest = rows.filter(rows["product_id"].notnull()), rows.filter(rows["product_id"].isnull())
    main = spans.filter(spans["is_main"])
    exact = _met(own, spans, own["product_id"] == spans["product_id"])
    return exact.union(_met(rest, main, True))


def _met(rows: ir.Table, spans: ir.Table, same: ir.BooleanValue | bool) -> ir.Table:
    allowed = spans.select(
        of_account="account_id", of_product="product_id", of_plan="plan_id", held_from="since", held_to="until"
    ).view()
    conditions = [
        rows["account_id"] == allowed["of_account"],
        rows["since"] < allowed["held_to"],
        rows["until"] > allowed["held_from"],
    ]
    if same is not True:
        conditions.append(rows["product_id"] == allowed["of_product"])
    met = rows.inner_join(allowed, conditions)
    kept = [name for name in rows.columns if name not in ("account_id", "product_id", "since", "until")]
    return met.select(
        "account_id", *kept, product_id="of_product", plan_id="of_plan",
        since=ibis.greatest(met["since"], met["held_from"]), until=ibis.least(met["until"], met["held_to"]),
    )  # fmt: skip


def _offered(features: ir.Table, spans: ir.Table) -> ir.Table:
    """Every feature at every account that has seats of its product."""
    every = features.cross_join(spans.select("account_id", "is_main", "plan_id", of_product="product_id",
                                             held_from="since", held_to="until").view())  # fmt: skip
    is_there = (every["product_id"] == every["of_product"]).fill_null(every["is_main"])
    met = every.filter(is_there, every["since"] < every["held_to"])
    return met.select(
        "account_id", "feature", "plan_id", product_id="of_product",
        since=ibis.greatest(met["since"], met["held_from"]), until=met["held_to"],
    )  # fmt: skip

"""How many people may use what, from day to day."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.settings import KEY_ACTIONS, SEAT_UNITS
from tenure.business.success.relations.usage import key_actions, usage_begins
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import rounded_number
from tenure.engine.relations.states import widened
from tenure.engine.relations.viewpoint import FOREVER

NEVER = ibis.literal(FOREVER)
LINKS = {"account": "account_id", "product": "product_id", "plan": "plan_id"}
DIMENSIONS = {**ACCOUNT_CUTS, "product": "product.title", "plan": "plan.title"}
WITHOUT = {"plan": "no plan"}


@relation(
    title="Seats by stretches of days",
    kind="account",
    reads=("entitlement", "contract_line", "product"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def seat_spans(records: Records) -> ir.Table:
    """`since` to before `until`: an account may use a product with so many `seats`, or `is_open`, with any number.
    `is_main`: it has most seats of that product. Only products that have key actions, and no day before the first of
    which use is known."""
    ends = _terms(records)
    joined = _stretched(ends)
    per = joined.group_by(["account_id", "product_id", "since", "until"]).aggregate(
        seats=joined["seats"].sum(),
        is_open=joined["seats"].isnull().any(),
        plan_id=joined["plan_id"].max(),
    )
    order = ibis.window(
        group_by=["account_id", "since"], order_by=[ibis.desc("is_open"), ibis.desc("seats"), "product_id"]
    )
    ranked = per.mutate(is_main=ibis.row_number().over(order) == 0, seats=per["seats"].fill_null(0))
    begun = _measured(ranked, records).cross_join(usage_begins(records))
    begun = begun.mutate(since=ibis.greatest(begun["since"], begun["begins_on"]), id=begun["account_id"])
    return begun.filter(begun["begins_on"].notnull(), begun["since"] < begun["until"]).drop("begins_on")


def entitled(records: Records, *, units: tuple[str, ...], or_none: bool) -> ir.Table:
    """Every state of every entitlement whose unit is one of these words (or that has none), with `seats`, from when
    to when it holds (`since` to before `until`), and the `plan_id` of its contract line."""
    held = widened(records.states("entitlement"))
    unit: Any = held["unit"].fill_null("").lower()
    wanted = unit.isin([one.lower() for one in units])
    held = held.filter(wanted | (unit == "") if or_none else wanted)
    held = records.with_now(
        held,
        kind="contract_line",
        link="contract_line_id",
        columns={"plan_id": "plan_id", "line_start": "service_start"},
    )
    first: Any = ibis.coalesce(held["from_on"], held["line_start"])
    last: Any = held["to_on"] + ibis.interval(days=1)
    return held.select(
        "account_id", "product_id", "plan_id",
        seats=rounded_number(held["seats"].cast("float64")),
        since=ibis.greatest(held["day_from"], first),
        until=ibis.least(held["day_to"], ibis.ifelse(held["to_on"].isnull(), NEVER, last.cast("date"))),
        is_dated=first.notnull(),
    ).filter(lambda t: t["is_dated"] & (t["since"] < t["until"]))  # fmt: skip


def _terms(records: Records) -> ir.Table:
    return entitled(records, units=tuple(records.view.setting(SEAT_UNITS)), or_none=True)


def _stretched(terms: ir.Table) -> ir.Table:
    """The terms in pieces between any two days on which something changed for their account."""
    ends = terms.select("account_id", on="since").union(terms.select("account_id", on="until")).distinct()
    order = ibis.window(group_by="account_id", order_by="on")
    pieces = ends.mutate(next_on=ends["on"].lead().over(order)).view()
    pieces = pieces.select(of_account="account_id", piece_from="on", piece_to="next_on")
    met = terms.inner_join(
        pieces,
        [
            terms["account_id"] == pieces["of_account"],
            terms["since"] <= pieces["piece_from"],
            terms["until"] >= pieces["piece_to"],
        ],
    )
    return met.select("account_id", "product_id", "plan_id", "seats", since="piece_from", until="piece_to")


def _measured(spans: ir.Table, records: Records) -> ir.Table:
    """Products with key actions of their own, and main products where actions are of no product in particular."""
    named = {product for product, _ in key_actions(records.view.setting(KEY_ACTIONS))}
    if not named - {""}:
        return spans.filter(spans["is_main"])
    held = records.with_now(spans, kind="product", link="product_id", columns={"of_name": "name", "of_code": "code"})
    wanted = sorted(named - {""})
    is_named = held["of_name"].lower().isin(wanted) | held["of_code"].lower().isin(wanted)
    if "" in named:
        is_named = is_named | held["is_main"]
    return held.filter(is_named.fill_null(False)).drop("of_name", "of_code")

"""When an account is a customer: the stretches of days on which it pays something recurring."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER


@relation(
    title="Customers by stretches of days",
    kind="account",
    reads=(),
    uses=("mrr_changes",),
    links={"account": "account_id"},
    dimensions={
        **ACCOUNT_CUTS,
    },
)
def customer_spans(records: Records) -> ir.Table:
    """`since` to before `until`: an account pays `mrr` a month throughout; `first_on` is its first paid day ever."""
    changes = records.relation("mrr_changes")
    days = changes.group_by(["account_id", "on"]).aggregate(delta=lambda t: t.delta.sum())
    order = ibis.window(group_by="account_id", order_by="on", preceding=None, following=0)
    sums = days.mutate(mrr=days.delta.sum().over(order))
    following = ibis.window(group_by="account_id", order_by="on")
    spans = sums.mutate(
        until=sums.on.lead().over(following).fill_null(ibis.literal(FOREVER)),
        first_on=sums.on.min().over(ibis.window(group_by="account_id")),
    )
    paid = spans.filter(spans.mrr > 0)
    return paid.select("account_id", "mrr", "until", "first_on", id=paid.account_id, since=paid.on)

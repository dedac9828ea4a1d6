"""Whether an account was a customer on a day, and for how long before and after."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records


def with_presence(table: ir.Table, *, records: Records, day: str) -> ir.Table:
    """The table with `pays_until`, the first day on which the account pays no more by what is agreed, null where it
    does not pay on the row's day; `paid_first`, its first paid day ever (null: never); `live_first`, its first day
    live, its first paid day where going live is not recorded."""
    lines = records.relation("recurring_lines").view()
    lives = lines.group_by(lines["account_id"].name("lives")).aggregate(
        live_first=ibis.coalesce(lines["live_on"].min(), lines["since"].min()), paid_first=lines["since"].min()
    )
    known = table.left_join(lives, table["account_id"] == lives["lives"]).drop("lives")
    stays = records.relation("customer_stays").view()
    stays = stays.select(stayer=stays["account_id"], stays_from=stays["since"], pays_until=stays["until"])
    return known.left_join(
        stays,
        [
            known["account_id"] == stays["stayer"],
            stays["stays_from"] <= known[day],
            stays["pays_until"] > known[day],
        ],
    ).drop("stayer", "stays_from")


@relation(
    title="Stays of customers",
    kind="account",
    reads=(),
    uses=("customer_spans",),
    links={"account": "account_id"},
    dimensions={**ACCOUNT_CUTS},
)
def customer_stays(records: Records) -> ir.Table:
    """Stretches in which an account pays without a day between: `since` to before `until`."""
    spans = records.relation("customer_spans").view()
    order = ibis.window(group_by="account_id", order_by="since")
    marked = spans.mutate(is_first=(spans["until"].lag().over(order) != spans["since"]).fill_null(True).cast("int64"))
    running = ibis.window(group_by="account_id", order_by="since", preceding=None, following=0)
    numbered = marked.mutate(stay=marked["is_first"].sum().over(running))
    whole = numbered.group_by(["account_id", "stay"]).aggregate(
        since=numbered["since"].min(), until=numbered["until"].max()
    )
    return whole.select("account_id", "since", "until", id=whole["account_id"])

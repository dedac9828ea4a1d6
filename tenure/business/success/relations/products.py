"""What an account used most on a day, so that what is about the account as a whole can be cut by product."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.records import Records


def with_main_product(table: ir.Table, *, records: Records, day: str) -> ir.Table:
    """The table with `product_id`: the product that brought most MRR from the row's account on its day; null where
    the account paid nothing then. Needs `id` and `account_id`."""
    lines = records.relation("recurring_lines").view()
    asked = table.select("account_id", _row=table["id"], _day=table[day])
    held = asked.inner_join(
        lines,
        [
            asked["account_id"] == lines["account_id"],
            lines["since"] <= asked["_day"],
            lines["until"] > asked["_day"],
        ],
    )
    sums = held.group_by(["_row", "product_id"]).aggregate(worth=held["mrr"].sum())
    order = ibis.window(group_by="_row", order_by=[ibis.desc("worth"), "product_id"])
    main = sums.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    main = main.select("_row", "product_id")
    return table.left_join(main, table["id"] == main["_row"]).drop("_row")

"""Why MRR grew: more seats, a larger plan, another product, a higher price, or the end of a discount."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

PRODUCT = ["account_id", "product_id"]


def with_growth(daily: ir.Table) -> ir.Table:
    """The changes of a day per account, product, plan and currency with `growth`, the reason if it is one.

    Needs `delta`, what `begun` and `ended` of it, their quantities (`begun_qty`, …) and how many of these lines were
    discounted (`begun_off`, …).
    """
    held = _held(daily)
    joined = daily.inner_join(
        held,
        [
            daily.account_id == held.of_account,
            daily.product_id == held.of_product,
            daily.on == held.on_day,
        ],
    )
    day = ibis.window(group_by=["account_id", "on"])
    is_gone: Any = ((joined.held_before > 0) & (joined.held_after == 0)).cast("int64")
    placed = joined.mutate(is_gone=is_gone, some_gone=is_gone.max().over(day))
    is_other_plan = (placed.plans_in > 0) & (placed.plans_out > 0)
    is_swapped = (placed.is_gone == 1) | ((placed.held_before == 0) & (placed.some_gone == 1))
    growth = ibis.cases(
        (is_swapped | is_other_plan, "upgrade"),
        (placed.held_before == 0, "cross-sell"),
        (placed.more_of > 0, "seats"),
        (placed.fewer_off > 0, "discount end"),
        else_="price",
    )
    return placed.select(*daily.columns, growth=growth)


def _held(daily: ir.Table) -> ir.Table:
    """What an account pays for a product before and after each day, and what changed of it that day."""
    joined = daily.mutate(
        is_in=((daily.begun > 0) & (daily.ended == 0)).cast("int64"),
        is_out=((daily.ended > 0) & (daily.begun == 0)).cast("int64"),
    )
    sums = joined.group_by([*PRODUCT, "on"]).aggregate(
        moved=joined.delta.sum(),
        more_of=joined.begun_qty.sum() - joined.ended_qty.sum(),
        fewer_off=joined.ended_off.sum() - joined.begun_off.sum(),
        plans_in=joined.is_in.sum(),
        plans_out=joined.is_out.sum(),
    )
    order = ibis.window(group_by=PRODUCT, order_by="on", preceding=None, following=0)
    after = sums.mutate(held_after=sums.moved.sum().over(order))
    return after.select(
        "more_of", "fewer_off", "plans_in", "plans_out", "held_after",
        of_account=after.account_id, of_product=after.product_id, on_day=after.on,
        held_before=after.held_after - after.moved,
    )  # fmt: skip

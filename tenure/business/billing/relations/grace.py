"""How long a line counts: to its last day of service, and through its grace while a renewal is awaited (G7)."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.viewpoint import FOREVER

NEVER = ibis.literal(FOREVER)


def with_end(lines: ir.Table, *, grace_days: int) -> ir.Table:
    """With `held_until`, the first day on which a line counts no more, and `kept_from`, the first on which it counts
    by grace alone. Grace ends where what follows the line begins: what replaces it, another line of the product, or
    the renewal of its contract."""
    if not grace_days:
        return lines.mutate(held_until=_ended(lines), kept_from=NEVER)
    followed = _with_next(lines)
    has_grace = (
        followed.service_end.notnull()
        & followed.terminated_on.isnull()
        & (followed.term_end.isnull() | (followed.service_end >= followed.term_end))
    )
    last = ibis.least(followed.service_end + ibis.interval(days=grace_days + 1), followed.next_on.fill_null(NEVER))
    held_until = ibis.ifelse(has_grace, last.cast("date"), _ended(followed))
    kept_from = ibis.ifelse(has_grace, ibis.greatest(_ended(followed), followed.day_from), NEVER)
    return followed.mutate(held_until=held_until, kept_from=kept_from).drop("next_on")


def _ended(lines: ir.Table) -> Any:
    return ibis.ifelse(lines.service_end.isnull(), NEVER, lines.service_end + ibis.interval(days=1))


def _with_next(lines: ir.Table) -> ir.Table:
    """With `next_on`, the first day after its end on which something of the account follows the line."""
    later = lines.view()
    later = later.select(
        of_account=later.account_id, of_product=later.product_id, in_place_of=later.replaces_id,
        renewed=later.renews_id, begins_on=later.service_start,
    )  # fmt: skip
    ends = lines.filter(lines.service_end.notnull())
    ends = ends.select("id", "account_id", "product_id", "contract_id", "service_end").distinct()
    joined = ends.inner_join(later, [ends.account_id == later.of_account, later.begins_on > ends.service_end])
    follows = joined.filter(
        (joined.of_product == joined.product_id)
        | (joined.in_place_of == joined.id).fill_null(False)
        | (joined.renewed == joined.contract_id).fill_null(False)
    )
    first = follows.group_by("id", "service_end").aggregate(next_on=lambda t: t.begins_on.min())
    first = first.select(line_of=first.id, after_end=first.service_end, next_on=first.next_on)
    found = lines.left_join(first, [lines.id == first.line_of, lines.service_end == first.after_end])
    return found.drop("line_of", "after_end")

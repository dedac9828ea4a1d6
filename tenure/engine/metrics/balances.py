"""Balances at both ends of windows, as a source lays them out: with the cuts that it can lay out beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ibis.expr import types as ir

from tenure.engine.metrics.cuts import Cut
from tenure.engine.metrics.declaring import Pair
from tenure.engine.metrics.frames import parts_of, with_balance
from tenure.engine.relations.balances import Balances, LinkedValue
from tenure.engine.relations.records import Records


def split_by(cuts: Mapping[str, Cut]) -> tuple[str, ...]:
    """The columns of the rows that cuts split balances by."""
    return tuple(cut.column or cut.link for cut in cuts.values())


def laid_balances(
    relation: str, time: Pair, *, cuts: Mapping[str, Cut], records: Records
) -> tuple[ir.Table, dict[str, Cut]] | None:
    """The rows of a pair over the windows of the question, and the cuts as they are to be made of them; none where the
    source leaves it to a query."""
    by = parts_of(time, split_by(cuts))
    held = time.held if time.held and set(by) <= set(records.relation(time.held).columns) else None
    linked = {name: cut for name, cut in cuts.items() if len(cut.steps) == 1 and cut.own_field is None}
    values = tuple(LinkedValue(name, cut.steps[0][0], cut.link, cut.steps[0][1]) for name, cut in linked.items())
    for value in values:
        records.states(value.kind)
    records.relation(relation)
    wanted = Balances(relation, time.amount, time.since, time.until, by, time.by, held, values)
    table = records.source.balances(wanted, view=records.view)
    if table is None:
        return None
    made = {name: replace(cut, column=name, link="", steps=()) if name in linked else cut for name, cut in cuts.items()}
    return with_balance(table, time), made

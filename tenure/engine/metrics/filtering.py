"""Filtering a population by a condition over the same names that it can be cut by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ibis.expr import types as ir

from tenure.engine.conditions.checking import check
from tenure.engine.conditions.compiling import compile_condition
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import And, Comparison, Condition, FieldType, Not, Or
from tenure.engine.metrics.cuts import Cut, resolve, with_cuts
from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.describing import Holds
from tenure.engine.relations.records import Records

_MILLIONTH = Decimal("0.000001")
_TYPES = {
    Holds.TEXT: FieldType.TEXT,
    Holds.NUMBER: FieldType.NUMBER,
    Holds.MONEY: FieldType.NUMBER,
    Holds.DAY: FieldType.DAY,
    Holds.INSTANT: FieldType.DAY,
    Holds.FLAG: FieldType.FLAG,
    Holds.LINK: FieldType.LINK,
    Holds.CUSTOM: FieldType.TEXT,
}


def filtered(table: ir.Table, *, text: str, relation: Relation, records: Records) -> ir.Table:
    """The rows for which the condition is true; names in it are dimensions or paths. Raises `ConditionError` and
    `UnknownCutError`."""
    condition = read(text)
    names = sorted(_names(condition))
    cuts = {
        f"asked_{place}": resolve(name, relation=relation, kinds=records.source.kinds)
        for place, name in enumerate(names)
    }
    cut = _with_titles(with_cuts(table, cuts=cuts, records=records), cuts, records)
    fields = {one.name: _TYPES[one.holds] for one in cuts.values()}
    columns: dict[str, Any] = {one.name: _comparable(cut, new, one, records) for new, one in cuts.items()}
    check(condition, fields=fields)
    holds = compile_condition(condition, columns=columns, fields=fields, today=records.view.as_of)
    return cut.filter(holds.fill_null(False)).drop(*cuts)


def _with_titles(table: ir.Table, cuts: dict[str, Cut], records: Records) -> ir.Table:
    """Links are compared by the title of the linked record."""
    for name, cut in cuts.items():
        if cut.kind is not None and cut.holds is Holds.LINK:
            table = table.rename({f"{name}_id": name})
            title = records.kind(cut.kind).title
            table = records.with_now(table, kind=cut.kind, link=f"{name}_id", columns={name: title})
            table = table.drop(f"{name}_id")
    return table


def _comparable(table: ir.Table, name: str, cut: Cut, records: Records) -> Any:
    column: Any = table[name]
    if cut.holds is Holds.INSTANT:
        return records.day(column)
    if cut.holds is Holds.MONEY:
        return column.cast("decimal(19, 0)") * _MILLIONTH
    return column


def _names(condition: Condition) -> set[str]:
    match condition:
        case And(parts) | Or(parts):
            return set().union(*(_names(part) for part in parts))
        case Not(part):
            return _names(part)
        case Comparison():
            return {condition.field}
    raise TypeError(condition)

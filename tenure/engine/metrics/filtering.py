"""Filtering a population by a condition over the same names that it can be cut by."""

from __future__ import annotations

from typing import Any

from ibis.expr import types as ir

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.compiling import compile_condition
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import Field, FieldType, fields_of
from tenure.engine.metrics.cuts import Cut, resolve, with_cuts
from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.describing import Holds
from tenure.engine.relations.records import Records

_TYPES = {
    Holds.TEXT: FieldType.TEXT,
    Holds.NUMBER: FieldType.NUMBER,
    Holds.MONEY: FieldType.MONEY,
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
    cuts = {
        f"asked_{place}": resolve(name, relation=relation, kinds=records.source.kinds)
        for place, name in enumerate(sorted(fields_of(condition)))
    }
    fields = {one.name: Field(_TYPES[one.holds], tuple((one.choices or {}).items())) for one in cuts.values()}
    check(condition, fields=fields)
    cut = _with_titles(with_cuts(table, cuts=cuts, records=records), cuts, records)
    columns: dict[str, Any] = {one.name: _comparable(cut, new, one, records) for new, one in cuts.items()}
    holds = compile_condition(condition, columns=columns, fields=fields, today=records.view.as_of)
    added = [column for column in cut.columns if column not in table.columns]
    return cut.filter(holds.fill_null(False)).drop(*added)


def _with_titles(table: ir.Table, cuts: dict[str, Cut], records: Records) -> ir.Table:
    """Links are compared by the title or the public id of the linked record."""
    for name, cut in cuts.items():
        if cut.kind is not None and cut.holds is Holds.LINK:
            columns = {f"{name}_title": records.kind(cut.kind).title, f"{name}_public": "public_id"}
            table = records.with_now(table, kind=cut.kind, link=name, columns=columns)
    return table


def _comparable(table: ir.Table, name: str, cut: Cut, records: Records) -> Any:
    if cut.holds is Holds.LINK and cut.kind is not None:
        return Linked(table[f"{name}_public"], table[f"{name}_title"])
    return records.day(table[name]) if cut.holds is Holds.INSTANT else table[name]

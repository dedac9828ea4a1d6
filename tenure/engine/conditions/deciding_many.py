"""Many conditions over many rows, all in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, tzinfo
from typing import Any

import ibis.expr.types as ir

from tenure.engine.conditions.asking import Asked, Linked
from tenure.engine.conditions.columns import Prepared
from tenure.engine.conditions.compiling import Terms, compiled, terms_of
from tenure.engine.conditions.syntax import Condition, Fields, fields_of, windows_of

ColumnName = str | Linked


def decide_many(
    table: ir.Table,
    *,
    conditions: Mapping[str, Condition],
    fields: Fields,
    today: date,
    me: Any = None,
    zone: tzinfo = UTC,
    columns: Mapping[str, ColumnName] | None = None,
    previous: Mapping[tuple[str, int], ColumnName] | None = None,
    keep: Sequence[str] = (),
) -> ir.Table:
    """The table's `keep` columns, and for each condition a column of its name: true, false, or null for unknown.

    `columns` names the column of a field where it is not called like the field, or two of them as `Linked`; `previous`
    names the columns of earlier values. A text is folded once, however many conditions ask about it.
    """
    asked = Asked(today=today, me=me, zone=zone, fields=fields)
    needed = frozenset[str]().union(*(fields_of(condition) for condition in conditions.values()))
    windows = frozenset[tuple[str, int]]().union(*(windows_of(condition) for condition in conditions.values()))
    now = {name: _column(table, (columns or {}).get(name, name)) for name in needed}
    then = {window: _column(table, (previous or {})[window]) for window in windows}
    terms = terms_of(list(conditions.values()), columns=now, fields=fields, previous=then)
    folded, laid = _laid_out(table, terms, keep)
    answers = {name: compiled(condition, laid, asked) for name, condition in conditions.items()}
    return folded.select(*keep, **answers)


def _column(table: ir.Table, name: ColumnName) -> Any:
    return Linked(table[name.public_id], table[name.name]) if isinstance(name, Linked) else table[name]


def _laid_out(table: ir.Table, terms: Terms, keep: Sequence[str]) -> tuple[ir.Table, Terms]:
    """The prepared columns as columns of their own, under names that no column of the table has."""
    every = [*terms.now.values(), *terms.then.values()]
    prefix = "_" * (1 + max((len(name) for name in keep), default=0))
    laid: dict[str, Any] = {}
    for place, term in enumerate(every):
        laid[f"{prefix}{place}"] = term.value
        if term.name is not None and term.name is not term.value:
            laid[f"{prefix}{place}_name"] = term.name
    if not laid:
        return table, terms
    wide = table.select(*keep, **laid)
    numbered = iter([_read_back(wide, f"{prefix}{place}", term) for place, term in enumerate(every)])
    return wide, Terms({name: next(numbered) for name in terms.now}, {window: next(numbered) for window in terms.then})


def _read_back(wide: ir.Table, name: str, term: Prepared) -> Prepared:
    own_name = f"{name}_name" if f"{name}_name" in wide.columns else name
    return replace(term, value=wide[name], name=None if term.name is None else wide[own_name])

"""Balances laid out for a query in DuckDB: their stretches are fetched once, and stream back over any windows."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis.expr import types as ir

from tenure.engine.relations.balances import Balances, LinkedValue
from tenure.engine.relations.records import SPANS
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER, Viewpoint
from tenure.engine.workspace.balances import ENDS, Layout, Stretches, Values, stretches_of, values_of
from tenure.engine.workspace.recipes import Need

MOST_FETCHED = 4


class Layouts:
    """The balances of one connection; what was fetched for the last few questions is kept until `forget`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._raw = connection
        self._fetched: OrderedDict[Any, Any] = OrderedDict()

    def forget(self) -> None:
        """Nothing that was fetched holds any more."""
        self._fetched.clear()

    @contextmanager
    def over(self, needs: Sequence[Need], *, windows: Sequence[Mapping[str, Any]], view: Viewpoint) -> Iterator[None]:
        """Inside, the tables of these needs hold their balances over the windows, to be read once each."""
        wanted = [need for need in needs if need.sort == "balances"]
        for need in wanted:
            layout = self._layout(need, windows, view)
            self._raw.register(need.name, pa.RecordBatchReader.from_batches(layout.schema, layout.batches()))
        try:
            yield
        finally:
            for need in wanted:
                self._raw.unregister(need.name)

    def _layout(self, need: Need, windows: Sequence[Mapping[str, Any]], view: Viewpoint) -> Layout:
        wanted, columns = _read(need), [column for column, _ in need.types]
        values = {one.name: (one.link, self._values(one, view)) for one in wanted.values}
        return Layout(stretches=self._stretches(wanted, view), windows=windows, values=values, columns=columns)

    def _stretches(self, wanted: Balances, view: Viewpoint) -> Stretches:
        by = ", ".join(f'"{column}"' for column in wanted.by)
        query = (
            f'SELECT {by}, "{wanted.since}" AS since, "{wanted.until}" AS until, "{wanted.amount}" AS amount, '
            f'false AS is_held FROM "relation_{wanted.relation}"'
        )
        if wanted.held is not None:
            query += f' UNION ALL SELECT {by}, "on", DATE \'{FOREVER}\', amount, true FROM "relation_{wanted.held}"'
        query += f" ORDER BY {by}"
        return self._once(query, view, lambda table: stretches_of(table, by=wanted.by, whole=wanted.whole))

    def _values(self, wanted: LinkedValue, view: Viewpoint) -> Values:
        query = (
            f"SELECT id AS record, CASE WHEN first THEN DATE '{ALWAYS}' ELSE day_from END AS since, "
            f'"{wanted.column}" AS value FROM "states_{wanted.kind}" ORDER BY record, since'
        )
        return self._once(query, view, values_of)

    def _once(self, query: str, view: Viewpoint, made: Any) -> Any:
        key = (query, view)
        if key not in self._fetched:
            while len(self._fetched) >= MOST_FETCHED:
                self._fetched.popitem(last=False)
            self._raw.complete()
            self._fetched[key] = made(self._raw.sql(query).to_arrow_table())
        self._fetched.move_to_end(key)
        return self._fetched[key]


def need_of(wanted: Balances) -> Need:
    """The need of a table of balances, which goes by what is asked for."""
    first = (wanted.relation, wanted.amount, wanted.since, wanted.until, wanted.held)
    told = (first, wanted.by, wanted.whole, *((one.name, one.kind, one.link, one.column) for one in wanted.values))
    return Need("balances", f"balances_{hashlib.sha256(repr(told).encode()).hexdigest()[:16]}", told)


def tables_of(need: Need) -> list[Need]:
    """The kept tables that balances are fetched from, with the columns that it takes."""
    wanted = _read(need)
    found = [Need("kept", f"relation_{wanted.relation}", ((*wanted.by, wanted.since, wanted.until, wanted.amount),))]
    if wanted.held is not None:
        found.append(Need("kept", f"relation_{wanted.held}", ((*wanted.by, "on", "amount"),)))
    found += [Need("kept", f"states_{one.kind}", (("id", "first", "day_from", one.column),)) for one in wanted.values]
    return found


def table_of(need: Need, *, columns_of: Callable[[str], Mapping[str, str]]) -> ir.Table:
    """The table of a need as expressions see it; `columns_of` gives the columns of a kept table by type."""
    wanted = _read(need)
    columns = columns_of(f"relation_{wanted.relation}")
    schema = {
        **SPANS,
        **{name: columns[name] for name in wanted.by},
        **dict.fromkeys(ENDS, "int64"),
        "day": "date",
        **{one.name: columns_of(f"states_{one.kind}")[one.column] for one in wanted.values},
    }
    return ibis.table(schema, name=need.name)


def _read(need: Need) -> Balances:
    first, by, whole, *values = need.values
    relation, amount, since, until, held = first
    return Balances(relation, amount, since, until, by, whole, held, tuple(LinkedValue(*one) for one in values))

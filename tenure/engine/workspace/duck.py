"""DuckDB over the lake: version tables as they are now, and what was worked out from them for as long as it holds."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.expr import types as ir

from tenure.engine.lake.records.attaching import MirrorReader
from tenure.engine.lake.usage import SCHEMA as USAGE
from tenure.engine.lake.usage import events
from tenure.engine.relations.days import DUCKDB_MACRO
from tenure.engine.relations.describing import Description
from tenure.engine.relations.rounding import RATE_UNITS
from tenure.engine.relations.viewpoint import Viewpoint
from tenure.engine.workspace.describing import describe_kinds
from tenure.foundation.organisation.money import RateBook

MOST_VIEWS = 6
MOST_WRITTEN = 2_000
# Queries as they were written, which takes far longer than to run them over a small company.
_WRITTEN: dict[tuple[str, Viewpoint, str], str] = {}
_RATES = {"currency": "varchar", "day_from": "date", "day_to": "date", "rate": "bigint"}


class DuckSource:
    """The tables of one home in one DuckDB connection. Not for several threads at once.

    What is worked out is kept by viewpoint, for the last few viewpoints, until anything in the records changes.
    """

    def __init__(self, *, lake: Path) -> None:
        self.lake = lake
        self.raw = duckdb.connect(config={"preserve_insertion_order": False, "threads": 2})
        self.raw.execute("SET TimeZone = 'UTC'")
        self.raw.execute(DUCKDB_MACRO)
        self.ibis = ibis.duckdb.from_connection(self.raw)
        self.mirror = MirrorReader(self.raw, lake=lake)
        self.generation = ""
        self._kinds: Mapping[str, Description] = {}
        self._rates: RateBook | None = None
        self._kept: OrderedDict[Viewpoint, dict[str, str]] = OrderedDict()
        self._tables: dict[str, ir.Table] = {}
        self._small: dict[str, ir.Table] = {}

    def close(self) -> None:
        """Lets go of everything."""
        self.raw.close()

    def catch_up(self, *, rates: RateBook) -> None:
        """Makes the tables those of now; what was worked out from others is forgotten."""
        generation = self.mirror.catch_up()
        self._rates = rates
        if generation != self.generation or not self._kinds:
            self.generation = generation
            self._kinds = describe_kinds()
            self._forget()

    @property
    def kinds(self) -> Mapping[str, Description]:
        """All kinds of records, by key."""
        return self._kinds

    def versions(self, table: str) -> ir.Table:
        """A table of versions by name, instants in UTC without a zone."""
        if table not in self._tables:
            self._tables[table] = _without_zones(self.ibis.table(self.mirror.view_of(table)))
        return self._tables[table]

    def usage(self) -> ir.Table:
        """All usage events."""
        if "usage" not in self._tables:
            dataset = events(lake=self.lake)
            if dataset.files:
                table = self.ibis.read_parquet(dataset.files, table_name="usage_events")
            else:
                table = self.ibis.create_table("usage_events", USAGE.empty_table(), temp=True, overwrite=True)
            self._tables["usage"] = _without_zones(table)
        return self._tables["usage"]

    def rates(self) -> ir.Table:
        """Exchange rates into the company's currency: `currency`, `day_from`, `day_to` (exclusive), `rate` (in
        ten-billionths)."""
        if "rates" not in self._tables:
            assert self._rates is not None
            self._tables["rates"] = self.small(list(_stretches(self._rates)), types=_RATES)
        return self._tables["rates"]

    def fetch(self, table: ir.Table) -> list[dict[str, Any]]:
        """The rows of a small table, by column: days as `date`, instants as `datetime`, whole numbers as `int`."""
        answer = self.raw.execute(self.ibis.compile(table))
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def small(self, rows: Sequence[Mapping[str, Any]], *, types: Mapping[str, str]) -> ir.Table:
        """A table of a few rows of whole numbers, texts and days; `types` names each column's."""
        values = [tuple(row[name] for name in types) for row in rows]
        name = f"small_{hashlib.sha256(repr((values, types)).encode()).hexdigest()[:16]}"
        if name not in self._small:
            columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
            self.raw.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" ({columns})')
            if values:
                places = ", ".join(["(" + ", ".join("?" * len(types)) + ")"] * len(values))
                flat = [value for row in values for value in row]
                self.raw.execute(f'INSERT INTO "{name}" VALUES {places}', flat)
            self._small[name] = self.ibis.table(name)
        return self._small[name]

    def keep(self, *, name: str, view: Viewpoint, make: Callable[[], ir.Table], of_kind: str | None = None) -> ir.Table:
        """The table that was worked out under this name from this viewpoint, worked out now if it was not.

        With `of_kind` the expression depends on nothing but the name, the viewpoint and what is known of that kind: it
        is written once.
        """
        if view not in self._kept:
            self._kept[view] = {}
            while len(self._kept) > MOST_VIEWS:
                _, tables = self._kept.popitem(last=False)
                self._drop(tables)
        mine = self._kept[view]
        if name not in mine:
            table = f"{name}_{_short(view)}"
            query = self._written(make()) if of_kind is None else self._written_once(name, view, of_kind, make)
            self.raw.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" AS {query}')
            mine[name] = table
        else:
            self._kept.move_to_end(view)
        return self.ibis.table(mine[name])

    def _written(self, made: ir.Table) -> str:
        """The query of an expression, with the types that it says its columns have."""
        columns = ", ".join(self._cast(column, kind) for column, kind in made.schema().items())
        return f"SELECT {columns} FROM ({self.ibis.compile(made)})"

    def _written_once(self, name: str, view: Viewpoint, kind: str, make: Callable[[], ir.Table]) -> str:
        known = (name, view, repr(self.kinds[kind]))
        if known not in _WRITTEN:
            if len(_WRITTEN) >= MOST_WRITTEN:
                _WRITTEN.clear()
            _WRITTEN[known] = self._written(make())
        return _WRITTEN[known]

    def _cast(self, column: str, kind: Any) -> str:
        """The column as the type that the expression says it has: DuckDB makes an instant of a day and an interval."""
        return f'CAST("{column}" AS {self.ibis.compiler.type_mapper.to_string(kind)}) AS "{column}"'

    def _forget(self) -> None:
        for tables in self._kept.values():
            self._drop(tables)
        self._kept.clear()
        self._tables.clear()

    def _drop(self, tables: Mapping[str, str]) -> None:
        for table in tables.values():
            self.ibis.drop_table(table, force=True)


def _without_zones(table: ir.Table) -> ir.Table:
    zoned = {
        name: table[name].cast("timestamp(6)")
        for name, kind in table.schema().items()
        if kind.is_timestamp() and getattr(kind, "timezone", None)
    }
    return table.mutate(**zoned) if zoned else table


def _stretches(book: RateBook) -> Any:
    for currency, known in book.rates.items():
        for place, (day, rate) in enumerate(known):
            until = day + timedelta(days=book.max_age_days + 1)
            following = known[place + 1][0] if place + 1 < len(known) else date.max
            yield {
                "currency": currency,
                "day_from": day,
                "day_to": min(until, following),
                "rate": int((rate * RATE_UNITS).to_integral_value()),
            }


def _short(view: Viewpoint) -> str:
    return hashlib.sha256(repr(view).encode()).hexdigest()[:12]

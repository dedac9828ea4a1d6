"""DuckDB over the lake: version tables as they are now, and what was worked out from them for as long as it holds."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import duckdb
import ibis
from django.conf import settings
from ibis.expr import types as ir
from ibis.expr.operations import UnboundTable

from tenure.engine.lake.place import shelf_file
from tenure.engine.lake.records.attaching import MirrorReader
from tenure.engine.lake.records.columns import schema_of
from tenure.engine.lake.usage import SCHEMA as USAGE
from tenure.engine.lake.usage import events, mark_of
from tenure.engine.relations.balances import Balances
from tenure.engine.relations.days import DUCKDB_MACROS
from tenure.engine.relations.describing import Description
from tenure.engine.relations.records import SPANS
from tenure.engine.relations.viewpoint import FOREVER, Viewpoint
from tenure.engine.workspace.describing import describe_kinds
from tenure.engine.workspace.laying import Layouts, need_of, table_of, tables_of
from tenure.engine.workspace.parts import Here, Parts, together
from tenure.engine.workspace.rates import RATES, stretches
from tenure.engine.workspace.recipes import Need, Recipe, Recipes, Trace, columns_of, shape_of, small_need
from tenure.engine.workspace.shelf import Shelf
from tenure.engine.workspace.spilling import Spill
from tenure.engine.workspace.standing import Standing
from tenure.foundation.organisation.money import RateBook

MOST_VIEWS = 3
# A company with more versions than this has only those columns worked out that something reads.
LARGE = 1_000_000
_ALL_KNOWN = datetime.combine(FOREVER, time.min)
_USAGE_EVENTS = "usage_events"
_WINDOWS = "asked_windows"


class DuckSource:
    """The tables of one home in one DuckDB connection. Not for several threads at once.

    What is worked out is kept by viewpoint, for the last few viewpoints, until anything in the records changes. Each
    viewpoint has a schema of its own in which its tables go by the same names, and the days and instants of the one
    that is looked from are variables: so a query is written once, whatever day it is put from.
    """

    def __init__(self, *, lake: Path) -> None:
        self.lake = lake
        self.raw = duckdb.connect(config={"preserve_insertion_order": False, "threads": 2})
        self.raw.execute("SET TimeZone = 'UTC'")
        self._spill = Spill(lake)
        self.raw.execute(f"SET memory_limit = '{settings.TENURE_ENGINE_MB}MB'")
        self.raw.execute("SET temp_directory = ?", [str(self._spill.folder)])
        for macro in DUCKDB_MACROS:
            self.raw.execute(macro)
        self.mirror = MirrorReader(self.raw, lake=lake)
        self._layouts = Layouts(self.raw)
        self._is_large = False
        self._shelf = Shelf(shelf_file(lake))
        self._recipes = Recipes(self._shelf)
        self._standing = Standing(self._shelf, self.raw)
        self._parts = Parts(
            self.raw, recipes=self._recipes, here=self._here, bring=self._provide, types=self._type_name
        )
        self.generation = ""
        self._kinds: Mapping[str, Description] = {}
        self._known_of_kinds = ""
        self._rates: RateBook | None = None
        self._known_of_rates: str | None = None
        self._kept: OrderedDict[Viewpoint, dict[str, Mapping[str, str]]] = OrderedDict()
        self._view: Viewpoint | None = None
        self._made: set[Need] = set()
        self._small: set[str] = set()
        self._traces: list[Trace] = []
        self._windows: Sequence[Mapping[str, Any]] = ()
        self._fill(_WINDOWS, (), SPANS)

    def close(self) -> None:
        """Lets go of everything."""
        self.raw.close()
        self._shelf.close()
        self._spill.remove()

    def catch_up(self, *, rates: RateBook) -> None:
        """Makes the tables those of now; what was worked out from others is forgotten."""
        generation = f"{self.mirror.catch_up()} {mark_of(lake=self.lake)}"
        if generation != self.generation or rates != self._rates or not self._kinds:
            self._rates = rates
            self.generation = generation
            self._kinds = describe_kinds()
            self._known_of_kinds = hashlib.sha256(repr(self._kinds).encode()).hexdigest()
            self._is_large = self.mirror.rows > LARGE
            self._forget()

    @cached_property
    def ibis(self) -> Any:
        """What writes queries; brought only when one is to be written."""
        return ibis.duckdb.from_connection(self.raw)

    @property
    def kinds(self) -> Mapping[str, Description]:
        """All kinds of records, by key."""
        return self._kinds

    def versions(self, table: str) -> ir.Table:
        """A table of versions by name, instants in UTC without a zone."""
        need = Need("versions", table)
        self._note(need)
        self._provide(need)
        return _without_zones(ibis.table(ibis.Schema.from_pyarrow(schema_of(table)), name=table))

    def usage(self) -> ir.Table:
        """All usage events."""
        self._note(Need("usage"))
        self._provide(Need("usage"))
        return _without_zones(ibis.table(ibis.Schema.from_pyarrow(USAGE), name=_USAGE_EVENTS))

    def rates(self) -> ir.Table:
        """Exchange rates into the company's currency: `currency`, `day_from`, `day_to` (exclusive), `rate` (in
        ten-billionths)."""
        self._note(Need("rates"))
        self._provide(Need("rates"))
        return ibis.table(RATES, name="rates")

    def small(self, rows: Sequence[Mapping[str, Any]], *, types: Mapping[str, str]) -> ir.Table:
        """A table of a few rows of whole numbers, texts and days; `types` names each column's."""
        need = small_need(rows, types)
        self._note(need)
        self._provide(need)
        return ibis.table(dict(types), name=need.name)

    def fetch(self, table: ir.Table, *, view: Viewpoint) -> list[dict[str, Any]]:
        """The rows of a small table, by column: days as `date`, instants as `datetime`, whole numbers as `int`."""
        for trace in self._traces[-1:]:
            trace.is_of_data = True
        query = self.ibis.compile(table)
        self._look_from(view)
        if self._is_large:
            read = self._parts.read_by(query, [one.name for one in table.op().find(UnboundTable)])
            for need in read:
                self._provide(need)
            self._look_from(view)
        return self._rows(query)

    def windows(self) -> ir.Table:
        """The windows of the question that is being answered."""
        return ibis.table(SPANS, name=_WINDOWS)

    def balances(self, wanted: Balances, *, view: Viewpoint) -> ir.Table | None:
        """The balances at both ends of the windows of the question that is being answered."""
        need = need_of(wanted)
        self._note(need)
        self._look_from(view)
        return table_of(need, columns_of=self._parts.columns)

    def answer(
        self,
        *,
        name: Hashable,
        view: Viewpoint,
        make: Callable[[], ir.Table],
        windows: Sequence[Mapping[str, Any]] = (),
    ) -> list[dict[str, Any]]:
        """The rows of what `make` gives, which is written once under this name, over these windows."""
        place, marks = self._place(name, view, windows), self._marks(name, view)
        standing = None if marks is None else self._standing.find(place, marks)
        if standing is not None:
            return standing
        self._look_from(view)
        recipe = self._ready(name, view, make)
        self._look_from(view)
        if windows != self._windows:
            self._fill(_WINDOWS, [tuple(row[one] for one in SPANS) for row in windows], SPANS)
            self._windows = windows
        with self._layouts.over(recipe.needs, windows=windows, view=view):
            rows = self._rows(recipe.query)
        if marks is not None or (marks := self._marks(name, view)) is not None:
            self._standing.put(place, marks, rows)
        return rows

    def keep(self, *, name: str, view: Viewpoint, make: Callable[[], ir.Table]) -> ir.Table:
        """The table that was worked out under this name from this viewpoint, worked out now if it was not."""
        self._note(Need("kept", name))
        self._look_from(view)
        if not self._is_large:
            if name not in self._kept[view]:
                self._work_out(name, view, self._ready(name, view, make))
        elif not self._parts.is_known(name):
            with self._traced() as trace:
                made = make()
            recipe = self._recipes.find(self._key(name, view)) or self._write(name, view, made, trace)
            if trace.is_of_data:
                self._bring_all(recipe)
                self._work_out(name, view, recipe)
        return ibis.table(self._parts.columns(name), name=name)

    def _work_out(self, name: str, view: Viewpoint, recipe: Recipe) -> None:
        self._look_from(view)
        if self._is_large:
            self._parts.work_out(name, recipe)
        else:
            self.raw.execute(f'CREATE OR REPLACE TABLE "{name}" AS {recipe.query}')
        self._kept[view][name] = recipe.columns

    def _ready(self, name: Hashable, view: Viewpoint, make: Callable[[], ir.Table]) -> Recipe:
        """The recipe of this name, with all that it needs there."""
        recipe = self._recipes.find(self._key(name, view))
        if recipe is not None and self._bring_all(recipe):
            return recipe
        with self._traced() as trace:
            made = make()
        if recipe is None:
            recipe = self._write(name, view, made, trace)
        self._look_from(view)
        self._bring_all(recipe)
        return recipe

    def _write(self, name: Hashable, view: Viewpoint, made: ir.Table, trace: Trace) -> Recipe:
        """The recipe of an expression; of a large company it names the columns of kept tables that are read."""
        self._look_from(view)
        needs = tuple(trace.needs)
        laid = {need.name: need for need in needs if need.sort == "balances"}
        kept = [need.name for need in needs if need.sort == "kept"] if self._is_large else []
        shapes = self._parts.shapes_of(kept)
        for need in laid.values():
            shapes[need.name] = self._parts.told(columns_of(table_of(need, columns_of=self._parts.columns)))
        with self._parts.shapes.instead(shapes, search_path=_path(view)):
            query = self._written(made)
            read = self._parts.shapes.read_by(query) if shapes else {}
        wanted = [Need("kept", table, (columns,)) for table, columns in read.items() if table not in laid]
        for table, need in laid.items():
            laid[table] = replace(need, types=tuple((column, shapes[table][column]) for column in read[table]))
            wanted += tables_of(need)
        others = [need for need in needs if need.sort not in ("kept", "balances")]
        whole = [need for need in needs if need.sort == "kept"]
        recipe = Recipe(
            query, columns_of(made), (*others, *(together(wanted) if self._is_large else whole), *laid.values())
        )
        if not trace.is_of_data:
            self._recipes.write(self._key(name, view), recipe)
        return recipe

    def _bring_all(self, recipe: Recipe) -> bool:
        if not self._is_large:
            return all(self._provide(need) for need in recipe.needs)
        if not all(self._parts.is_known(need.name) for need in recipe.needs if need.sort == "kept"):
            return False
        return all(self._provide(need) for need in self._parts.in_order(recipe.needs))

    def _provide(self, need: Need) -> bool:
        """Brings what a recipe needs, if that can be told without making it; whether it is there."""
        if need.sort == "kept":
            return self._is_kept(need)
        if need.sort == "balances":
            return True  # laid out when the windows are known
        if need.sort == "small" and need.name not in self._small:
            self._fill(need.name, need.values, dict(need.types))
            self._small.add(need.name)
        elif need.sort != "small" and need not in self._made:
            self._bring(need)
            self._made.add(need)
        return True

    def _is_kept(self, need: Need) -> bool:
        view = self._view
        assert view is not None
        kept = self._kept[view].get(need.name)
        wanted = set(need.values[0]) if need.values else set()
        if kept is not None and wanted <= kept.keys():
            return True
        if self._recipes.find(self._key(need.name, view)) is None:
            return False
        recipe = self._parts.recipe_of(need.name, wanted or set(self._parts.columns(need.name)))
        if not self._bring_all(recipe):
            return False
        self._work_out(need.name, view, recipe)
        return True

    def _bring(self, need: Need) -> None:
        if need.sort == "versions":
            self.mirror.view_of(need.name)
        elif need.sort == "rates":
            assert self._rates is not None
            self._fill("rates", list(stretches(self._rates)), RATES)
        else:
            dataset = events(lake=self.lake)
            if dataset.files:
                files = ", ".join("'" + file.replace("'", "''") + "'" for file in dataset.files)
                self.raw.execute(f"CREATE OR REPLACE TEMP VIEW {_USAGE_EVENTS} AS FROM read_parquet([{files}])")
            else:
                self.raw.register(_USAGE_EVENTS, USAGE.empty_table())

    def _place(self, name: Hashable, view: Viewpoint, windows: Sequence[Mapping[str, Any]]) -> Hashable:
        """What an answer goes by."""
        return "standing", self._key(name, view), view, tuple(tuple(window.values()) for window in windows)

    def _marks(self, name: Hashable, view: Viewpoint) -> Hashable | None:
        """The states of all that an answer is counted from; none if it is not known what that is."""
        needs = self._all_needs(name, view)
        if needs is None:
            return None
        return tuple((need.sort, need.name, *self._mark(need, view.known_at or _ALL_KNOWN)) for need in needs)

    def _all_needs(self, name: Hashable, view: Viewpoint) -> list[Need] | None:
        """All that a recipe reads, through others too, but for tables that are kept; none if that is not known."""
        found: dict[Need, None] = {}
        waiting: list[Hashable] = [name]
        while waiting:
            recipe = self._recipes.find(self._key(waiting.pop(), view))
            if recipe is None:
                return None
            for need in recipe.needs:
                if need not in found:
                    found[need] = None
                    waiting += [need.name] if need.sort == "kept" else []
        return [need for need in found if need.sort != "kept"]

    def _mark(self, need: Need, known_at: datetime) -> tuple[Any, ...]:
        match need.sort:
            case "versions":
                self._provide(need)
                return self._standing.mark(need.name, known_at)
            case "rates":
                return (self._mark_of_rates(),)
            case "usage":
                return tuple(events(lake=self.lake).files)
        return ()

    def _here(self) -> Here:
        view = self._view
        assert view is not None
        return Here(partial(self._key, view=view), self._kept[view], _path(view))

    def _type_name(self, kind: Any) -> str:
        return str(self.ibis.compiler.type_mapper.to_string(kind))

    def _mark_of_rates(self) -> str:
        assert self._rates is not None
        if self._known_of_rates is None:
            self._known_of_rates = hashlib.sha256(repr(list(stretches(self._rates))).encode()).hexdigest()
        return self._known_of_rates

    def _key(self, name: Hashable, view: Viewpoint) -> Hashable:
        return name, shape_of(view), self._known_of_kinds, self._is_large

    @contextmanager
    def _traced(self) -> Iterator[Trace]:
        self._traces.append(Trace())
        try:
            yield self._traces[-1]
        finally:
            self._traces.pop()

    def _note(self, need: Need) -> None:
        for trace in self._traces[-1:]:
            trace.needs[need] = None

    def _look_from(self, view: Viewpoint) -> None:
        """Makes a viewpoint the one whose tables, days and instants queries mean."""
        if view == self._view:
            return
        if view not in self._kept:
            while len(self._kept) >= MOST_VIEWS:
                oldest, _ = self._kept.popitem(last=False)
                self.raw.execute(f"DROP SCHEMA {_schema(oldest)} CASCADE")
            self.raw.execute(f"CREATE SCHEMA IF NOT EXISTS {_schema(view)}")
            self._kept[view] = {}
        self._kept.move_to_end(view)
        self.raw.execute(f"SET search_path = '{_path(view)}'")
        self.raw.execute("SET VARIABLE view_day = ?::DATE", [view.as_of])
        self.raw.execute("SET VARIABLE view_end = ?::TIMESTAMP", [view.ends_at])
        self.raw.execute("SET VARIABLE view_knowledge = ?::TIMESTAMP", [view.known_at or _ALL_KNOWN])
        self._view = view

    def _written(self, made: ir.Table) -> str:
        """The query of an expression, with the types that it says its columns have: DuckDB makes an instant of a day
        and an interval, and sums of whole numbers wider."""
        query = str(self.ibis.compile(made))
        mapper = self.ibis.compiler.type_mapper
        found = {name: mapper.from_string(kind) for name, kind, *_ in self.raw.execute(f"DESCRIBE {query}").fetchall()}
        casts = [
            f'CAST("{name}" AS {mapper.to_string(kind)}) AS "{name}"'
            for name, kind in made.schema().items()
            if found[name].copy(nullable=True) != kind.copy(nullable=True)
        ]
        return f"SELECT * REPLACE ({', '.join(casts)}) FROM ({query})" if casts else query

    def _rows(self, query: str) -> list[dict[str, Any]]:
        answer = self.raw.execute(query)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def _fill(self, name: str, values: Sequence[tuple[Any, ...]], types: Mapping[str, str]) -> None:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
        self.raw.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" ({columns})')
        if values:
            places = ", ".join(["(" + ", ".join("?" * len(types)) + ")"] * len(values))
            self.raw.execute(f'INSERT INTO "{name}" VALUES {places}', [value for row in values for value in row])

    def _forget(self) -> None:
        for view in self._kept:
            self.raw.execute(f"DROP SCHEMA {_schema(view)} CASCADE")
        self._kept.clear()
        self._layouts.forget()
        self._parts.shapes.forget()
        self._made.clear()
        self._standing.forget()
        self._known_of_rates = None
        self._view = None


def _without_zones(table: ir.Table) -> ir.Table:
    zoned = {
        name: table[name].cast("timestamp(6)")
        for name, kind in table.schema().items()
        if kind.is_timestamp() and getattr(kind, "timezone", None)
    }
    return table.mutate(**zoned) if zoned else table


def _schema(view: Viewpoint) -> str:
    return f"view_{hashlib.sha256(repr(view).encode()).hexdigest()[:16]}"


def _path(view: Viewpoint) -> str:
    return f"{_schema(view)},main"

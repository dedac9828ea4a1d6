"""Every population and every measure of it can be written for Spark, by the same expressions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import pytest
import sqlglot
from ibis.backends.sql.compilers import PySparkCompiler
from ibis.config import Config
from ibis.expr import types as ir

from tenure.engine.lake.records.columns import schema_of
from tenure.engine.lake.usage import SCHEMA as USAGE
from tenure.engine.metrics.answering import Asked
from tenure.engine.metrics.declaring import Question
from tenure.engine.metrics.periods import Grain, periods
from tenure.engine.metrics.registry import catalogue
from tenure.engine.relations.balances import Balances
from tenure.engine.relations.describing import Description
from tenure.engine.relations.records import SPANS, Records
from tenure.engine.relations.viewpoint import Viewpoint
from tenure.engine.workspace.describing import describe_kinds

pytestmark = [pytest.mark.django_db]
RATES = {"currency": "string", "day_from": "date", "day_to": "date", "rate": "int64"}
VIEW = Viewpoint(as_of=date(2026, 3, 31), currency="USD", zone="Europe/Berlin")


class SparkOptions(Config):
    """What the writer for Spark asks of its surroundings, where Spark itself is not installed."""

    treat_nan_as_null: bool = False


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())


class OnPaper:
    """A source whose tables hold nothing: what is asked of it is written for Spark and read again, not run."""

    def __init__(self) -> None:
        self.kinds: Mapping[str, Description] = describe_kinds()
        self.written: dict[str, str] = {}
        self._kept: dict[str, ir.Table] = {}
        self._compiler = PySparkCompiler()

    def versions(self, table: str) -> ir.Table:
        schema = {
            name: "timestamp(6)" if kind.is_timestamp() else kind
            for name, kind in ibis.Schema.from_pyarrow(schema_of(table)).items()
        }
        return ibis.table(schema, name=table)

    def balances(self, wanted: Balances, *, view: Viewpoint) -> None:
        return None

    def usage(self) -> ir.Table:
        schema = {
            name: "timestamp(6)" if kind.is_timestamp() else kind
            for name, kind in ibis.Schema.from_pyarrow(USAGE).items()
        }
        return ibis.table(schema, name="usage_events")

    def rates(self) -> ir.Table:
        return ibis.table(RATES, name="rates")

    def windows(self) -> ir.Table:
        return ibis.table(SPANS, name="asked_windows")

    def small(self, rows: Sequence[Mapping[str, Any]], *, types: Mapping[str, str]) -> ir.Table:
        return ibis.table(dict(types), name="small")

    def keep(self, *, name: str, view: Viewpoint, make: Callable[[], ir.Table]) -> ir.Table:
        if name not in self._kept:
            made = make()
            self._write(name, made)
            self._kept[name] = ibis.table(made.schema(), name=name)
        return self._kept[name]

    def fetch(self, table: ir.Table, *, view: Viewpoint) -> list[dict[str, Any]]:
        self._write(f"fetched {len(self.written)}", table)
        return []

    def answer(
        self,
        *,
        name: Hashable,
        view: Viewpoint,
        make: Callable[[], ir.Table],
        windows: Sequence[Mapping[str, Any]] = (),
    ) -> list[dict[str, Any]]:
        self._write(str(name), make())
        return []

    def _write(self, name: str, table: ir.Table) -> None:
        text = self._compiler.to_sqlglot(table).sql(dialect="databricks")
        sqlglot.parse_one(text, read="spark")
        self.written[name] = text


def asked_of(source: OnPaper, by: tuple[str, ...] = ()) -> Asked:
    known = catalogue()
    spans = periods(start=date(2025, 4, 1), end=date(2026, 4, 1), grain=Grain.MONTH, as_of=VIEW.as_of)
    question = Question(view=VIEW, periods=spans, by=by)
    records = Records(source=source, view=VIEW, relations=known.relations)
    return Asked(question=question, records=records, catalogue=known)


def test_revenue_can_be_written_for_spark() -> None:
    source = OnPaper()
    asked = asked_of(source, by=("segment",))

    for key in ("mrr", "mrr_movements", "net_revenue_retention"):
        asked.answers(catalogue().metrics[key])

    assert {"states_contract_line", "relation_recurring_lines", "relation_mrr_movements"} <= set(source.written)
    assert "FROM_UTC_TIMESTAMP" in source.written["states_contract_line"]


@pytest.mark.slow
def test_every_metric_can_be_written_for_spark() -> None:
    source = OnPaper()
    asked = asked_of(source)

    for metric in catalogue().metrics.values():
        asked.answers(metric)
    # What numbers are held against is asked beside them.
    Records(source=source, view=VIEW, relations=catalogue().relations).relation("targets")

    relations = {f"relation_{key}" for key in catalogue().relations}
    assert relations - set(source.written) == set()

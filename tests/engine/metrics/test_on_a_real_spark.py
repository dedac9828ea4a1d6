"""Spark tells the same numbers as DuckDB: every metric, and each way of asking."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace import opening
from tenure.engine.workspace.asking import Ask, ask_metric, rows_behind
from tenure.engine.workspace.engines import UnknownEngineError, find_engine
from tenure.foundation.organisation.models import Company
from tests.support.demo_company import Demo

# Py4J leaves the closing of its sockets to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
AS_OF = date(2026, 7, 15)
WAYS: dict[str, dict[str, Any]] = {
    "cut by a linked record's field": {"keys": ("mrr", "win_rate"), "by": ("segment",)},
    "cut by two": {"keys": ("mrr_movements",), "by": ("product", "account.industry")},
    "cut over two links": {"keys": ("net_revenue_retention",), "by": ("account.csm.team",)},
    "cut by a column of its own": {"keys": ("open_pipeline",), "by": ("stage",)},
    "filtered": {"keys": ("arr", "logo_churn_rate"), "where": 'segment = "Enterprise" or account.region is unknown'},
    "as known then": {"keys": ("net_revenue_retention",), "known_at": "then"},
    "with what was restated": {"keys": ("mrr", "pipeline_created"), "with_restated": True},
    "day by day": {"keys": ("mrr", "support_cases"), "grain": "day", "start": date(2026, 6, 1)},
}


@pytest.fixture(autouse=True)
def engines(settings: Any) -> Iterator[None]:
    """Each test leaves the engine as it was, and its sockets to none of the next."""
    yield
    close()
    settings.TENURE_ENGINE = "duckdb"
    gc.collect()


def close() -> None:
    while opening._OPEN:
        opening._OPEN.pop().close()


def told(lake: Path, ask: Ask) -> list[tuple[Any, ...]]:
    """The answers, in an order of their own."""
    found = [
        (one.series, one.period.start, tuple(one.dims.items()), one.n, one.reason, one.restated, one.value)
        for one in ask_metric(ask, lake=lake)
    ]
    return sorted(found, key=repr)


def on_both(settings: Any, make: Any) -> tuple[Any, Any]:
    """What `make` gives with each engine."""
    close()
    settings.TENURE_ENGINE = "duckdb"
    duck = make()
    close()
    settings.TENURE_ENGINE = "spark"
    return duck, make()


def assert_same(duck: list[tuple[Any, ...]], spark: list[tuple[Any, ...]]) -> None:
    """Equal but for the last digits of floats, which are sums in another order."""
    assert [one[:-1] for one in duck] == [one[:-1] for one in spark]
    for (*about, mine), (*_, other) in zip(duck, spark, strict=True):
        if isinstance(mine, float):
            assert math.isclose(mine, other, rel_tol=1e-9, abs_tol=1e-9), (about, mine, other)
        else:
            assert mine == other, about


@pytest.mark.slow
def test_every_metric_is_the_same(demo: Demo, settings: Any) -> None:
    def asked() -> dict[str, list[tuple[Any, ...]]]:
        span = {"as_of": AS_OF, "start": date(2026, 1, 1), "end": date(2026, 7, 1), "grain": "quarter"}
        return {key: told(demo.numbers.lake, Ask(keys=(key,), **span)) for key in catalogue().metrics}

    duck, spark = on_both(settings, asked)

    assert sum(len(answers) for answers in duck.values()) > 500
    for key, answers in duck.items():
        assert_same(answers, spark[key])


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_asking_gives_the_same(demo: Demo, settings: Any, way: str) -> None:
    span = {"as_of": AS_OF, "start": date(2026, 3, 1), "end": date(2026, 7, 1)}
    ask = Ask(**{**span, **WAYS[way]})

    duck, spark = on_both(settings, lambda: told(demo.numbers.lake, ask))

    assert any(one[-1] for one in duck)
    assert_same(duck, spark)


@pytest.mark.slow
def test_fiscal_quarters_and_the_rows_behind_are_the_same(demo: Demo, settings: Any) -> None:
    Company.objects.update(fiscal_year_start_month=2)
    ask = Ask(keys=("net_revenue_retention", "new_mrr"), as_of=AS_OF, start=date(2026, 2, 1), end=date(2026, 5, 1),
              grain="quarter")  # fmt: skip

    numbers = on_both(settings, lambda: told(demo.numbers.lake, ask))
    rows = on_both(settings, lambda: sorted(map(repr, rows_behind(ask, lake=demo.numbers.lake))))

    assert_same(*numbers)
    assert rows[0] == rows[1]
    assert rows[0]


def test_an_engine_that_there_is_not_is_refused(settings: Any) -> None:
    settings.TENURE_ENGINE = "sparc"

    with pytest.raises(UnknownEngineError, match="TENURE_ENGINE is 'sparc'; it may be 'duckdb' or 'spark'"):
        find_engine()

"""Of a large company only the columns that are read are worked out: the numbers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tenure.engine.workspace import duck, opening
from tenure.engine.workspace.narrowing import Shapes
from tests.business.billing.test_fixture_a import MARCH, twelve
from tests.support.numbers import Numbers

__all__ = ["twelve"]

KEYS = ("mrr", "mrr_movements", "net_revenue_retention", "logo_churn_rate", "arpa", "upsell_cross_sell_rate")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("CREATE SCHEMA held")
        yield opened


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT b FROM t", ("b",)),
        ("SELECT count(*) FROM t", ("a",)),
        ("SELECT b FROM t WHERE lower(coalesce(c, '')) IN ('x', 'y')", ("b", "c")),
        (
            "SELECT b FROM (SELECT *, lead(d) OVER (PARTITION BY a ORDER BY d) AS n FROM t) WHERE n IS NULL",
            ("a", "b", "d"),
        ),
        ("SELECT b FROM (SELECT *, lead(d) OVER (PARTITION BY a ORDER BY d) AS n FROM t)", ("b",)),
        (
            "WITH x AS (SELECT * FROM t WHERE c = 'x') SELECT l.a, r.d FROM x l JOIN x r ON l.b = r.b",
            ("a", "b", "c", "d"),
        ),
        ("SELECT a FROM t WHERE a IN (SELECT b FROM t WHERE d > DATE '2026-01-01')", ("a", "b", "d")),
    ],
)
def test_the_columns_that_a_query_reads(
    connection: duckdb.DuckDBPyConnection, query: str, columns: tuple[str, ...]
) -> None:
    shapes = Shapes(connection)
    with shapes.instead({"t": {"a": "BIGINT", "b": "BIGINT", "c": "VARCHAR", "d": "DATE"}}, search_path="held,main"):
        assert shapes.read_by(query) == {"t": columns}


def told(numbers: Numbers, **asked: Any) -> list[Any]:
    found = [one for key in KEYS for one in numbers.answers(key, *MARCH, **asked)]
    return [(one.series, tuple(one.dims.items()), one.value, one.reason) for one in found]


@pytest.mark.parametrize(
    "asked", [{}, {"by": "segment"}, {"by": "product,account.industry"}, {"where": 'segment = "x"'}]
)
def test_numbers_worked_out_in_parts_are_those_worked_out_whole(
    twelve: Numbers, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    whole = told(twelve, **asked)
    rows = twelve.rows("net_revenue_retention", *MARCH)
    opening._OPEN.pop().close()
    monkeypatch.setattr(duck, "LARGE", -1)

    assert told(twelve, **asked) == whole
    assert twelve.rows("net_revenue_retention", *MARCH) == rows
    opening._OPEN.pop().close()

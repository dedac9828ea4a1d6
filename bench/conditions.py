"""Conditions: 200 rules over a million accounts in one pass, against one question per rule and against a bare scan."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.ground import INDUSTRIES, REGIONS, at_most, report, rows_to_take

ROWS = rows_to_take(1_000_000)
RULES = 200
ALONE_EVERY = 9  # every ninth rule, so that each shape is among them, is asked alone
REPEATS = 3
COMPARED_ROWS = 2_000
TODAY = date(2026, 3, 1)
PASS_LIMIT = 0.2
RULE_LIMIT = 0.5


class UnequalAnswerError(RuntimeError):
    """The ways that are timed do not agree, so that their times mean nothing."""


def main() -> None:
    """Times the three ways, and holds their answers equal; the first rows' also to the one-row decision."""
    import duckdb

    from tenure.engine.conditions.reading import read

    conditions = {f"rule_{place}": read(text) for place, text in enumerate(_rules())}
    with duckdb.connect() as connection:
        connection.register("t", _accounts())
        connection.execute("CREATE TABLE accounts AS FROM t")
        every = _question(conditions, keep=["id"])
        alone = {name: _question({name: conditions[name]}) for name in list(conditions)[::ALONE_EVERY]}
        one_pass = _median(lambda: _answers(connection, every))
        few = _median(lambda: [_answers(connection, question) for question in alone.values()], repeats=1)
        scan = _median(lambda: connection.execute(_SCAN).fetchall())
        _compare(connection, conditions, _answers(connection, every), alone)
    one_by_one = few / len(alone) * RULES
    rate = ROWS * RULES / one_pass / 1e6
    told = f"one pass {one_pass:.3f} s ({rate:,.0f} M a second), one by one {one_by_one:.3f} s, scan {scan:.4f} s"
    print(told, file=sys.stderr)
    name = f"{RULES} conditions over {ROWS:,} rows in one pass"
    report(
        at_most(name=f"{name} against one by one", ratio=one_pass / one_by_one, limit=PASS_LIMIT),
        at_most(name="one of them there against a bare scan", ratio=one_pass / RULES / scan, limit=RULE_LIMIT),
    )


_SCAN = (
    "SELECT max(arr), max(nps), max(open_sev1), max(renews_on), max(industry), max(region), max(share), "
    "max(is_internal) FROM accounts"
)


def _types() -> dict[str, Any]:
    from tenure.engine.conditions.syntax import FieldType

    return {
        "arr": FieldType.MONEY,
        "nps": FieldType.NUMBER,
        "open_sev1": FieldType.NUMBER,
        "renews_on": FieldType.DAY,
        "industry": FieldType.TEXT,
        "region": FieldType.TEXT,
        "share": FieldType.SHARE,
        "is_internal": FieldType.FLAG,
    }


def _accounts() -> Any:
    """Facts of accounts as the lake holds them: amounts in millionths, a tenth of the answers unknown."""
    import numpy as np
    import pyarrow as pa

    rng = np.random.default_rng(7)
    days = np.datetime64("2026-01-01") + rng.integers(0, 400, ROWS).astype("timedelta64[D]")
    return pa.table(
        {
            "id": np.arange(ROWS),
            "arr": rng.integers(0, 200_000, ROWS) * 1_000_000,
            "nps": pa.array(rng.integers(0, 11, ROWS), mask=rng.random(ROWS) < 0.1),
            "open_sev1": rng.integers(0, 5, ROWS),
            "renews_on": pa.array(days),
            "industry": pa.array(INDUSTRIES).take(pa.array(rng.integers(0, len(INDUSTRIES), ROWS))),
            "region": pa.array(REGIONS).take(pa.array(rng.integers(0, len(REGIONS), ROWS))),
            "share": rng.random(ROWS),
            "is_internal": rng.random(ROWS) < 0.5,
        }
    )


def _rules() -> list[str]:
    """Rules as a company would have them: risk, segment, routing, fit; always the same."""
    rng = random.Random(11)
    shapes: tuple[Callable[[], str], ...] = (
        lambda: (
            f"arr >= {rng.randrange(200) * 1000} and (nps < {rng.randrange(1, 10)} or open_sev1 > {rng.randrange(4)}) "
            f"and renews_on between today and today + {rng.randrange(30, 200)} days"
        ),
        lambda: f"industry in ('{rng.choice(INDUSTRIES)}', 'Health') and share < {rng.randrange(1, 100)}%",
        lambda: f"region = '{rng.choice(REGIONS).upper()}' and not nps <= {rng.randrange(10)} and is_internal = true",
        lambda: f"(region != 'Nordics' or industry contains '{rng.choice('aeil')}') and arr < {rng.randrange(200_000)}",
    )
    return [shapes[place % len(shapes)]() for place in range(RULES)]


def _question(conditions: dict[str, Any], keep: list[str] | None = None) -> str:
    """The conditions over the table, as the engine runs them."""
    import ibis
    import ibis.backends.sql.compilers as dialects

    from tenure.engine.conditions.deciding_many import decide_many

    table = ibis.table(ibis.Schema.from_pyarrow(_accounts_schema()), name="accounts")
    asked = decide_many(table, conditions=conditions, fields=_types(), today=TODAY, keep=keep or [])
    compiler = dialects.duckdb.compiler
    return str(compiler.to_sqlglot(asked).sql(dialect=compiler.dialect))


def _accounts_schema() -> Any:
    import pyarrow as pa

    numbers = {name: pa.int64() for name in ("id", "arr", "nps", "open_sev1")}
    texts = {name: pa.string() for name in ("industry", "region")}
    others = {"renews_on": pa.date32(), "share": pa.float64(), "is_internal": pa.bool_()}
    return pa.schema({**numbers, **texts, **others})


def _answers(connection: Any, question: str) -> Any:
    return connection.sql(question).to_arrow_table()


def _median(way: Callable[[], Any], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        way()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _compare(connection: Any, conditions: dict[str, Any], every: Any, alone: dict[str, str]) -> None:
    from tenure.engine.conditions.deciding import decide

    rows = _answers(connection, f"SELECT * FROM accounts ORDER BY id LIMIT {COMPARED_ROWS}").to_pylist()
    rows = [{**row, "arr": row["arr"] // 1_000_000} for row in rows]
    first = every.sort_by("id").slice(0, COMPARED_ROWS)
    for name, condition in conditions.items():
        one_row = [decide(condition, row=row, today=TODAY, fields=_types()) for row in rows]
        if first.column(name).to_pylist() != one_row:
            raise UnequalAnswerError(f"{name} is decided differently for one row.")
    for name, question in alone.items():
        if _counted(_answers(connection, question).column(name)) != _counted(every.column(name)):
            raise UnequalAnswerError(f"{name} is answered differently alone.")


def _counted(column: Any) -> tuple[int, int]:
    """How many are true, and how many unknown."""
    import pyarrow.compute as pc

    return pc.sum(column).as_py(), column.null_count


if __name__ == "__main__":
    main()

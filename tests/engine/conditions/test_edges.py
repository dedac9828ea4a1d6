"""The edges of each comparison, literally, in bulk: where a rule is easily off by one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tenure.engine.conditions.deciding_many import decide_many
from tenure.engine.conditions.reading import read
from tests.engine.conditions.shapes import FIELDS, ME, ZONE
from tests.engine.conditions.tables import COLUMNS, PREVIOUS, as_sql, duckdb_table

MIDNIGHT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # 10 March begins in New York


@pytest.mark.parametrize(
    ("text", "now", "then", "answer"),
    [
        ("signed_at > 2026-03-09", MIDNIGHT, None, True),
        ("met_at > 2026-03-09", MIDNIGHT, None, True),
        ("signed_at <= 2026-03-09", MIDNIGHT, None, False),
        ("signed_at = 2026-03-10", MIDNIGHT, None, True),
        ("type contains 'pans'", "exp", None, True),
        ("type starts with 'new b'", "new", None, True),
        ("type = 'expansion'", "exp", None, True),
        ("owner = 'Bob'", ("per_ann", None), None, False),
        ("owner != 'Bob'", ("per_ann", None), None, True),
        ("arr dropped by 20%", Decimal(-1200), Decimal(-1000), True),
        ("arr dropped by 20%", Decimal(-1199), Decimal(-1000), False),
        ("arr dropped by 20%", Decimal(-5), Decimal(0), None),
        ("nrr rose by 50%", 0.5, 0.0, None),
    ],
)
def test_each_edge_in_bulk(text: str, now: Any, then: Any, answer: bool | None) -> None:
    condition = read(text)
    field = condition.field  # type: ignore[union-attr]
    row = {name: now if name == field else None for name in FIELDS}
    before = {window: then if window == (field, 1) else None for window in PREVIOUS}

    with duckdb.connect() as connection:
        table = duckdb_table(connection, [(row, before)])
        asked = decide_many(
            table,
            conditions={"answer": condition},
            fields=FIELDS,
            today=date(2026, 3, 10),
            me=ME,
            zone=ZONE,
            columns=COLUMNS,
            previous=PREVIOUS,
        )
        found = connection.execute(as_sql(asked, "duckdb")).fetchall()

    assert found == [(answer,)]

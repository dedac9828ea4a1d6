"""Refreshing the mirror of history after one changed record, beside mirroring all of a million opportunities."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.ground import NOW, at_most, prepare, report, rows_to_take

ROWS = rows_to_take(1_000_000)
AT_ONCE = 50_000
TIMES = 5
LIMIT = 0.01


def main() -> None:
    """Writes the opportunities, mirrors them, then changes one and mirrors that, a few times."""
    user = prepare()
    _add_opportunities(user)
    from tenure.engine.lake.records.mirroring import refresh

    with tempfile.TemporaryDirectory() as folder:
        lake = Path(folder)
        full = _seconds(lambda: refresh(lake=lake, now=NOW))
        _change_one(user, 0)
        ones = []
        for number in range(1, TIMES + 1):
            _change_one(user, number)
            ones.append(_seconds(lambda: refresh(lake=lake, now=NOW)))
    one = sorted(ones)[TIMES // 2]
    print(f"all {ROWS:,}: {full:.2f} s; one: {one * 1000:.0f} ms", file=sys.stderr)
    report(at_most(name=f"refresh after one change, of {ROWS:,}", ratio=one / full, limit=LIMIT))


def _add_opportunities(user: Any) -> None:
    from tenure.business.accounts.models import Account
    from tenure.business.sales.models import Opportunity
    from tenure.foundation.records.bulk import insert_rows
    from tenure.foundation.records.operations import create
    from tenure.foundation.records.recording import recording

    with recording(actor=user, path="bench", now=NOW):
        account: Any = create(model=Account, values={"name": "Company"})
    fields = ("name", "account_id", "arr", "currency", "close_date")
    for start in range(0, ROWS, AT_ONCE):
        rows = [
            (
                f"Deal {number}",
                account.pk,
                Decimal(number % 90_000),
                "EUR",
                date(2020, 1, 1) + timedelta(days=number % 2000),
            )
            for number in range(start, min(start + AT_ONCE, ROWS))
        ]
        with recording(actor=user, path="bench", now=NOW):
            insert_rows(model=Opportunity, fields=fields, rows=rows)


def _change_one(user: Any, number: int) -> None:
    from tenure.business.sales.models import Opportunity
    from tenure.foundation.records.operations import change
    from tenure.foundation.records.recording import recording

    deal = Opportunity.objects.order_by("pk")[number]
    with recording(actor=user, path="bench", now=NOW):
        change(record=deal, values={"name": f"Deal {number}, renamed"})


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

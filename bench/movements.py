"""MRR movements and retention of a million customers, by month and segment, beside the usual method for them in SQL and
in pandas; `--rows` is how many customers."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.customers import ACCOUNTS, FILE, LINES
from bench.ground import NOW, Result, prepare, report, rows_to_take
from bench.playbook import Row, by_pandas, by_sql

CUSTOMERS, MONTHS = 1_000_000, 36
FIRST, END = date(2023, 1, 1), date(2026, 1, 1)
SQL_TIMES, PANDAS_TIMES, MOST_MB = 5, 20, 1000
NET = ("new_mrr_net", "expansion_mrr_net", "reactivation_mrr_net", "contraction_mrr_net", "churned_mrr_net")
RETENTION = ("net_revenue_retention", "gross_revenue_retention", "logo_churn_rate")


def main() -> None:
    """Builds the lake, asks twice (what the first question worked out, the second one uses), then asks the peers."""
    prepare()
    from tenure.engine.lake.records.mirroring import refresh

    customers = rows_to_take(CUSTOMERS)
    with tempfile.TemporaryDirectory() as home:
        lake = Path(home) / "lake"
        refresh(lake=lake, now=NOW)
        subprocess.run([sys.executable, "-m", "bench.customers", str(lake), str(customers)], check=True)
        first, _ = _timed(lambda: _asked(lake, _month(FIRST, -1), _month(END, -1)))
        again, ours = _timed(lambda: _asked(lake, FIRST, END))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        closes = [_month(FIRST, number) - timedelta(days=1) for number in range(-12, MONTHS + 1)]
        given: dict[str, Any] = {
            "lines": lake / "records" / LINES / FILE,
            "accounts": lake / "records" / ACCOUNTS / FILE,
        }
        given |= {"closes": closes, "first": _month(FIRST, 1) - timedelta(days=1)}
        sql, theirs = _timed(lambda: by_sql(**given))
        pandas, frames = _timed(lambda: by_pandas(**given))
    assert theirs == frames, "the peers disagree"
    assert _as_asked(theirs) == ours, "the numbers differ from the peers'"
    print(f"first {first:.1f} s, again {again:.1f} s, SQL {sql:.1f} s, pandas {pandas:.1f} s", file=sys.stderr)
    of = f"{customers:,} customers × {MONTHS} months"
    report(
        _times(f"movements and retention, {of}, against SQL", sql / again, SQL_TIMES),
        _times("… against pandas", pandas / again, PANDAS_TIMES),
        Result("… with all that is worked out for the first question", f"{sql / first:.1f}× SQL", "no target", True),
        Result("… memory", f"{memory} MB", f"at most {MOST_MB} MB", memory <= MOST_MB),
    )


def _asked(lake: Path, start: date, end: date) -> dict[Any, Any]:
    """What Tenure says, by month, segment and series."""
    from tenure.engine.workspace.asking import Ask, ask_metric

    ask = Ask(
        keys=(*NET, *RETENTION), as_of=date(2025, 12, 31), start=start, end=end, by=("segment",), series_only=True
    )
    return {(one.period.start, one.dims["segment"], one.series): one.value for one in ask_metric(ask, lake=lake)}


def _as_asked(rows: list[Row]) -> dict[Any, Any]:
    """What a peer says, in the same form."""
    found: dict[Any, Any] = {}
    for month, segment, new, expansion, reactivation, contraction, churn, opening, closing, kept, were, are in rows:
        place = (month.replace(day=1), segment)
        moved = (new, expansion, reactivation, contraction, churn)
        found |= {(*place, key): Decimal(value) / 1_000_000 for key, value in zip(NET, moved, strict=True)}
        shares = (closing / opening, kept / opening, 1 - are / were) if were else (None, None, None)
        found |= {(*place, key): share for key, share in zip(RETENTION, shares, strict=True)}
    return found


def _month(day: date, number: int) -> date:
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def _times(name: str, ratio: float, least: float) -> Result:
    return Result(name, f"{ratio:.1f}×", f"at least {least:g}×", ratio >= least)


if __name__ == "__main__":
    main()

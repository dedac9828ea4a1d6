"""The demo company: time, memory and usage rows; `python -m bench.demo 4000` for one ten times as large."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bench.ground import Result, report

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
UNTIL = date(2026, 11, 25)
USUAL_SECONDS = 60
FEW = 400
MEMORY_MB = 1000


def main() -> None:
    """Builds one company in the tables. It is told and written in parts, so memory hardly grows with it."""
    import django

    django.setup()
    from tenure.interfaces.cli.installation import migrate
    from tenure.simulation import company
    from tenure.simulation.plan import new_plan

    migrate()
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else FEW
    plan = new_plan(seed=7, accounts=accounts, months=36, until=UNTIL)
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        written = company.build(plan=plan, home=Path(home), now=NOW, progress=lambda what, done, total: None)
        seconds = time.perf_counter() - started
    rows = sum(written.values())
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    limit = USUAL_SECONDS * accounts / FEW
    usage = written["usage event"] / accounts * 10_000
    report(
        Result(
            f"demo of {accounts:,} accounts ({rows:,} rows)",
            f"{seconds:.0f} s",
            f"at most {limit:.0f} s",
            seconds <= limit,
        ),
        Result("memory of its largest process", f"{memory:.0f} MB", f"at most {MEMORY_MB} MB", memory <= MEMORY_MB),
        Result("usage for 10,000 accounts", f"{usage / 1e6:.1f} M rows", "at most 8 M rows", usage <= 8e6),
    )


if __name__ == "__main__":
    main()

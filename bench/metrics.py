"""Metrics over a demo company: all of them in one process, and a dashboard's worth of them again; `--rows` is how many
accounts."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench.demo import NOW, UNTIL
from bench.ground import Result, report, rows_to_take

ACCOUNTS, MONTHS = 10_000, 36
ALL_SECONDS = 20
AGAIN_MS = 300
REPEATS = 5


def main() -> None:
    """Builds the company, mirrors it, and asks."""
    import django

    django.setup()
    from tenure.engine.lake.records.mirroring import refresh
    from tenure.engine.metrics.registry import catalogue
    from tenure.engine.workspace.ahead import ask_ahead
    from tenure.engine.workspace.asking import Ask, ask_metric
    from tenure.interfaces.cli.installation import migrate
    from tenure.simulation import company
    from tenure.simulation.plan import new_plan

    migrate()
    accounts = rows_to_take(ACCOUNTS)
    with tempfile.TemporaryDirectory() as home:
        plan = new_plan(seed=7, accounts=accounts, months=MONTHS, until=UNTIL)
        company.build(plan=plan, home=Path(home), now=NOW, progress=lambda what, done, total: None)
        lake = Path(home) / "lake"
        refresh(lake=lake, now=NOW)
        first = _seconds(lambda: ask_ahead(as_of=UNTIL, lake=lake, progress=lambda what, done, total: None))
        some = Ask(keys=tuple(list(catalogue().metrics)[::8][:12]), as_of=UNTIL)
        again = statistics.median(_seconds(lambda: ask_metric(some, lake=lake)) for _ in range(REPEATS)) * 1000
    report(
        Result(
            f"all metrics of {accounts:,} accounts, the first time",
            f"{first:.1f} s",
            f"at most {ALL_SECONDS} s",
            first <= ALL_SECONDS,
        ),
        Result(
            f"{len(some.keys)} metrics of {accounts:,} accounts again",
            f"{again:.0f} ms",
            f"at most {AGAIN_MS} ms",
            again <= AGAIN_MS,
        ),
    )


def _seconds(do: object) -> float:
    started = time.perf_counter()
    do()  # type: ignore[operator]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

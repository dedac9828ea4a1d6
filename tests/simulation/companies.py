"""Demo companies for tests, made once a run: a small one in the database's tables, a larger one in memory only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from tenure.simulation import company
from tenure.simulation.plan import Plan, new_plan
from tenure.simulation.telling import Told, tell_accounts
from tenure.simulation.world import World, build_world

NOW = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
SMALL = new_plan(seed=11, accounts=60, months=14, until=date(2026, 7, 15))


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def build_small(home: Path, plan: Plan = SMALL) -> None:
    """Writes a small company into the tables of the test."""
    company.build(plan=plan, home=home, now=NOW, progress=silent)


@cache
def large() -> tuple[World, Told]:
    """A company of 900 accounts over three years, told but not written."""
    world = build_world(plan=new_plan(seed=7, accounts=900, months=36, until=date(2026, 11, 25)))
    return world, tell_accounts(world=world, numbers=range(world.plan.account_count()))

"""A whole demo company: built from a plan, moved on from where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.cache import cache

from tenure.foundation.organisation.models import Company
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.models import Change
from tenure.foundation.records.recording import recording
from tenure.simulation.hidden import FOLDER, Decision, keep
from tenure.simulation.plan import Plan, save_plan, saved_plan
from tenure.simulation.telling import tell_accounts
from tenure.simulation.touched import PATH
from tenure.simulation.world import World, build_world
from tenure.simulation.writing import Scribe

ACCOUNTS_AT_ONCE = 250
SET_UP_PATH = "demo:set-up"
LABEL = "Demo company"

Progress = Callable[[str, int, int], None]


class RealCompanyError(RuntimeError):
    """The home belongs to a company that is no demo."""


class NoDemoError(LookupError):
    """No demo company lives in the home."""


def is_demo() -> bool:
    """Whether the company of this installation was made by the simulation."""
    first = Change.objects.order_by("pk").first()
    return first is not None and first.path == SET_UP_PATH


def refuse_real_company() -> None:
    """Passes if nobody lives here, or a demo company. Raises `RealCompanyError`."""
    company = Company.objects.first()
    if company is not None and not is_demo():
        raise RealCompanyError(
            f"{company.name} lives here, and the demo never writes into a real company. Choose another TENURE_HOME."
        )


def build(*, plan: Plan, home: Path, now: datetime, progress: Progress) -> Counter[str]:
    """Writes the company of a plan into an installation that has been set up for it; gives rows by kind."""
    refuse_real_company()
    written = _tell(plan=plan, home=home, now=now, since=None, progress=progress)
    save_plan(plan=plan, home=home)
    return written


def advance(*, months: int, home: Path, now: datetime, progress: Progress) -> tuple[Plan, Counter[str]]:
    """Moves the company of this home on by so many months; what people did by hand stands.

    Raises `NoDemoError`, `RealCompanyError`.
    """
    plan = saved_plan(home=home)
    if plan is None or not is_demo():
        raise NoDemoError("No demo company lives here. Run `tenure demo` first.")
    further = plan.advanced(months=months)
    written = _tell(plan=further, home=home, now=now, since=plan.cut, progress=progress)
    save_plan(plan=further, home=home)
    return further, written


def _tell(*, plan: Plan, home: Path, now: datetime, since: datetime | None, progress: Progress) -> Counter[str]:
    world = build_world(plan=plan)
    scribe = Scribe(seed=plan.seed, cut=plan.cut, since=since)
    with _act(now, "The company itself"):
        _write_rates(plan, world, since)
        scribe.write(world.book, remember=True)
    decisions: list[Decision] = []
    total = plan.account_count()
    for numbers in _batches(total):
        told = tell_accounts(world=world, numbers=numbers)
        with _act(now, f"Accounts {numbers.start + 1} to {numbers.stop}"):
            scribe.write(told.book)
        decisions = [decision for decision in told.decisions if decision.on < plan.until]
        keep(decisions=decisions, path=home / FOLDER / f"decisions-{numbers.start:07d}.parquet")
        progress("accounts", numbers.stop, total)
    cache.clear()
    return scribe.written


@contextmanager
def _act(now: datetime, reason: str) -> Iterator[None]:
    with recording(actor=None, actor_label=LABEL, path=PATH, now=now, reason=f"Told by the demo company: {reason}"):
        yield


def _batches(total: int) -> Iterator[range]:
    for start in range(0, total, ACCOUNTS_AT_ONCE):
        yield range(start, min(total, start + ACCOUNTS_AT_ONCE))


def _write_rates(plan: Plan, world: World, since: datetime | None) -> None:
    for (currency, day), rate in world.rates.items():
        if day <= plan.until and (since is None or day > since.date()):
            save_rate(from_currency=currency, to_currency="EUR", rate=rate, on=day, source="Central bank")

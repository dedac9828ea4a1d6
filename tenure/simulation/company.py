"""A whole demo company: built from a plan, moved on from where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tenure.foundation.organisation.demo import DEMO_PATH, is_demo
from tenure.foundation.organisation.models import Company
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.recording import recording
from tenure.simulation.hidden import FOLDER, keep
from tenure.simulation.money import keep_books, set_targets
from tenure.simulation.plan import Plan, save_plan, saved_plan
from tenure.simulation.reacting import react
from tenure.simulation.tally import Tally
from tenure.simulation.telling import Told, tell_accounts
from tenure.simulation.usage import batches, land
from tenure.simulation.welcome import add_own_fields, hang_files, lay_out_today, open_doors
from tenure.simulation.world import World, build_world
from tenure.simulation.writing import Scribe

ACCOUNTS_AT_ONCE = 250
LABEL = "Demo company"

Progress = Callable[[str, int, int], None]


class RealCompanyError(RuntimeError):
    """The home belongs to a company that is no demo."""


class NoDemoError(LookupError):
    """No demo company lives in the home."""


def refuse_real_company() -> None:
    """Passes if nobody lives here, or a demo company. Raises `RealCompanyError`."""
    company = Company.objects.first()
    if company is not None and not is_demo():
        raise RealCompanyError(
            f"{company.name} lives here, and the demo never writes into a real company. Choose another TENURE_HOME."
        )


def build(*, plan: Plan, home: Path, now: datetime, progress: Progress) -> Counter[str]:
    """Makes the company of a plan in an installation with tables and nobody in it; gives rows by kind."""
    refuse_real_company()
    world = build_world(plan=plan)
    with _act(now, "Its own fields"):
        add_own_fields()
    written = _tell(world=world, home=home, now=now, since=None, progress=progress)
    administrator = open_doors(staff=world.staff, now=now)
    hang_files(by=administrator, now=now)
    lay_out_today(plan=plan, now=now)
    save_plan(plan=plan, home=home)
    return written


def advance(*, months: int, home: Path, now: datetime, progress: Progress) -> tuple[Plan, Counter[str]]:
    """Moves the company of this home on by so many months; what people did by hand stands.

    Raises `NoDemoError`.
    """
    plan = saved_plan(home=home)
    if plan is None or not is_demo():
        raise NoDemoError("No demo company lives here. Run `tenure demo` first.")
    further = plan.advanced(months=months)
    world = build_world(plan=further)
    written = _tell(world=world, home=home, now=now, since=plan.cut, progress=progress)
    with _act(now, "People act on what they were asked"):
        written += react(plan=further, since=plan.cut)
    lay_out_today(plan=further, now=now)
    save_plan(plan=further, home=home)
    return further, written


def _tell(*, world: World, home: Path, now: datetime, since: datetime | None, progress: Progress) -> Counter[str]:
    plan = world.plan
    scribe = Scribe(seed=plan.seed, cut=plan.cut, since=since)
    with _act(now, "People, prices and campaigns"):
        _write_rates(plan, world, since)
        scribe.write(world.book, remember=True)
        scribe.write(set_targets(world=world))
    tally = Tally(world)
    total = plan.account_count()
    for numbers in _batches(total):
        told = tell_accounts(world=world, numbers=numbers)
        with _act(now, "From the company's other systems"):
            scribe.write(told.book)
        _keep_beside(plan, home, told, numbers, scribe)
        tally.add(told)
        progress("accounts", numbers.stop, total)
    with _act(now, "From the books"):
        scribe.write(keep_books(world=world, tally=tally))
    return scribe.written


def _keep_beside(plan: Plan, home: Path, told: Told, numbers: range, scribe: Scribe) -> None:
    """What goes beside the tables: usage into the lake, and the truth where the product never looks."""
    decisions = [decision for decision in told.decisions if decision.on < plan.until]
    keep(decisions=decisions, path=home / FOLDER / f"decisions-{numbers.start:07d}.parquet")
    names = {life.number: scribe.public_id_of(told.book.entries[life.account]) for life in told.lives}
    used = (batch for _, batch in batches(plan=plan, lives=told.lives, names=names))
    scribe.written["usage event"] += land(home=home, part=numbers.start, batches=used)


@contextmanager
def _act(now: datetime, reason: str) -> Iterator[None]:
    with recording(actor=None, actor_label=LABEL, path=DEMO_PATH, now=now, reason=f"Demo: {reason}"):
        yield


def _batches(total: int) -> Iterator[range]:
    for start in range(0, total, ACCOUNTS_AT_ONCE):
        yield range(start, min(total, start + ACCOUNTS_AT_ONCE))


def _write_rates(plan: Plan, world: World, since: datetime | None) -> None:
    for (currency, day), rate in world.rates.items():
        if day <= plan.until and (since is None or day > since.date()):
            save_rate(from_currency=currency, to_currency="EUR", rate=rate, on=day, source="Central bank")

"""A whole demo company: built from a plan, moved on from where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tenure.engine.lake.records.manifest import refreshing
from tenure.foundation.organisation.demo import is_demo
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.numbering import number_in_order, numbered_kinds
from tenure.simulation.money import keep_books, set_targets
from tenure.simulation.people import days_away
from tenure.simulation.plan import TELLING, Plan, save_plan, saved_plan
from tenure.simulation.portions import Task, act, tell_portions
from tenure.simulation.reacting import react
from tenure.simulation.standing import refuse_real_company
from tenure.simulation.tally import Sums
from tenure.simulation.usage import Used, land
from tenure.simulation.welcome import add_own_fields, hang_files, lay_out_today, open_doors
from tenure.simulation.world import World, build_world
from tenure.simulation.writing import Scribe

Progress = Callable[[str, int, int], None]


class NoDemoError(LookupError):
    """No demo company lives in the home."""


class OtherTellingError(RuntimeError):
    """The story so far was told in another way."""


def build(*, plan: Plan, home: Path, now: datetime, progress: Progress, processes: int | None = None) -> Counter[str]:
    """Makes the company of a plan in an installation with tables and nobody in it; gives rows by kind.

    It is the same company whatever the number of processes; by default there are several for a large one.
    """
    refuse_real_company()
    world = build_world(plan=plan)
    with act(now, "Its own fields"):
        add_own_fields()
    written = _tell(world=world, home=home, now=now, since=None, progress=progress, processes=processes)
    administrator = open_doors(staff=world.staff, now=now)
    hang_files(by=administrator, now=now)
    lay_out_today(plan=plan, now=now)
    save_plan(plan=plan, home=home)
    return written


def advance(*, months: int, home: Path, now: datetime, progress: Progress) -> tuple[Plan, Counter[str]]:
    """Moves the company of this home on by so many months; what people did by hand stands.

    Raises `NoDemoError`, `OtherTellingError`.
    """
    plan = saved_plan(home=home)
    if plan is None or not is_demo():
        raise NoDemoError("No demo company lives here. Run `tenure demo` first.")
    if plan.telling != TELLING:
        raise OtherTellingError(
            "Another version of Tenure told the story of this demo, and its next months would not follow from it. "
            f"It can still be opened; to move on, delete {home} and run `tenure demo` again."
        )
    further = plan.advanced(months=months)
    world = build_world(plan=further)
    # What is numbered at the end must not be mirrored before it is.
    with refreshing(lake=home / "lake"):
        written = _tell(world=world, home=home, now=now, since=plan.cut, progress=progress, processes=None)
    with act(now, "People act on what they were asked"):
        written += react(plan=further, since=plan.cut)
    lay_out_today(plan=further, now=now)
    save_plan(plan=further, home=home)
    return further, written


def _tell(
    *, world: World, home: Path, now: datetime, since: datetime | None, progress: Progress, processes: int | None
) -> Counter[str]:
    plan = world.plan
    scribe = Scribe(seed=plan.seed, cut=plan.cut, since=since)
    with act(now, "People, prices and campaigns"):
        _write_rates(plan, world, since)
        ids = scribe.write(world.book)
    scribe.ids = ids
    for book in (days_away(plan=plan, staff=world.staff), *set_targets(world=world)):
        with act(now, "Days away, plans, quotas and forecasts"):
            scribe.write(book)
    sums, used = Sums(), Used()
    task = Task(plan=plan, home=home, now=now, since=since, ids=ids)
    for portion in tell_portions(task=task, world=world, processes=processes):
        sums.add(portion.sums)
        used.add(portion.used)
        scribe.written.update(portion.written)
        progress("accounts", portion.accounts.stop, plan.account_count())
    with act(now, "Numbers in the order of their days"):
        for kind in numbered_kinds():
            number_in_order(model=model_of(kind.key))
    with act(now, "From the books"):
        scribe.write(keep_books(world=world, tally=sums))
    scribe.written["usage event"] += land(plan=plan, home=home, used=used)
    return scribe.written


def _write_rates(plan: Plan, world: World, since: datetime | None) -> None:
    for (currency, day), rate in world.rates.items():
        if day <= plan.until and (since is None or day > since.date()):
            save_rate(from_currency=currency, to_currency="EUR", rate=rate, on=day, source="Central bank")

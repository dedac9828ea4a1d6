"""A company in portions: each portion is told and written by itself, in this process or in several.

Several processes tell portions at the same time and take turns at writing them, in the order of the accounts. So the
company is the same, row for row and id for id, whatever their number.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tenure.foundation.organisation.demo import DEMO_PATH
from tenure.foundation.records.recording import recording
from tenure.simulation.book import Ref
from tenure.simulation.hidden import FOLDER, keep
from tenure.simulation.plan import Plan
from tenure.simulation.tally import Sums, tally
from tenure.simulation.telling import Told, tell_accounts
from tenure.simulation.turns import begin, tell_in_turn
from tenure.simulation.usage import Used, used_by
from tenure.simulation.world import World
from tenure.simulation.writing import Scribe

ACCOUNTS_AT_ONCE = 250
WORTH_PROCESSES = 1_500  # below it, starting processes takes longer than they save
MOST_PROCESSES = 8  # one of them writes at any time
AHEAD = 2  # portions that wait for a process, so that none is idle
LABEL = "Demo company"


@dataclass(frozen=True)
class Task:
    """What every portion of a company has in common."""

    plan: Plan
    home: Path
    now: datetime
    since: datetime | None
    ids: Mapping[Ref, int]


@dataclass
class Portion:
    """What came of some accounts: rows by kind, what they bring in, and what their usage follows from."""

    accounts: range
    written: Counter[str] = field(default_factory=Counter)
    sums: Sums = field(default_factory=Sums)
    used: Used = field(default_factory=Used)


@contextmanager
def act(now: datetime, reason: str) -> Iterator[None]:
    """What the simulation writes, it writes as itself."""
    with recording(actor=None, actor_label=LABEL, path=DEMO_PATH, now=now, reason=f"Demo: {reason}"):
        yield


def tell_portions(*, task: Task, world: World, processes: int | None) -> Iterator[Portion]:
    """Tells and writes the whole company; portions come in the order of their accounts."""
    total = task.plan.account_count()
    ranges = [range(start, min(total, start + ACCOUNTS_AT_ONCE)) for start in range(0, total, ACCOUNTS_AT_ONCE)]
    count = min(len(ranges), processes or _usual_processes(total))
    if count > 1:
        yield from _in_processes(task, ranges, count)
        return
    for accounts in ranges:
        yield _tell_here(task, accounts, world)


def _tell_here(task: Task, accounts: range, world: World) -> Portion:
    was_on = gc.isenabled()
    gc.disable()  # as in the other processes
    try:
        told = tell_accounts(world=world, numbers=accounts)
        return write_portion(task=task, told=told, accounts=accounts, world=world)
    finally:
        if was_on:
            gc.enable()


def _usual_processes(total: int) -> int:
    return 1 if total < WORTH_PROCESSES else min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def write_portion(*, task: Task, told: Told, accounts: range, world: World) -> Portion:
    """Writes what was told of these accounts into the tables, and the truth where the product never looks."""
    scribe = Scribe(seed=task.plan.seed, cut=task.plan.cut, since=task.since, ids=task.ids)
    with act(task.now, "From the company's other systems"):
        scribe.write(told.book)
    decisions = [decision for decision in told.decisions if decision.on < task.plan.until]
    keep(decisions=decisions, path=task.home / FOLDER / f"decisions-{accounts.start:07d}.parquet")
    names = {life.number: scribe.public_id_of(told.book.entries[life.account]) for life in told.lives}
    return Portion(accounts, scribe.written, tally(world=world, told=told), used_by(lives=told.lives, names=names))


def _in_processes(task: Task, ranges: list[range], count: int) -> Iterator[Portion]:
    # Fresh processes: a copy of this one would share its connections to the database.
    context = multiprocessing.get_context("spawn")
    turn, turned = context.Value("l", 0, lock=False), context.Condition()
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=begin, initargs=(pickle.dumps(task), turn, turned)
    ) as pool:
        waiting: list[Future[Portion]] = []
        try:
            for place, accounts in enumerate(ranges):
                waiting.append(pool.submit(tell_in_turn, place, accounts))
                if len(waiting) >= count + AHEAD:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            for future in waiting:
                future.cancel()

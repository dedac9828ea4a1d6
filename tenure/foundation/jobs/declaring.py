"""Declaring jobs and schedules: in the `jobs.py` of any room, found by scanning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

MODULE = "jobs"


class UnknownJobError(LookupError):
    """No job of this name is declared."""


class DuplicateJobError(RuntimeError):
    """Two jobs are declared under one name."""


@dataclass(frozen=True)
class JobDeclaration:
    """A function that a worker may run: its arguments are keywords that JSON can hold, and so is what it returns.

    It runs at least once: a worker may be killed after the work and before the note of it. `is_atomic` puts both
    into one transaction, so that what it does to the database happens once exactly.
    `retry_after` is the wait before the second attempt; it doubles with each.
    """

    name: str
    run: Callable[..., Any]
    attempts: int
    retry_after: timedelta
    is_atomic: bool

    def __call__(self, **arguments: Any) -> Any:
        return self.run(**arguments)


@dataclass(frozen=True)
class Schedule:
    """When a job comes due by itself: every so often, or daily at a time of the company's zone."""

    job: JobDeclaration
    every: timedelta | None
    daily_at: time | None


def job(
    *, name: str, attempts: int = 3, retry_after: timedelta = timedelta(seconds=10), is_atomic: bool = False
) -> Callable[[Callable[..., Any]], JobDeclaration]:
    """Declares a function as a job: `@job(name="mail.deliver")`."""

    def declare(function: Callable[..., Any]) -> JobDeclaration:
        return JobDeclaration(name=name, run=function, attempts=attempts, retry_after=retry_after, is_atomic=is_atomic)

    return declare


def scheduled(*, every: timedelta | None = None, daily_at: time | None = None) -> Callable[[JobDeclaration], Schedule]:
    """Declares when a job without arguments comes due, above `@job`: give `every` or `daily_at`."""
    if (every is None) == (daily_at is None):
        raise TypeError("Give either every= or daily_at=.")

    def declare(declaration: JobDeclaration) -> Schedule:
        return Schedule(job=declaration, every=every, daily_at=daily_at)

    return declare


def declared_jobs() -> dict[str, JobDeclaration]:
    """Every job of every room, by name. Raises `DuplicateJobError`."""
    found: dict[str, JobDeclaration] = {}
    for value in _declarations():
        declaration = value.job if isinstance(value, Schedule) else value
        if found.setdefault(declaration.name, declaration) is not declaration:
            raise DuplicateJobError(f"Two jobs are called {declaration.name!r}; give one of them another name.")
    return found


def declared_schedules() -> list[Schedule]:
    """Every schedule of every room, by the name of its job."""
    schedules = [value for value in _declarations() if isinstance(value, Schedule)]
    return sorted(schedules, key=lambda schedule: schedule.job.name)


def job_called(name: str) -> JobDeclaration:
    """The job of this name. Raises `UnknownJobError`."""
    jobs = declared_jobs()
    if name not in jobs:
        known = ", ".join(sorted(jobs)) or "none"
        raise UnknownJobError(f"There is no job called {name!r}. Known jobs: {known}.")
    return jobs[name]


def _declarations() -> Iterator[JobDeclaration | Schedule]:
    for config in apps.get_app_configs():
        module = f"{config.name}.{MODULE}"
        if find_spec(module) is not None:
            for value in vars(import_module(module)).values():
                if isinstance(value, JobDeclaration | Schedule):
                    yield value

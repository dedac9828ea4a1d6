"""Thirty-two writers at once for ten seconds: no error, nothing lost."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.ground import NOW, Result, prepare, report

PROCESSES, THREADS = 4, 8
SECONDS = 10


def main() -> None:
    """Lets processes with threads write, then counts what is there."""
    user = prepare()
    from django.db import connections

    connections.close_all()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        told = pool.map(_write_in_threads, [user.pk] * PROCESSES)
    done = [number for numbers, _ in told for number in numbers]
    errors = [error for _, errors in told for error in errors]
    lost = _lost(done)
    print(f"{len(done)} acts, {len(errors)} errors {errors[:1]}, {lost} lost", file=sys.stderr)
    value = f"{len(errors)} errors, {lost} lost of {len(done):,}"
    name = f"{PROCESSES * THREADS} writers for {SECONDS} s"
    report(Result(name=name, value=value, target="none", is_met=bool(done) and not errors and lost == 0))


def _write_in_threads(user_id: int) -> tuple[list[int], list[str]]:
    import django

    django.setup()
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(THREADS) as pool:
        runs = list(pool.map(lambda _: _write(user_id, until), range(THREADS)))
    return [number for numbers, _ in runs for number in numbers], [error for _, errors in runs for error in errors]


def _write(user_id: int, until: float) -> tuple[list[int], list[str]]:
    from django.db import connection

    done: list[int] = []
    errors: list[str] = []
    while time.monotonic() < until:
        try:
            done.append(_act(user_id, len(done)))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    connection.close()
    return done, errors


def _act(user_id: int, number: int) -> int:
    """One new account, changed once: two versions under one change."""
    from tenure.business.accounts.models import Account
    from tenure.foundation.access.models import User
    from tenure.foundation.records.operations import change, create
    from tenure.foundation.records.recording import recording

    with recording(actor=User(pk=user_id, name="Anna"), path="bench", now=NOW):
        account: Any = create(model=Account, values={"name": f"Company {number}"})
        change(record=account, values={"size": number + 1})
    return int(account.pk)


def _lost(done: Sequence[int]) -> int:
    """How many of the accounts, or of their two versions each, are not there."""
    from tenure.business.accounts.models import Account

    accounts = set(Account.objects.filter(size__gt=0).values_list("pk", flat=True))
    versions = list(Account.versions_model.objects.values_list("record_id", flat=True))
    return len(set(done) - accounts) + abs(2 * len(done) - len(versions))


if __name__ == "__main__":
    main()

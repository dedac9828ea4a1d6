"""Many rows with their versions, against a bare `executemany` into the same table with its indexes."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.ground import FIELDS, NOW, account_rows, at_most, prepare, report

ROWS = 50_000
TURNS = 3
LIMIT = 4.0


def main() -> None:
    """Takes turns, so that a busy moment of the machine falls on both."""
    user = prepare()
    bare, ours = [], []
    for turn in range(TURNS):
        bare.append(_timed(lambda turn=turn: _bare(turn)))
        ours.append(_timed(lambda turn=turn: _with_versions(user, turn)))
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"bare {statistics.median(bare):.3f} s, with versions {statistics.median(ours):.3f} s", file=sys.stderr)
    report(at_most(name=f"{ROWS:,} accounts with versions against executemany", ratio=ratio, limit=LIMIT))


def _bare(turn: int) -> None:
    """All columns of the same rows, ready for the database, without triggers and without a version."""
    from django.db import connection, transaction

    from tenure.business.accounts.models import Account
    from tenure.foundation.records.versions.install import drop_triggers, install_triggers

    drop_triggers()
    columns = [field.column for field in Account._meta.local_concrete_fields if not field.primary_key]
    rows = _complete_rows(turn)
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{Account._meta.db_table}" ({names}) VALUES ({marks})'
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _CLOCK.started = time.perf_counter()
            cursor.executemany(statement, rows)
        _CLOCK.ended = time.perf_counter()
    finally:
        install_triggers()


def _complete_rows(turn: int) -> list[list[Any]]:
    from django.db import connection

    from tenure.business.accounts.models import Account

    fields = [field for field in Account._meta.local_concrete_fields if not field.primary_key]
    rows = []
    for values in account_rows(count=ROWS, start=turn * 2 * ROWS):
        account = Account(**dict(zip(FIELDS, values, strict=True)))
        rows.append([field.get_db_prep_save(field.pre_save(account, True), connection) for field in fields])
    return rows


def _with_versions(user: Any, turn: int) -> None:
    from tenure.business.accounts.models import Account
    from tenure.foundation.records.bulk import insert_rows
    from tenure.foundation.records.recording import recording

    rows = list(account_rows(count=ROWS, start=(turn * 2 + 1) * ROWS))
    _CLOCK.started = time.perf_counter()
    with recording(actor=user, path="bench", now=NOW):
        written = insert_rows(model=Account, fields=FIELDS, rows=rows)
    _CLOCK.ended = time.perf_counter()
    assert Account.versions_model.objects.filter(record_id__in=written[-10:]).count() == 10


class _Clock:
    """When the part that is measured began and ended."""

    started = 0.0
    ended = 0.0


_CLOCK = _Clock()


def _timed(work: Callable[[], None]) -> float:
    work()
    return _CLOCK.ended - _CLOCK.started


if __name__ == "__main__":
    main()

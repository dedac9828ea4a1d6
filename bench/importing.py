"""Opportunities from a file, with look-ups, external ids and versions, against the bare rows into the same table."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.ground import NOW, Result, at_most, prepare, report, rows_to_take

ROWS = rows_to_take(1_000_000)
ACCOUNTS = 10_000
PORTION = 50_000
LIMIT = 6.0
MOST_MEMORY_MB = 1024
MAPPING = """
source: bench
currency: EUR
targets:
- {kind: account, table: accounts, id: id, fields: {name: name}}
- kind: opportunity
  table: opportunities
  id: id
  fields:
    name: name
    account: {column: account, find: id}
    owner: {column: owner, find: name, missing: create}
    stage: stage
    arr: amount
    created_at: created
    close_date: close
    lead_source: lead_source
"""


def main() -> None:
    """Imports, then writes the same rows bare."""
    user = prepare()
    with tempfile.TemporaryDirectory() as folder:
        paths = [_accounts(Path(folder)), _opportunities(Path(folder))]
        ours = _imported(paths, user)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = _bare()
    print(f"{ROWS:,} rows: bare {bare:.1f} s, imported {ours:.1f} s, {memory:.0f} MB", file=sys.stderr)
    report(
        at_most(name=f"{ROWS:,} opportunities from CSV against bare rows", ratio=ours / bare, limit=LIMIT),
        Result(
            name="memory while importing",
            value=f"{memory:.0f} MB",
            target=f"under {MOST_MEMORY_MB} MB",
            is_met=memory < MOST_MEMORY_MB,
        ),
    )


def _accounts(folder: Path) -> Path:
    path = folder / "accounts.csv"
    with path.open("w") as file:
        file.write("id,name\n")
        file.writelines(f"A{number},Account {number}\n" for number in range(ACCOUNTS))
    return path


def _opportunities(folder: Path) -> Path:
    path = folder / "opportunities.csv"
    with path.open("w") as file:
        file.write("id,name,account,owner,stage,amount,created,close,lead_source\n")
        for number in range(ROWS):
            day = f"{2020 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}"
            stage = ("Discovery", "Demo", "Proposal")[number % 3]
            account, owner = number * 7919 % ACCOUNTS, number % 50
            file.write(
                f"O{number},Deal {number},A{account},Seller {owner},{stage},{number * 31 % 90_000}.50,"
                f"{day}T10:00:00Z,{day},{('Web', 'Event')[number % 2]}\n"
            )
    return path


def _imported(paths: list[Path], user: Any) -> float:
    from tenure.business.sales.models import Opportunity
    from tenure.interfaces.ingest.applying.batches import prepare as prepare_import
    from tenure.interfaces.ingest.applying.batches import run
    from tenure.interfaces.ingest.mapping.reading import read_mapping

    started = time.perf_counter()
    batch = prepare_import(mapping=read_mapping(MAPPING), paths=paths, by=user, now=NOW)
    run(batch=batch, now=NOW)
    took = time.perf_counter() - started
    assert Opportunity.objects.count() == ROWS
    return took


def _bare() -> float:
    """The same rows, ready for the database, into the same table with its indexes: no triggers, no versions."""
    from django.db import connection, transaction

    from tenure.business.sales.models import Opportunity
    from tenure.foundation.records.versions.install import drop_triggers, install_triggers

    fields = [field for field in Opportunity._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    table, took = Opportunity._meta.db_table, 0.0
    drop_triggers()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for rows in _portions(fields, connection):
                started = time.perf_counter()
                if connection.vendor == "sqlite":
                    marks = ", ".join(["%s"] * len(fields))
                    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
                else:
                    with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                        for row in rows:
                            copy.write_row(row)
                took += time.perf_counter() - started
            started = time.perf_counter()
        return took + time.perf_counter() - started
    finally:
        install_triggers()


def _portions(fields: list[Any], connection: Any) -> Iterator[list[list[Any]]]:
    from tenure.business.sales.models import Opportunity
    from tenure.foundation.records.fields import new_public_id

    last = Opportunity.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for start in range(last - ROWS, last, PORTION):
        rows = []
        for deal in Opportunity.objects.filter(pk__gt=start, pk__lte=start + PORTION).order_by("pk"):
            deal.public_id = new_public_id("opp")
            rows.append([field.get_db_prep_save(getattr(deal, field.attname), connection) for field in fields])
        yield rows


if __name__ == "__main__":
    main()

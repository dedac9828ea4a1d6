"""Numbers for whole histories that were brought in at once: they follow the order in which the records came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connections

from tenure.foundation.records.kinds import Kind, Numbering
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import holding, under_way
from tenure.foundation.records.versions.columns import versioned_table
from tenure.foundation.records.versions.histories import copy_rows

# What stands for a number until all of its series are written, and nothing else begins with.
NOT_YET = "~"
AT_ONCE = 20_000


def number_histories(*, model: type[Record], taken: Callable[[int], Iterator[str]]) -> int:
    """Gives each record whose number begins with `NOT_YET` its own, in all its versions; says how many there were.

    They follow the records' public ids, that is the time at which each came about. `taken` gives the numbers of a year
    one by one. As nobody has seen the old ones, this leaves no version. Inside `recording`.
    """
    numbering = _numbering_of(model.kind)
    series: dict[int, Iterator[str]] = {}
    count, last = 0, ""
    while chunk := _next(model, numbering, last):
        last = chunk[-1][1]
        rows = []
        for pk, _, day in chunk:
            year = day.year if day else 0
            rows.append((pk, next(series.setdefault(year, taken(year)))))
        _write(model, numbering.field, rows)
        count += len(rows)
    return count


def _numbering_of(kind: Kind) -> Numbering:
    assert kind.numbering is not None, f"{kind.plural} are not numbered."
    return kind.numbering


def _next(model: type[Record], numbering: Numbering, after: str) -> list[tuple[int, str, date | None]]:
    waiting: Any = model.everything.filter(**{f"{numbering.field}__startswith": NOT_YET}, public_id__gt=after)
    rows = waiting.order_by("public_id").values_list("pk", "public_id", numbering.dated_by or "deleted_at")
    return list(islice(rows, AT_ONCE))


def _write(model: type[Record], field: str, rows: Sequence[tuple[int, str]]) -> None:
    connection = connections[under_way().using]
    names = versioned_table(model)
    column = model._meta.get_field(field).column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE given_numbers (id bigint PRIMARY KEY, given varchar(50))")
        copy_rows(connection=connection, table="given_numbers", columns=("id", "given"), rows=rows)
        # The guard of history opens for this as for a lawful erasure: what is overwritten stood there for a moment.
        with holding(bulk=True, erasing=True):
            for table, key in ((names.table, "id"), (names.version_table, "record_id")):
                mine = f'given_numbers.id = "{table}"."{key}"'
                cursor.execute(f'UPDATE "{table}" SET "{column}" = given FROM given_numbers WHERE {mine}')
        cursor.execute("DROP TABLE given_numbers")

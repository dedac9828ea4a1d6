"""Columns of other tables of the same import, laid beside the rows whose keys are equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tenure.interfaces.ingest.applying.keys import plain
from tenure.interfaces.ingest.mapping.checking import joined
from tenure.interfaces.ingest.mapping.schema import Join
from tenure.interfaces.ingest.reading import Row, Table

MOST_ROWS = 2_000_000


class TooManyJoinedRowsError(ValueError):
    """A joined table is larger than memory should hold."""


class Joined:
    """The joined tables of a target, read once and kept by their keys. Of several equal keys the first row counts."""

    def __init__(self, joins: Mapping[str, Join], tables: Sequence[Table]) -> None:
        self.joins = joins
        self.rows = {alias: _by_key(alias, join, joined(join.table, tables)) for alias, join in joins.items()}

    def beside(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with the joined columns as `alias.column`; without them where no key is equal.

        A join may use the columns of an earlier one: `on: {id: deal_company.company_id}`.
        """
        if not self.joins:
            return list(rows)
        return [Row(row.number, self._laid(row.values)) for row in rows]

    def _laid(self, values: dict[str, Any]) -> dict[str, Any]:
        laid = dict(values)
        for alias, join in self.joins.items():
            key = tuple(plain(laid.get(own)) for own in join.on.values())
            found = self.rows[alias].get(key) if all(key) else None
            if found is not None:
                laid.update((f"{alias}.{name}", value) for name, value in found.items())
        return laid


def _by_key(alias: str, join: Join, tables: Sequence[Table]) -> dict[tuple[str, ...], dict[str, Any]]:
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for table in tables:
        for row in table.rows():
            if not isinstance(row, Row):
                continue
            found.setdefault(tuple(plain(row.values.get(name)) for name in join.on), row.values)
            if len(found) > MOST_ROWS:
                raise TooManyJoinedRowsError(
                    f"The table joined as {alias} has more than {MOST_ROWS:,} rows. Map it as a target of its own."
                )
    return found

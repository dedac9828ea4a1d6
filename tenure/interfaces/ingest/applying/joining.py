"""Columns of other tables of the same import, laid beside the rows whose keys are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tenure.interfaces.ingest.applying.keys import plain
from tenure.interfaces.ingest.mapping.checking import COUNT, joined
from tenure.interfaces.ingest.mapping.schema import Join
from tenure.interfaces.ingest.reading import Row, Table

MOST_ROWS = 2_000_000


class TooManyJoinedRowsError(ValueError):
    """A joined table is larger than memory should hold."""


class Joined:
    """The joined tables of a target, read once and kept by their keys. Of several equal keys the first row counts."""

    def __init__(
        self,
        joins: Mapping[str, Join],
        tables: Sequence[Table],
        also_called: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.joins = joins
        self.also_called = also_called or {}
        self.counts: dict[str, Counter[tuple[str, ...]]] = {alias: Counter() for alias in joins}
        self.rows = {
            alias: _by_key(alias, join, joined(join.table, tables), self.counts[alias]) for alias, join in joins.items()
        }

    def beside(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with the joined columns as `alias.column`; without them where no key is equal.

        A join may use the columns of an earlier one: `on: {id: deal_company.company_id}`.
        """
        if not self.joins and not self.also_called:
            return list(rows)
        return [Row(row.number, self._laid(row.values)) for row in rows]

    def _laid(self, values: dict[str, Any]) -> dict[str, Any]:
        laid = dict(values)
        for name, others in self.also_called.items():
            if name not in laid:
                laid[name] = next((laid[other] for other in others if other in laid), None)
        for alias, join in self.joins.items():
            key = tuple(plain(laid.get(own)) for own in join.on.values())
            found = self.rows[alias].get(key) if all(key) else None
            if found is not None:
                laid.update((f"{alias}.{name}", value) for name, value in found.items())
                laid.setdefault(f"{alias}.{COUNT}", self.counts[alias][key])
        return laid


def _by_key(
    alias: str, join: Join, tables: Sequence[Table], counts: Counter[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[str, Any]]:
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for table in tables:
        for row in table.rows():
            if not isinstance(row, Row):
                continue
            key = tuple(plain(row.values.get(name)) for name in join.on)
            found.setdefault(key, row.values)
            counts[key] += 1
            if len(found) > MOST_ROWS:
                raise TooManyJoinedRowsError(
                    f"The table joined as {alias} has more than {MOST_ROWS:,} rows. Map it as a target of its own."
                )
    return found

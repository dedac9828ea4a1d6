"""Queries as they were written, which takes far longer than to run them over a small company."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis

from tenure.engine.relations.viewpoint import Viewpoint

MOST_WRITTEN = 4_000


@dataclass(frozen=True)
class Need:
    """What a query reads: a table that is `kept` under its name, the `versions` of one, the `rates`, the `usage`, or a
    `small` one by its rows and types."""

    sort: str
    name: str = ""
    values: tuple[tuple[Any, ...], ...] = ()
    types: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Recipe:
    """A query with the columns that it gives and what must be there before it runs."""

    query: str
    columns: Mapping[str, Any]
    needs: tuple[Need, ...]


@dataclass
class Trace:
    """What was read while an expression was made. `is_of_data`: rows were fetched, so that others may make another."""

    needs: dict[Need, None] = field(default_factory=dict)
    is_of_data: bool = False


class Recipes:
    """All that was written in this process, by name, the viewpoint's shape and what is known of the kinds."""

    def __init__(self) -> None:
        self._written: dict[Hashable, Recipe] = {}

    def find(self, key: Hashable) -> Recipe | None:
        """The recipe that was written under this key."""
        return self._written.get(key)

    def write(self, key: Hashable, recipe: Recipe) -> None:
        """Keeps a recipe."""
        if len(self._written) >= MOST_WRITTEN:
            self._written.clear()
        self._written[key] = recipe


def shape_of(view: Viewpoint) -> tuple[Any, ...]:
    """What of a viewpoint a query's text depends on: everything but the days and instants themselves."""
    settings = repr(sorted(view.settings.items()))
    return (
        view.currency,
        view.zone,
        view.fiscal_start,
        view.week_start,
        view.rate_max_age_days,
        settings,
    )


def small_need(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> Need:
    """The need of a small table, which goes by what is in it."""
    values = tuple(tuple(row[one] for one in types) for row in rows)
    named = hashlib.sha256(repr((values, types)).encode()).hexdigest()[:16]
    return Need("small", f"small_{named}", values, tuple(types.items()))


def columns_of(table: Any) -> dict[str, Any]:
    """The columns of an expression with their types."""
    return dict(ibis.schema(table.schema()).items())

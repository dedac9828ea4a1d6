"""Queries as they were written, which takes far longer than to run them over a small company."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from tenure.engine.relations.viewpoint import Viewpoint
from tenure.engine.workspace.shelf import Shelf

MOST_WRITTEN = 4_000
_DAY = "a day"


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
    """A query with the columns that it gives, by type, and what must be there before it runs."""

    query: str
    columns: Mapping[str, str]
    needs: tuple[Need, ...]


@dataclass
class Trace:
    """What was read while an expression was made. `is_of_data`: rows were fetched, so that others may make another."""

    needs: dict[Need, None] = field(default_factory=dict)
    is_of_data: bool = False


class Recipes:
    """All that was written, by name, the viewpoint's shape and what is known of the kinds: in this process, and on a
    shelf for the next."""

    _read: ClassVar[dict[Hashable, Recipe]] = {}

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def find(self, key: Hashable) -> Recipe | None:
        """The recipe that was written under this key."""
        if key not in self._read:
            written = self._shelf.find(key)
            if written is None:
                return None
            self._remember(key, _from_text(written))
        return self._read[key]

    def write(self, key: Hashable, recipe: Recipe) -> None:
        """Keeps a recipe."""
        self._remember(key, recipe)
        self._shelf.put(key, _as_text(recipe))

    def _remember(self, key: Hashable, recipe: Recipe) -> None:
        if len(self._read) >= MOST_WRITTEN:
            self._read.clear()
        self._read[key] = recipe


def shape_of(view: Viewpoint) -> tuple[Any, ...]:
    """What of a viewpoint a query's text depends on: everything but the days and instants themselves."""
    settings = repr(sorted(view.settings.items()))
    return view.currency, view.zone, view.fiscal_start, view.week_start, view.rate_max_age_days, settings


def small_need(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> Need:
    """The need of a small table, which goes by what is in it."""
    values = tuple(tuple(row[one] for one in types) for row in rows)
    named = hashlib.sha256(repr((values, types)).encode()).hexdigest()[:16]
    return Need("small", f"small_{named}", values, tuple(types.items()))


def columns_of(table: Any) -> dict[str, str]:
    """The columns of an expression with their types."""
    return {name: str(kind) for name, kind in table.schema().items()}


def _as_text(recipe: Recipe) -> str:
    needs = [(need.sort, need.name, need.values, need.types) for need in recipe.needs]
    return json.dumps([recipe.query, dict(recipe.columns), needs], default=lambda day: {_DAY: day.isoformat()})


def _from_text(text: str) -> Recipe:
    query, columns, needs = json.loads(text, object_hook=_day_or_columns)
    return Recipe(query, columns, tuple(_need(*one) for one in needs))


def _day_or_columns(read: dict[str, Any]) -> Any:
    return date.fromisoformat(read[_DAY]) if _DAY in read else read


def _need(sort: str, name: str, values: list[list[Any]], types: list[list[str]]) -> Need:
    return Need(sort, name, tuple(map(tuple, values)), tuple((column, kind) for column, kind in types))

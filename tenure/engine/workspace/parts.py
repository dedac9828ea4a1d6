"""Kept tables of a large company in part: each holds the columns that something reads, and more once more is read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis

from tenure.engine.workspace.narrowing import Shapes
from tenure.engine.workspace.recipes import Need, Recipe, Recipes

Columns = dict[str, set[str]]


@dataclass(frozen=True)
class Here:
    """The viewpoint that is looked from: what recipes go by, the kept tables that are there with their columns, and the
    schemas in which they are."""

    key: Callable[[Hashable], Hashable]
    kept: Mapping[str, Mapping[str, str]]
    search_path: str


class Parts:
    """Finds out which columns are read, and how tables with these alone are worked out.

    `here` gives the viewpoint, `bring` brings what a recipe needs but for kept tables, `types` DuckDB's name of a type.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        recipes: Recipes,
        here: Callable[[], Here],
        bring: Callable[[Need], Any],
        types: Callable[[Any], str],
    ) -> None:
        self._raw = connection
        self._recipes = recipes
        self._here = here
        self._bring = bring
        self._types = types
        self.shapes = Shapes(connection)

    def is_known(self, name: str) -> bool:
        """Whether it is written how a table is worked out, and all that it is worked out from, or it is there."""
        recipe = self._recipes.find(self._here().key(name))
        if recipe is None:
            return name in self._here().kept
        return all(self.is_known(need.name) for need in recipe.needs if need.sort == "kept")

    def columns(self, name: str) -> Mapping[str, str]:
        """All columns of a kept table by type, whether they are worked out or not."""
        recipe = self._recipes.find(self._here().key(name))
        return self._here().kept[name] if recipe is None else recipe.columns

    def told(self, columns: Mapping[str, str]) -> dict[str, str]:
        """Columns by DuckDB's types."""
        return {column: self._types(ibis.dtype(kind)) for column, kind in columns.items()}

    def shapes_of(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        """The columns of kept tables by DuckDB's types."""
        return {name: self.told(self.columns(name)) for name in names if self.is_known(name)}

    def read_by(self, query: str, names: Sequence[str]) -> list[Need]:
        """The kept tables of these names that a query reads, with the columns that it reads of them."""
        with self.shapes.instead(self.shapes_of(names), search_path=self._here().search_path):
            return [Need("kept", name, (columns,)) for name, columns in self.shapes.read_by(query).items()]

    def work_out(self, name: str, recipe: Recipe) -> None:
        """Makes a table by a recipe of some of its columns. Queries name columns that they do not read: these are
        there, and refuse to be read."""
        whole = self.shapes_of([name]).get(name) or dict.fromkeys(recipe.columns, "")
        told = ", ".join(
            f'"{column}"' if column in recipe.columns else f"error('{name} lacks {column}')::{kind} AS \"{column}\""
            for column, kind in whole.items()
        )
        self._raw.execute(f'CREATE OR REPLACE TABLE "{name} in part" AS {recipe.query}')
        self._raw.execute(f'CREATE OR REPLACE VIEW "{name}" AS SELECT {told} FROM "{name} in part"')

    def recipe_of(self, name: str, wanted: set[str]) -> Recipe:
        """How the wanted columns of a kept table are worked out, and those that are there already."""
        recipe = self._recipes.find(self._here().key(name))
        if recipe is None:  # it is there whole
            return Recipe("", self._here().kept[name], ())
        columns = wanted | self._here().kept.get(name, {}).keys()
        return self._narrowed(name, recipe, tuple(one for one in recipe.columns if one in columns))

    def in_order(self, needs: Sequence[Need]) -> list[Need]:
        """The needs with those of kept tables behind them, each once with all that others read of it, after those that
        it reads itself."""
        columns: Columns = {}
        self._collect(needs, columns)
        return list(self._ordered(needs, columns, {}).values())

    def _collect(self, needs: Sequence[Need], columns: Columns) -> None:
        for need in needs:
            if need.sort == "kept" and not set(need.values[0]) <= columns.setdefault(need.name, set()):
                columns[need.name] |= set(need.values[0])
                self._collect(self.recipe_of(need.name, columns[need.name]).needs, columns)

    def _ordered(self, needs: Sequence[Need], columns: Columns, found: dict[str, Need]) -> dict[str, Need]:
        for need in needs:
            if need.sort != "kept":
                found[repr(need)] = need
            elif need.name not in found:
                self._ordered(self.recipe_of(need.name, columns[need.name]).needs, columns, found)
                found[need.name] = Need("kept", need.name, (tuple(sorted(columns[need.name])),))
        return found

    def _narrowed(self, name: str, recipe: Recipe, columns: tuple[str, ...]) -> Recipe:
        if columns == tuple(recipe.columns):
            return recipe
        key = self._here().key(("of", name, columns))
        found = self._recipes.find(key)
        if found is None:
            query = "SELECT " + ", ".join(f'"{column}"' for column in columns) + f" FROM ({recipe.query})"
            others = [need for need in recipe.needs if need.sort != "kept"]
            for need in others:
                self._bring(need)
            kept = [need.name for need in recipe.needs if need.sort == "kept"]
            found = Recipe(
                query, {column: recipe.columns[column] for column in columns}, (*others, *self.read_by(query, kept))
            )
            self._recipes.write(key, found)
        return found


def together(needs: Sequence[Need]) -> list[Need]:
    """Needs of the same kept table as one, with all of their columns."""
    found: dict[str, dict[str, None]] = {}
    for need in needs:
        found.setdefault(need.name, {}).update(dict.fromkeys(need.values[0]))
    return [Need("kept", name, (tuple(columns),)) for name, columns in found.items()]

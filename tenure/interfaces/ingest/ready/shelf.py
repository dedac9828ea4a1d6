"""The mappings on the shelf: listed, read by name, and cut to the files at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tenure.interfaces.ingest.mapping.errors import suggestion
from tenure.interfaces.ingest.mapping.fitting import Fitted, fit
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.ingest.reading import Table

FOLDER = Path(__file__).parent


class UnknownMappingError(LookupError):
    """No mapping of this name comes with the product."""


@dataclass(frozen=True)
class Ready:
    """A mapping that comes with the product: its short name, its title, and the kinds of what it makes."""

    name: str
    title: str
    kinds: tuple[str, ...]


def ready_mappings() -> list[Ready]:
    """All of them, by name."""
    found = []
    for name in _names():
        mapping = ready_mapping(name=name)
        found.append(Ready(name, mapping.name, tuple(dict.fromkeys(target.kind for target in mapping.targets))))
    return found


def ready_mapping(*, name: str) -> Mapping:
    """The mapping of this name, for all tables that it knows. Raises `UnknownMappingError`."""
    return read_mapping(ready_text(name=name))


@cache
def ready_text(*, name: str) -> str:
    """The file of a mapping, with its remarks. Raises `UnknownMappingError`."""
    if name not in _names():
        raise UnknownMappingError(f"No mapping called {name} comes with Tenure.{suggestion(name, _names())}")
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def is_ready(name: str) -> bool:
    """Whether a mapping of this name comes with the product."""
    return name in _names()


def fitting(*, name: str, tables: Sequence[Table]) -> Fitted:
    """The mapping of this name for these tables. Raises `UnknownMappingError`, `NothingFitsError`."""
    return fit(mapping=ready_mapping(name=name), tables=tables)


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))

"""The mappings on the shelf: listed, read by name, and cut to the files at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tenure.foundation.organisation.models import Company
from tenure.interfaces.ingest.mapping.errors import suggestion
from tenure.interfaces.ingest.mapping.fitting import Fitted, NothingFitsError, fit
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


@cache
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
    """The mapping of this name for these tables, with the company's currency where they say none.

    Raises `UnknownMappingError`, `NothingFitsError`.
    """
    mapping = ready_mapping(name=name)
    if mapping.currency is None:
        currency = Company.objects.values_list("currency", flat=True).first()
        mapping = mapping.model_copy(update={"currency": currency or None})
    return fit(mapping=mapping, tables=tables)


def looks_like(*, tables: Sequence[Table]) -> list[Ready]:
    """The mappings that know every one of these tables."""
    found = []
    for one in ready_mappings():
        try:
            fitted = fit(mapping=ready_mapping(name=one.name), tables=tables)
        except NothingFitsError:
            continue
        if not fitted.unused:
            found.append(one)
    return found


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))

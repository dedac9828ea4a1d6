"""All settings of definitions, and which metrics each of them moves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

from rapidfuzz import process

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.lineage import relations_of
from tenure.engine.relations.registry import DuplicateKeyError, declared
from tenure.engine.relations.settings import Setting


class UnknownSettingError(LookupError):
    """No setting goes by this key."""


@cache
def find_settings() -> Mapping[str, Setting]:
    """All settings by key. Raises `DuplicateKeyError`."""
    found: dict[str, Setting] = {}
    for module, one in declared(Setting, files=("relations", "metrics")):
        if found.get(one.key, one) is not one:
            raise DuplicateKeyError(f"Two settings are called {one.key!r}; one is in {module}.")
        found[one.key] = one
    return dict(sorted(found.items()))


def find_setting(key: str) -> Setting:
    """The setting of a key. Raises `UnknownSettingError` with a suggestion."""
    known = find_settings()
    if key not in known:
        near = process.extractOne(key, list(known), score_cutoff=50)
        hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}."
        raise UnknownSettingError(f"There is no setting {key!r}{hint}")
    return known[key]


def moved_by(setting: Setting, *, catalogue: Catalogue) -> list[Metric]:
    """The metrics whose numbers the setting moves: their own module, or that of a population of theirs, reads it."""
    readers = {name for name, module in _modules(catalogue).items() if setting in _held(module)}
    return [catalogue.metrics[key] for key in sorted(readers)]


def _modules(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for module, metric in declared(Metric, files=("metrics",)):
        built = {catalogue.relations[key].build.__module__ for key in relations_of(metric, catalogue=catalogue)}
        found.setdefault(metric.key, set()).update({module, *built})
    return {key: frozenset(names) for key, names in found.items()}


def _held(modules: frozenset[str]) -> list[Setting]:
    return [one for name in modules for one in vars(sys.modules[name]).values() if isinstance(one, Setting)]

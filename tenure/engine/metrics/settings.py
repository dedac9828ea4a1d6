"""All settings of definitions, and which metrics each of them moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.declaring import Derived, Estimate, Metric, Series, Spread
from tenure.engine.metrics.lineage import inputs_of, measures_of, relations_of
from tenure.engine.relations.registry import DuplicateKeyError, declared
from tenure.engine.relations.settings import Setting
from tenure.engine.relations.suggesting import nearest

OURS = "tenure."


class UnknownSettingError(LookupError):
    """No setting goes by this key."""


@cache
def find_settings() -> Mapping[str, Setting]:
    """All settings by key. Raises `DuplicateKeyError`."""
    return {key: one for key, (one, _) in _found().items()}


def room_of(setting: Setting) -> str:
    """The room that declares a setting, such as billing."""
    return _found()[setting.key][1]


@cache
def _found() -> dict[str, tuple[Setting, str]]:
    found: dict[str, tuple[Setting, str]] = {}
    for module, one in declared(Setting, files=("relations", "metrics")):
        if found.get(one.key, (one, ""))[0] is not one:
            raise DuplicateKeyError(f"Two settings are called {one.key!r}; one is in {module}.")
        found[one.key] = (one, module.split(".")[2])
    return dict(sorted(found.items()))


def find_setting(key: str) -> Setting:
    """The setting of a key. Raises `UnknownSettingError` with a suggestion."""
    known = find_settings()
    if key not in known:
        near = nearest(key, known)
        hint = f"; did you mean {near!r}?" if near else f"; there are: {', '.join(known)}."
        raise UnknownSettingError(f"There is no setting {key!r}{hint}")
    return known[key]


def moved_by(setting: Setting, *, catalogue: Catalogue) -> list[Metric]:
    """The metrics whose numbers the setting moves, by key."""
    return [one for _, one in sorted(catalogue.metrics.items()) if setting in settings_of(one, catalogue=catalogue)]


def settings_of(metric: Metric, *, catalogue: Catalogue) -> tuple[Setting, ...]:
    """The settings that a metric's numbers follow, by key: what its functions read, or those of a series or a
    population that it is made of."""
    found: set[str] = set()
    for function in _functions_of(metric, catalogue):
        found |= {one.key for one in _read_by(function)}
    return tuple(one for key, one in find_settings().items() if key in found)


def _functions_of(metric: Metric, catalogue: Catalogue) -> Iterator[Callable[..., Any]]:
    for key in relations_of(metric, catalogue=catalogue):
        yield catalogue.relations[key].build
    waiting, seen = list(metric.series), set[str]()
    while waiting:
        series = waiting.pop()
        if series.key not in seen:
            seen.add(series.key)
            yield from _functions_in(series)
            waiting += [catalogue.series[key][1] for key in inputs_of(series)]


def _functions_in(series: Series) -> Iterator[Callable[..., Any]]:
    match series:
        case Derived() | Spread():
            yield series.value
        case Estimate():
            yield series.estimate
    for measure in measures_of(series):
        yield from (one for one in (measure.value, measure.where) if one is not None)


@cache
def _read_by(function: Callable[..., Any]) -> frozenset[Setting]:
    """The settings that a function names, or one of ours that it calls by name."""
    found: set[Setting] = set()
    seen: set[int] = set()
    waiting: list[Any] = [function]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Setting):
            found.add(one)
        elif isinstance(one, FunctionType) and id(one) not in seen and one.__module__.startswith(OURS):
            seen.add(id(one))
            waiting += _named_in(one)
    return frozenset(found)


def _named_in(function: FunctionType) -> list[Any]:
    names = [name for code in _codes(function.__code__) for name in code.co_names]
    held = [cell.cell_contents for cell in function.__closure__ or ()]
    return [*(function.__globals__.get(name) for name in names), *held]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)

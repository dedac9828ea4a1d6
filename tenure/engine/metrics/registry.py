"""All metrics, found by scanning the rooms."""

from __future__ import annotations

from functools import cache

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.declaring import Derived, Metric, Series, Spread
from tenure.engine.relations.registry import (
    BrokenDeclarationError,
    CycleError,
    DuplicateKeyError,
    declared,
    find_relations,
)
from tenure.engine.relations.suggesting import nearest


class UnknownMetricError(LookupError):
    """No metric goes by this key."""


@cache
def catalogue() -> Catalogue:
    """All metrics and relations. Raises `BrokenDeclarationError` (or `DuplicateKeyError`, `CycleError` among them)."""
    metrics: dict[str, Metric] = {}
    series: dict[str, tuple[Metric, Series]] = {}
    for module, one in declared(Metric, files=("metrics",)):
        if metrics.get(one.key) is one:
            continue
        if one.key in metrics:
            raise DuplicateKeyError(f"Two metrics are called {one.key!r}; one is in {module}.")
        metrics[one.key] = one
        for each in one.series:
            if each.key in series:
                raise DuplicateKeyError(f"Two series are called {each.key!r}; one is in {module}.")
            series[each.key] = (one, each)
    for key in series:
        _check(key, series, ())
    return Catalogue(metrics=metrics, relations=find_relations(), series=series)


def find_metric(key: str) -> tuple[Metric, str | None]:
    """The metric of a key, an alias or a series (then with the series' key).

    Raises `UnknownMetricError` with a suggestion.
    """
    known = catalogue()
    if key in known.metrics:
        return known.metrics[key], None
    if key in known.series:
        return known.series[key][0], key
    for metric in known.metrics.values():
        if key in metric.aliases:
            return metric, metric.aliases[key]
    aliases = [alias for metric in known.metrics.values() for alias in metric.aliases]
    near = nearest(key, [*known.metrics, *known.series, *aliases])
    hint = f"; did you mean {near!r}?" if near else ". `tenure metrics list` names them all."
    raise UnknownMetricError(f"There is no metric {key!r}{hint}")


def _check(key: str, series: dict[str, tuple[Metric, Series]], above: tuple[str, ...]) -> None:
    if key in above:
        raise CycleError(f"Series refer to each other in a circle: {' → '.join((*above, key))}.")
    if key not in series:
        raise BrokenDeclarationError(f"The series {above[-1]!r} is computed from {key!r}, which is declared nowhere.")
    one = series[key][1]
    inputs = one.inputs.values() if isinstance(one, Derived) else [one.of] if isinstance(one, Spread) else []
    for each in inputs:
        _check(each.series, series, (*above, key))

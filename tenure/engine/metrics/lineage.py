"""What a number is made of: from a metric over its series and populations down to kinds of records."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.declaring import (
    Derived,
    Estimate,
    Measure,
    Metric,
    Pair,
    Quantile,
    Ratio,
    Series,
    Spread,
    Total,
)


def inputs_of(series: Series) -> tuple[str, ...]:
    """The keys of the series that a series is made of directly."""
    if isinstance(series, Derived):
        return tuple(one.series for one in series.inputs.values())
    return (series.of.series,) if isinstance(series, Spread) else ()


def measures_of(series: Series) -> tuple[Measure, ...]:
    """The measures that a series counts itself."""
    match series:
        case Total() | Quantile() | Estimate():
            return (series.of,)
        case Ratio():
            return (series.top, series.bottom)
        case _:
            return ()


def relations_of(metric: Metric, *, catalogue: Catalogue) -> frozenset[str]:
    """The keys of all relations that a metric stands on, through other series too."""
    found: set[str] = set()
    for series in metric.series:
        for measure in all_measures(series, catalogue=catalogue):
            found.add(measure.relation)
            if isinstance(measure.time, Pair) and measure.time.held:
                found.add(measure.time.held)
    waiting = list(found)
    while waiting:
        for used in catalogue.relations[waiting.pop()].uses:
            if used not in found:
                found.add(used)
                waiting.append(used)
    return frozenset(found)


def kinds_of(metric: Metric, *, catalogue: Catalogue) -> frozenset[str]:
    """The kinds of records that a metric stands on."""
    relations = [catalogue.relations[key] for key in relations_of(metric, catalogue=catalogue)]
    return frozenset(kind for one in relations for kind in (*one.reads, *(("account",) if one.account else ())))


def row_kind(measure: Measure, *, catalogue: Catalogue) -> str:
    """The kind of the records that a measure's rows are: its population's, or of balances that of what has them."""
    relation = catalogue.relations[measure.relation]
    if isinstance(measure.time, Pair):
        return next(kind for kind, column in relation.links.items() if column == measure.time.by[0])
    return relation.kind


def all_measures(series: Series, *, catalogue: Catalogue) -> Iterator[Measure]:
    """The measures that a series stands on, through other series too."""
    yield from measures_of(series)
    for key in inputs_of(series):
        yield from all_measures(catalogue.series[key][1], catalogue=catalogue)

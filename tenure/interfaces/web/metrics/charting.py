"""What a chart is drawn from: names, numbers and how they are written, as the script of the page reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.figures import period_words

MOST_SERIES = 6
AS_BARS = (Unit.COUNT,)


def chart_of(
    answers: Sequence[Answer], *, grain: str, currency: str, title: str, targets: Mapping[Period, Any] | None = None
) -> str:
    """A line (or bars, for flows of counts) by period, for at most the six largest cuts, as JSON; `targets` are drawn
    beside one alone."""
    periods = list(dict.fromkeys(one.period for one in answers))
    cuts: dict[str, dict[Any, Answer]] = {}
    for one in answers:
        cuts.setdefault(" · ".join(map(str, one.dims.values())) or title, {})[one.period] = one
    largest = sorted(cuts, key=lambda name: -_total(cuts[name].values()))[:MOST_SERIES]
    series = [
        {
            "name": name,
            "values": [_plain(cuts[name].get(period)) for period in periods],
            "texts": [_text(cuts[name].get(period), currency, is_short=False) for period in periods],
        }
        for name in largest
    ]
    unit = answers[0].unit if answers else Unit.COUNT
    return json.dumps(
        {
            "kind": "bar" if unit in AS_BARS and len(largest) <= 1 else "line",
            "title": title,
            "by": " ".join(answers[0].dims) if answers else "",
            "periods": [period_words(period, grain) for period in periods],
            "partial": [period.is_partial for period in periods],
            "unit": unit.value,
            "currency": currency,
            "series": series,
            "targets": _targets(periods, targets or {}, unit, currency) if len(largest) == 1 else None,
            "left_out": max(len(cuts) - MOST_SERIES, 0),
        }
    )


def _targets(periods: Sequence[Period], targets: Mapping[Period, Any], unit: Unit, currency: str) -> Any:
    if not targets:
        return None
    found = [targets.get(period) for period in periods]
    return {
        "values": [None if one is None else float(one) for one in found],
        "texts": ["" if one is None else shown(one, unit=unit, currency=currency) for one in found],
    }


def _plain(answer: Answer | None) -> float | None:
    value = answer.value if answer is not None else None
    return None if value is None or isinstance(value, str) else float(value)


def _text(answer: Answer | None, currency: str, *, is_short: bool) -> str:
    if answer is None:
        return ""
    return shown(answer.value, unit=answer.unit, currency=currency, is_short=is_short)


def _total(answers: Any) -> float:
    return sum(abs(_plain(one) or 0.0) for one in answers)

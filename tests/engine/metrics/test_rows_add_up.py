"""The rows behind every sum and ratio of the catalogue add up to it, over the demo company."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.declaring import Metric, Ratio, Total
from tenure.engine.metrics.drilling import MOST_ROWS
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask, ask_metric, rows_behind
from tests.support.demo_company import Demo

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
START, END, TODAY = date(2026, 1, 1), date(2026, 7, 1), date(2026, 7, 15)


def test_they_do(demo: Demo) -> None:
    metrics = catalogue().metrics
    wrong = [told for key in sorted(metrics) for told in differing(metrics[key], demo)]

    assert wrong == []


def differing(metric: Metric, demo: Demo) -> list[str]:
    """The periods and sides of a metric whose rows do not add up, in words."""
    series = {one.key: one for one in metric.series if isinstance(one, Total | Ratio)}
    if not series:
        return []
    ask = Ask(keys=(metric.key,), as_of=TODAY, start=START, end=END, grain="quarter")
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for key in series:
        rows = rows_behind(replace(ask, keys=(key,), series_only=True), lake=demo.numbers.lake)
        if len(rows) >= MOST_ROWS:
            sums[key, None, None] = Decimal(1)
        for row in rows:
            sums[row.series, row.period.start, row.side] += Decimal(str(row.amount or 0))
    found = []
    for one in ask_metric(ask, lake=demo.numbers.lake):
        if one.series not in series or (one.value is None and one.reason and "rate" in one.reason):
            continue
        if (one.series, None, None) in sums:
            continue
        sides = {"numerator": one.numerator, "denominator": one.denominator}
        for side, told in sides.items():
            added = sums[one.series, one.period.start, side]
            if told is not None and abs(Decimal(str(told)) - added) > Decimal("0.000001"):
                found.append(f"{one.series} {one.period.start} {side}: {told} told, {added} in rows")
    return found

"""A company without any records: every sum and count is 0, everything else unknown with its reason, nothing fails."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask, ask_metric
from tests.support.numbers import Numbers

ADDED_UP = (Unit.MONEY, Unit.COUNT, Unit.HOURS, Unit.DAYS)


@pytest.mark.slow
def test_nothing_counts_as_nothing_and_every_unknown_says_why(numbers: Numbers) -> None:
    known = catalogue()
    ask = Ask(tuple(known.metrics), as_of=date(2026, 3, 31), start=date(2026, 1, 1), end=date(2026, 4, 1))

    answers = ask_metric(ask, lake=numbers.lake)

    assert {one.series for one in answers} == set(known.series)
    assert not [one.series for one in answers if one.value is None and not one.reason]
    assert not [one.series for one in answers if one.value is not None and one.value != 0]
    assert not [one.series for one in answers if one.value is not None and one.unit not in ADDED_UP]

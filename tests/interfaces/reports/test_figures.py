"""How periods are called, and how a number is said to have moved."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Better, Unit
from tenure.engine.metrics.periods import Period
from tenure.interfaces.reports.figures import headline, period_words


def period(start: str, end: str) -> Period:
    """The days from `start` to before `end`."""
    last = date.fromisoformat(end) - timedelta(days=1)
    return Period(date.fromisoformat(start), date.fromisoformat(end), last)


@pytest.mark.parametrize(
    ("start", "end", "grain", "words"),
    [
        ("2026-03-05", "2026-03-06", "day", "5 March 2026"),
        ("2026-03-02", "2026-03-09", "week", "week of 2 March 2026"),
        ("2026-03-01", "2026-04-01", "month", "March 2026"),
        ("2026-01-01", "2026-04-01", "quarter", "Jan–Mar 2026"),
        ("2025-12-01", "2026-03-01", "quarter", "Dec 2025 – Feb 2026"),
        ("2026-01-01", "2027-01-01", "year", "2026"),
        ("2025-07-01", "2026-07-01", "year", "Jul 2025 – Jun 2026"),
        ("2026-01-15", "2026-03-08", "total", "15 Jan 2026 – 7 Mar 2026"),
        ("2026-03-01", "2026-04-01", "total", "March 2026"),
    ],
)
def test_periods_are_called_by_the_shortest_name(start: str, end: str, grain: str, words: str) -> None:
    assert period_words(period(start, end), grain) == words


@pytest.mark.parametrize(
    ("before", "now", "unit", "better", "told"),
    [
        (Decimal(100), Decimal(125), Unit.MONEY, Better.HIGHER, ("25.0 % more", "good")),
        (Decimal(-300), Decimal(900), Unit.MONEY, Better.LOWER, ("$1.2K more", "bad")),
        (Decimal(0), Decimal(50), Unit.MONEY, Better.HIGHER, ("$50 more", "good")),
        (Decimal(500), Decimal(-700), Unit.MONEY, Better.LOWER, ("$1.2K less", "good")),
        (0.25, 0.20, Unit.RATIO, Better.HIGHER, ("5.0 points less", "bad")),
        (10.0, 32.0, Unit.POINTS, Better.HIGHER, ("22 points more", "good")),
        (4.2, 4.0, Unit.SCORE, Better.HIGHER, ("0.2 points less", "bad")),
        (7, 7, Unit.COUNT, Better.HIGHER, ("unchanged", "")),
    ],
)
def test_a_move_is_told_in_what_it_can_be_told_in(
    before: Any, now: Any, unit: Unit, better: Better, told: tuple[str, str]
) -> None:
    answers = [
        Answer(series="x", period=one, unit=unit, value=value, numerator=None, denominator=None, n=20, dims={})
        for one, value in ((period("2026-01-01", "2026-02-01"), before), (period("2026-02-01", "2026-03-01"), now))
    ]

    shown = headline(answers, grain="month", currency="USD", better=better)

    assert shown is not None
    [move] = shown.moves
    assert (move.words, move.tone) == told

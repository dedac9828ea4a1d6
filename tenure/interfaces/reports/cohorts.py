"""Cohorts by age: of what customers paid or were when they began, how much is left so many periods later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.grids import Cell, Grid, Line, brief_period

# From which share on a cell is as dark as its level: what is below the first has level 1.
STEPS = (Decimal("0.3"), Decimal("0.5"), Decimal("0.65"), Decimal("0.75"), Decimal("0.85"), Decimal("0.95"))
GROWN = Decimal("1.05")
START, ALL = "Start", "All"
Left = Mapping[int, Decimal]


def can_be_left(unit: Unit) -> bool:
    """Whether what is left of a number of this unit can be told: shares and durations do not add up."""
    return unit in (Unit.MONEY, Unit.COUNT)


def cohorts_of(answers: Sequence[Answer], *, grain: str, currency: str) -> Grid:
    """A line for each cohort that began in the periods, a column for each age: the share of its start that is left.

    The start is the balance at the end of the period in which the cohort began. The last line is that of all cohorts
    together that have come to the age.
    """
    periods = sorted({one.period for one in answers if one.period.has_begun}, key=lambda one: one.start)
    left = _left(answers, periods)
    ages = range(1, max((max(one) for one in left.values()), default=0) + 1)
    unit = answers[0].unit if answers else None
    lines = [
        Line(brief_period(periods[at], grain), (_start(one[0], unit, currency), *(_cell(one, age) for age in ages)))
        for at, one in sorted(left.items())
    ]
    if len(left) > 1:
        lines.append(Line(ALL, (Cell(""), *(_all(left.values(), age) for age in ages))))
    return Grid("Cohort", (START, *map(str, ages)), tuple(lines))


def _left(answers: Sequence[Answer], periods: Sequence[Period]) -> dict[int, dict[int, Decimal]]:
    """By the place of the period in which a cohort began, what is left of it at each age."""
    places = {period: place for place, period in enumerate(periods)}
    left: dict[int, dict[int, Decimal]] = {}
    for one in answers:
        began = _began(next(iter(one.dims.values()), None), periods)
        if began is None or one.period not in places or places[one.period] < began:
            continue
        ages = left.setdefault(began, {age: Decimal(0) for age in range(len(periods) - began)})
        ages[places[one.period] - began] += Decimal(one.value or 0)
    return {began: ages for began, ages in left.items() if ages[0] > 0}


def _began(cohort: Any, periods: Sequence[Period]) -> int | None:
    """The place of the period that holds the month of a cohort, such as “2025-03”."""
    try:
        day = date.fromisoformat(f"{cohort}-01")
    except ValueError:
        return None
    return next((at for at, one in enumerate(periods) if one.start <= day < one.end), None)


def _start(amount: Decimal, unit: Any, currency: str) -> Cell:
    exact = shown(amount, unit=unit, currency=currency)
    return Cell(shown(amount, unit=unit, currency=currency, is_short=True), exact)


def _cell(left: Left, age: int) -> Cell:
    return _share(left[age], left[0]) if age in left else Cell("")


def _all(cohorts: Any, age: int) -> Cell:
    there = [one for one in cohorts if age in one]
    return _share(sum((one[age] for one in there), Decimal(0)), sum((one[0] for one in there), Decimal(0)))


def _share(part: Decimal, whole: Decimal) -> Cell:
    share = part / whole
    brief = (share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Cell(f"{brief} %", shown(share, unit=Unit.RATIO, currency=""), "", level_of(share))


def level_of(share: Decimal) -> int:
    """How dark a share is: from 1, little is left, over 7, as at the start, to 8, grown."""
    return 8 if share >= GROWN else 1 + sum(share >= step for step in STEPS)

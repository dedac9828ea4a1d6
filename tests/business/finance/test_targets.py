"""Numbers held against what was planned: the figure of the very period, or of parts that make up the whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.finance.targets import targets_of
from tenure.engine.metrics.periods import Grain, periods
from tenure.engine.workspace.asking import Ask
from tests.business.samples import sample
from tests.support.numbers import Numbers

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def plan(metric: str, start: str, end: str, *, value: str = "", amount: str = "", **more: Any) -> Any:
    """A figure of the plan for the days from `start` to `end`, both included."""
    return sample(
        "plan_figure", metric=metric, period=date.fromisoformat(start), period_to=date.fromisoformat(end),
        value=Decimal(value) if value else None, amount=Decimal(amount) if amount else None,
        currency="USD" if amount else "", **more,
    )  # fmt: skip


def told(numbers: Numbers, key: str, grain: Grain) -> dict[date, Any]:
    """The targets of a series by the first day of their period."""
    asked = periods(start=YEAR[0], end=YEAR[1], grain=grain, as_of=date(2026, 12, 31))
    ask = Ask(keys=(key,), as_of=date(2026, 12, 31))
    return {period.start: one for period, one in targets_of(key=key, periods=asked, ask=ask, lake=numbers.lake).items()}


def months(metric: str, *amounts: str) -> None:
    ends = ("2026-01-31", "2026-02-28", "2026-03-31")
    for end, amount in zip(ends, amounts, strict=False):
        plan(metric, f"{end[:8]}01", end, amount=amount)


def test_the_figure_of_the_very_period_is_its_target(numbers: Numbers) -> None:
    plan("win_rate", "2026-01-01", "2026-03-31", value="0.25")

    assert told(numbers, "win_rate", Grain.QUARTER) == {date(2026, 1, 1): 0.25}
    assert told(numbers, "win_rate", Grain.MONTH) == {}


def test_a_sum_takes_the_figures_of_its_parts_if_they_make_up_the_whole(numbers: Numbers) -> None:
    months("new_mrr", "100", "200", "300")

    assert told(numbers, "new_mrr", Grain.QUARTER) == {date(2026, 1, 1): 600}
    assert told(numbers, "new_mrr", Grain.YEAR) == {}


def test_a_state_takes_the_figure_of_the_part_that_it_ends_with(numbers: Numbers) -> None:
    months("mrr", "100", "200", "300")

    assert told(numbers, "mrr", Grain.QUARTER) == {date(2026, 1, 1): 300}


def test_a_share_is_never_put_together(numbers: Numbers) -> None:
    for end in ("2026-01-31", "2026-02-28", "2026-03-31"):
        plan("win_rate", f"{end[:8]}01", end, value="0.3")

    assert told(numbers, "win_rate", Grain.QUARTER) == {}


@pytest.mark.parametrize("other", [{"cut": "segment=SMB"}, {"version": "Stretch"}])
def test_figures_of_parts_of_the_company_and_of_other_versions_are_no_targets(
    numbers: Numbers, other: dict[str, str]
) -> None:
    plan("mrr", "2026-01-01", "2026-01-31", amount="100", **other)

    assert told(numbers, "mrr", Grain.MONTH) == {}

"""The order in which cuts are read: those that have one of their own keep it, all others go by size."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tenure.business.sales.relations.settings import SALES_STAGES
from tenure.business.sales.relations.stages import USUAL_STAGES
from tenure.foundation.organisation.metric_settings import metric_settings

STAGE = "stage"
MONTHS = ("cohort", "hire_cohort", "expected_close")


def in_order(values: Iterable[str], *, by: str, size: Callable[[str], float]) -> list[str]:
    """The values of a cut: stages as deals come through them, months by date, anything else by size, largest first."""
    largest = sorted(values, key=lambda value: -size(value))
    if by in MONTHS:
        return sorted(largest)
    if by != STAGE:
        return largest
    stages = list(metric_settings().get(SALES_STAGES.key) or USUAL_STAGES)
    return sorted(largest, key=lambda value: stages.index(value) if value in stages else len(stages))

"""What projects have to watch: open risks, actions, issues and decisions."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import AsOf, Better, Measure, Metric, Ratio, Total, Unit
from tenure.engine.relations.days import days_between

NONE_OPEN = "nothing on the watch lists was open"
OPEN = Measure("open_raid_items", AsOf())


def is_overdue(t: Any) -> Any:
    """An item that should have been closed on an earlier day."""
    return t.due_on.notnull() & (t.due_on < t.day)


def age_days(t: Any) -> Any:
    """Calendar days since the item was first opened."""
    return days_between(t.day, t.first_opened_on)


project_raid_open = Metric(
    key="project_raid_open",
    title="Open risks, actions, issues and decisions",
    function="delivery",
    journey=("onboard",),
    maturity="elevate",
    definition="How many points on the watch lists of projects wait for someone, how late and how old they are.",
    formula="opened by the end of the day and not closed; overdue share: due before the day ÷ open; mean days open",
    included="Points opened again count again; their age still runs from the first day.",
    excluded="Points of deleted projects. Without a due day a point is never overdue.",
    better=Better.LOWER,
    series=(
        Total("project_raid_open", Unit.COUNT, OPEN),
        Ratio(
            "project_raid_overdue",
            Unit.RATIO,
            Measure("open_raid_items", AsOf(), where=is_overdue),
            OPEN,
            NONE_OPEN,
            title="Overdue share",
        ),
        Ratio(
            "project_raid_age",
            Unit.DAYS,
            Measure("open_raid_items", AsOf(), value=age_days, unit=Unit.DAYS),
            OPEN,
            NONE_OPEN,
            title="Mean age",
            needs_ten=False,
        ),
    ),
    dimensions=("project", "kind", "severity", "owner"),
)

"""How much of the time that people have goes into work for customers."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import (
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Total,
    Unit,
)

DAY = Flow("on")
NOBODY = "nobody had any hours available in the period"


def hours(column: str) -> Measure:
    """The hours of people's days of one sort."""
    return Measure("person_days", DAY, value=lambda t: t[column], unit=Unit.HOURS)


def is_productive(t: Any) -> Any:
    """Billable, or for a project of a customer."""
    return t.billable | t.for_customer


def _share(worked: float, available: float) -> Any:
    return Outcome(worked / available, None, worked, available) if available else Outcome(None, NOBODY)


BILLABLE = Measure("worked_hours", DAY, value=lambda t: t.worked, where=lambda t: t.billable, unit=Unit.HOURS)
PRODUCTIVE = Measure("worked_hours", DAY, value=lambda t: t.worked, where=is_productive, unit=Unit.HOURS)
AVAILABLE, CONTRACTED = hours("available"), hours("contracted")

team_utilization = Metric(
    key="team_utilization",
    title="Team utilisation",
    function="delivery",
    journey=("onboard",),
    maturity="elevate",
    definition="Which part of the hours that people have for work is billed to customers.",
    formula="billable hours ÷ available hours; available: hours by contract less public holidays and leave; gross: ÷ "
    "all hours by contract; productive: billable hours and those for projects of customers ÷ available hours",
    included="Overtime, so that it may be above one. Days before someone comes and after they leave do not count.",
    excluded="People without a resource record. Work before a sale is not billable.",
    better=Better.TARGET,
    benchmark=("68.9 % of hours were billable on average, edition of 2025, of a standard year", "SPI 2025"),
    series=(
        Ratio("team_utilization", Unit.RATIO, BILLABLE, AVAILABLE, NOBODY, title="Billable", needs_ten=False),
        Ratio(
            "productive_utilization",
            Unit.RATIO,
            PRODUCTIVE,
            AVAILABLE,
            NOBODY,
            title="Productive",
            needs_ten=False,
        ),
        Ratio("gross_utilization", Unit.RATIO, BILLABLE, CONTRACTED, NOBODY, title="Gross", needs_ten=False),
        Ratio(
            "timesheets_in",
            Unit.RATIO,
            Measure("person_days", DAY, where=lambda t: (t.available > 0) & t.is_written),
            Measure("person_days", DAY, where=lambda t: t.available > 0),
            NOBODY,
            title="Days with time written down (provisional below 95 %)",
            needs_ten=False,
        ),
        Total("available_hours", Unit.HOURS, AVAILABLE, title="Available"),
        Total("contracted_hours", Unit.HOURS, CONTRACTED, title="By contract"),
        Total("billable_hours", Unit.HOURS, BILLABLE, title="Billable hours"),
        # Nobody is available for one project only: cut by project, it is a share of all.
        Derived(
            "billable_share_of_all",
            Unit.RATIO,
            {"worked": Input("billable_hours"), "available": Input("available_hours", is_overall=True)},
            _share,
            title="Billable, of everyone's available hours",
        ),
    ),
    dimensions=("person", "role", "team", "region"),
)

"""How many projects wait, are under way, and come and go."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import AsOf, Better, Flow, Measure, Metric, Total, Unit


def is_active(t: Any) -> Any:
    """A project that has begun, on hold or not."""
    return t.stage != "queued"


def is_in(stage: str) -> Any:
    """A project at this stage."""
    return lambda t: t.stage == stage


def at_stage(where: Any) -> Measure:
    """The projects that a rule picks at the end of the day."""
    return Measure("project_stretches", AsOf(), where=where)


project_count = Metric(
    key="project_count",
    title="Number of projects",
    function="delivery",
    journey=("onboard",),
    maturity="apply",
    definition="How many customer projects are under way, how many wait to begin, and how many began, went live and "
    "ended in the period.",
    formula="active: begun by the end of the day and not ended by then; queued: signed and not begun; begun, gone live "
    "and ended: by their own days",
    included="Projects on hold are active, and told apart too. A cancelled project ended, with that outcome.",
    excluded="Projects that wait to begin are never active. Where no day of start or end is recorded, the day counts "
    "from which the status says so.",
    better=Better.NONE,
    series=(
        Total("project_count", Unit.COUNT, at_stage(is_active)),
        Total("projects_on_hold", Unit.COUNT, at_stage(is_in("on_hold")), title="Of these on hold"),
        Total("projects_queued", Unit.COUNT, at_stage(is_in("queued")), title="Queued"),
        Total("projects_started", Unit.COUNT, Measure("projects", Flow("began_on")), title="Started"),
        Total("projects_went_live", Unit.COUNT, Measure("projects", Flow("went_live_on")), title="Went live"),
        Total("projects_closed", Unit.COUNT, Measure("projects", Flow("over_on")), title="Ended"),
        Total(
            "projects_cancelled",
            Unit.COUNT,
            Measure("projects", Flow("over_on"), where=lambda t: t.outcome == "cancelled"),
            title="Of these cancelled",
        ),
    ),
    dimensions=("product", "segment", "manager", "kind", "region"),
)

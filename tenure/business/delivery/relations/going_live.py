"""The way of projects to their going live: how long it takes, and whether it keeps to the plan."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.delivery.relations.projects import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

CUTS = {**DIMENSIONS, "customer_delay": "customer_delay"}


@relation(
    title="Projects on their way to going live",
    kind="project",
    reads=("project_task",),
    uses=("projects",),
    links=LINKS,
    dimensions=CUTS,
    unknown=WITHOUT,
)
def going_live(records: Records) -> ir.Table:
    """Every project with a signed contract, with the days `since` to before `until` on which it was on its way or went
    live: until `went_live_on`, else until it was over without."""
    found: Any = _delayed(records)
    signed = found.filter(found["signed_on"].notnull())
    after_live = (signed["went_live_on"] + ibis.interval(days=1)).cast("date")
    ended = ibis.coalesce(after_live, signed["over_on"], ibis.literal(FOREVER))
    return signed.mutate(since=signed["signed_on"], until=ended)


@relation(
    title="Projects due to go live, or gone live",
    kind="project",
    reads=("project_task",),
    uses=("projects",),
    links=LINKS,
    dimensions=CUTS,
    unknown=WITHOUT,
)
def planned_go_lives(records: Records) -> ir.Table:
    """Projects with a planned day of going live, `on` that day of their first plan and, if it was another, on the day
    they went live; `in_time`: not after the first plan. Projects that were over before they were due are out."""
    found: Any = _delayed(records)
    planned = found.filter(found["due_on"].notnull())
    planned = planned.filter(
        planned["went_live_on"].notnull() | planned["over_on"].isnull() | (planned["over_on"] >= planned["due_on"])
    )
    planned = planned.mutate(in_time=(planned["went_live_on"] <= planned["due_on"]).fill_null(False))
    due = planned.mutate(on=planned["due_on"])
    live = planned.filter(planned["went_live_on"] != planned["due_on"]).mutate(on=lambda t: t["went_live_on"])
    return due.union(live)


def _delayed(records: Records) -> ir.Table:
    """The projects with `customer_delay`: whether the customer did a task of theirs after it was due, or has not done
    it although it was due when the project went live."""
    found = records.relation("projects").view()
    tasks = records.now("project_task")
    theirs = tasks.filter(tasks["contact_id"].notnull(), tasks["due_on"].notnull(), tasks["status"] != "dropped")
    dated = theirs.select(of_project="project_id", task_due_on="due_on", task_done_on="done_on")
    met = dated.inner_join(found, dated["of_project"] == found["id"])
    ended = ibis.coalesce(met["task_done_on"], met["went_live_on"], met["over_on"], records.today)
    late = met.filter(met["task_due_on"] < ended).select("of_project").distinct()
    whole = found.view()
    joined = whole.left_join(late, whole["id"] == late["of_project"])
    return joined.mutate(customer_delay=ibis.ifelse(joined["of_project"].notnull(), "yes", "no")).drop("of_project")

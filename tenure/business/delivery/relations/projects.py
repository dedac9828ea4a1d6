"""Projects: signed, begun, live and over."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import widened
from tenure.engine.relations.viewpoint import FOREVER

BEGUN = ("running", "on_hold", "live")
OVER = ("closed", "cancelled")
LINKS = {"project": "id", "account": "account_id", "product": "product_id", "contract": "contract_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "product": "product.title",
    "manager": "project.manager",
    "kind": "project.billing",
    "status": "project.status",
}
WITHOUT = {"product": "none", "manager": "nobody"}


@relation(
    title="Projects",
    kind="project",
    reads=("project", "contract"),
    links=LINKS,
    dimensions={**DIMENSIONS, "outcome": "outcome"},
    unknown=WITHOUT,
)
def projects(records: Records) -> ir.Table:
    """Every project once: `signed_on`, `queued_on` (signed or, without a signed contract, written down), `began_on`,
    `went_live_on`, `over_on` with `outcome`, and `due_on`, the day of going live that was planned first. Where the day
    of the start or the end is not recorded, it is that from which the status says so."""
    now = records.now("project")
    rows = now.select(
        "id", "account_id", "product_id", "contract_id", "status", "started_on", "went_live_on", "closed_on"
    )
    told = _told(records)
    rows = rows.left_join(told, rows["id"] == told["told_of"]).drop("told_of")
    rows = records.with_now(rows, kind="contract", link="contract_id", columns={"signed_on": "signed_on"})
    is_over = rows["status"].isin(OVER)
    over_on = ibis.coalesce(rows["closed_on"], ibis.ifelse(is_over, rows["over_since"], ibis.null("date")))
    # What is over before it began never began.
    status_began = ibis.ifelse(
        rows["begun_since"] < over_on.fill_null(ibis.literal(FOREVER)), rows["begun_since"], None
    )
    return rows.mutate(
        queued_on=ibis.coalesce(rows["signed_on"], rows["written_on"]),
        began_on=ibis.coalesce(rows["started_on"], status_began),
        over_on=over_on,
        outcome=ibis.cases((rows["status"] == "cancelled", "cancelled"), (over_on.notnull(), "closed"), else_="open"),
        due_on=rows["first_due_on"],
    ).drop("status", "started_on", "closed_on", "over_since", "begun_since", "written_on", "first_due_on")


@relation(
    title="Projects over time",
    kind="project",
    reads=("project",),
    uses=("projects",),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def project_stretches(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) of projects that are not over, each with its `stage`: queued (not
    begun), on hold, or active."""
    states = widened(records.states("project"))
    states = states.select(of="id", status="status", day_from="day_from", day_to="day_to")
    found = records.relation("projects").view()
    joined: Any = found.inner_join(states, found["id"] == states["of"]).drop("of")
    forever = ibis.literal(FOREVER)
    over = joined["over_on"].fill_null(forever)
    began = ibis.least(joined["began_on"].fill_null(forever), over)
    waiting = joined.mutate(
        since=ibis.greatest(joined["day_from"], joined["queued_on"]),
        until=ibis.least(joined["day_to"], began),
        stage=ibis.literal("queued"),
    )
    working = joined.mutate(
        since=ibis.greatest(joined["day_from"], began),
        until=ibis.least(joined["day_to"], over),
        stage=ibis.ifelse(joined["status"] == "on_hold", "on_hold", "active"),
    )
    both = waiting.union(working)
    return both.filter(both["since"] < both["until"]).drop("day_from", "day_to", "status")


def _told(records: Records) -> ir.Table:
    """What the states of each project tell of it: when it was written down, since when it is begun or over (after it
    last was not), and which day of going live was planned first."""
    states = records.states("project")
    rest = ibis.null("date")
    marked = states.mutate(
        begun=ibis.ifelse(states["status"].isin(BEGUN), states["day_from"], rest),
        not_over_until=ibis.ifelse(states["status"].isin(OVER), rest, states["day_to"]),
    )
    return (
        marked.group_by("id")
        .aggregate(
            written_on=lambda t: t["day_from"].min(),
            begun_since=lambda t: t["begun"].min(),
            over_since=lambda t: ibis.coalesce(t["not_over_until"].max(), t["day_from"].min()),
            first_due_on=lambda t: t["planned_go_live"].argmin(t["day_from"], where=t["planned_go_live"].notnull()),
        )
        .rename(told_of="id")
    )

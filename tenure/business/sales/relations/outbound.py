"""What sellers did of their own accord to reach people: calls, messages, meetings and demos."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

OUTBOUND = "outbound"


@relation(
    title="Outbound activities",
    kind="activity",
    reads=("activity", "lead", "account"),
    links={
        "activity": "id", "account": "account_id", "contact": "contact_id", "person": "rep_id", "lead": "lead_id",
        "opportunity": "opp_id",
    },
    dimensions={
        **ACCOUNT_CUTS,
        "rep": "activity.rep",
        "team": "person.team",
        "role": "person.role",
        "region": "person.region",
        "lead_source": "lead_source",
        "kind": "type",
        "outcome": "outcome",
    },
    unknown={"lead_source": "unsourced", "outcome": "no outcome"},
)  # fmt: skip
def outbound_activities(records: Records) -> ir.Table:
    """Every activity that our side began, no program: `done_on`, `booked_on`, `scheduled_on`, `held_on` (days) and its
    `type`. A meeting that is moved to another day stays one. `lead_source` is the lead's, else the account's."""
    activities = records.now("activity")
    ours = (activities.is_outbound | (activities.direction == OUTBOUND)) & ~activities.is_automated
    begun = activities.filter(ours.fill_null(False))
    begun = records.with_now(begun, kind="lead", link="lead_id", columns={"of_lead": "lead_source"})
    begun = records.with_now(begun, kind="account", link="account_id", columns={"of_account": "lead_source"})
    source: Any = ibis.coalesce(begun.of_lead.nullif(""), begun.of_account.nullif(""))
    return begun.select(
        "id", "account_id", "contact_id", "rep_id", "lead_id", "opp_id", "type",
        outcome=begun.outcome.nullif(""),
        lead_source=source,
        done_on=records.day(begun["at"]),
        booked_on=records.day(begun.booked_at),
        scheduled_on=records.day(begun.scheduled_at),
        held_on=records.day(begun.held_at),
    )  # fmt: skip

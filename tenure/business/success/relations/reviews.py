"""Business reviews: when they were due, and whether they took place."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.presence import with_presence
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

GRACE_DAYS = 14
NOT_BEFORE_LIVE_DAYS = 60
NOT_BEFORE_END_DAYS = 30


@relation(
    title="Business reviews",
    kind="qbr",
    reads=("qbr",),
    uses=("recurring_lines", "customer_stays"),
    links={"qbr": "id", "account": "account_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "executive": "qbr.is_executive",
        "owner": "qbr.owner",
        "status": "qbr.status",
    },
)
def reviews(records: Records) -> ir.Table:
    """Every review with a due date: `due_on`, `held_on` (null unless its status is held), `grace_on`, the last day on
    which it is not late. `is_due` is false for accounts that went live less than 60 days before, end within 30 days,
    or did not pay on the day; of an account without any contract every review is due. `is_decided`: it was held, or
    its grace is over."""
    dated = records.now("qbr")
    dated = dated.filter(dated["due_on"].notnull())
    dated = dated.mutate(
        held_on=ibis.ifelse(dated["status"] == "held", dated["held_on"], ibis.null("date")),
        grace_on=dated["due_on"] + ibis.interval(days=GRACE_DAYS),
    )
    known = with_presence(dated, records=records, day="due_on")
    is_settled = days_between(known["due_on"], known["live_first"]) >= NOT_BEFORE_LIVE_DAYS
    is_staying = days_between(known["pays_until"], known["due_on"]) > NOT_BEFORE_END_DAYS + 1
    return known.mutate(
        is_due=known["paid_first"].isnull() | (is_settled & is_staying).fill_null(False),
        is_decided=known["held_on"].notnull() | (known["grace_on"] <= records.today),
    )

"""Renewals: what was due on the last day of a term, and what became of it, when and how."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.renewed import KEY, by_deal, due_lines, noticed, renewed_worth
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

LINKS = {"contract": "id", "account": "account_id", "product": "product_id", "plan": "plan_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "product": "product.title",
    "plan": "plan.title",
    "rep": "contract.owner",
    "outcome": "outcome",
    "how": "how",
}
WITHOUT = {"how": "not renewed"}
RENEWED, CHURNED, OPEN = "renewed", "churned", "open"


@relation(
    title="Renewals",
    kind="contract",
    reads=("offboarding",),
    uses=("contract_terms", "recurring_lines", "renewal_deals", "renewing_contracts"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def renewals(records: Records) -> ir.Table:
    """One row per account and last day of terms with recurring lines; terms that end together are one renewal.

    `arr_due`, `arr_renewed`, `outcome` (renewed, churned, open), `due_on`, `closed_on`, `first_deal_on` (since when
    there is a renewal opportunity), `since` (when the term was agreed), `how` it was renewed (signed, extended, auto);
    `product_id` and `plan_id` of its largest line. What is renewed in the same currency is told at the rate of what
    was due, so that no exchange rate renews (G13).
    """
    due = due_lines(records)
    found = due
    for part in (noticed(due, records), by_deal(records), renewed_worth(records)):
        other = part.rename({f"of_{column}": column for column in KEY})
        on = [found[column] == other[f"of_{column}"] for column in KEY]
        found = found.left_join(other, on).drop(*(f"of_{column}" for column in KEY))
    return _told(_decided(found, records))


def _decided(found: ir.Table, records: Records) -> ir.Table:
    """With what was decided: on paper, by putting off the end, or by itself on the last day to give notice."""
    today = records.today
    is_paid = found["renewed_lines"].fill_null(0) > 0
    is_won = found["won_on"].notnull() & found["signed_contracts"].isnull()
    signed_on = ibis.ifelse(is_paid, found["signed_on"], ibis.null("date"))
    signed_on = ibis.coalesce(signed_on, ibis.ifelse(is_won, found["won_on"], ibis.null("date")))
    is_signed = is_paid | is_won
    goes_on = found["kept_lines"].fill_null(0) > 0
    is_extended = found["extended_on"].notnull() & goes_on
    by_itself: Any = found["auto_renew"].fill_null(False) & found["notice_on"].isnull()
    by_itself = by_itself & (found["deadline"] <= today) & (is_signed | is_extended | goes_on)
    agreed_on = ibis.least(
        ibis.coalesce(signed_on, found["extended_on"]), ibis.coalesce(found["extended_on"], signed_on)
    )
    is_auto = by_itself & (agreed_on.isnull() | (agreed_on > found["deadline"]))
    return found.mutate(
        how=ibis.cases((is_auto, "auto"), (is_signed, "signed"), (is_extended, "extended"), else_=ibis.null("string")),
        agreed_on=ibis.ifelse(is_auto, found["deadline"], agreed_on),
        goes_on=goes_on,
        # A deal that was won without a contract renews what it says, or as it was.
        deal_worth=ibis.ifelse(is_won, ibis.coalesce(found["won_arr"], found["arr_due"]), ibis.null("int64")),
        is_past=found["due_on"] < today,
    )


def _told(found: ir.Table) -> ir.Table:
    is_renewed = found["how"].notnull()
    is_lost = found["notice_on"].notnull() | found["lost_on"].notnull()
    is_over = found["is_past"] & ~found["goes_on"]
    is_talked = found["open_deals"].fill_null(0) > 0
    outcome = ibis.cases((is_renewed, RENEWED), (~is_talked & (is_lost | is_over), CHURNED), else_=OPEN)
    worth = found["renewed_arr"].fill_null(0) + found["kept_arr"].fill_null(0)
    worth = ibis.ifelse(worth != 0, worth, found["deal_worth"].fill_null(0))
    told = found.mutate(outcome=outcome, arr_renewed=ibis.ifelse(is_renewed, worth, 0).cast("int64"))
    closed_on = ibis.cases(
        (told["outcome"] == RENEWED, told["agreed_on"]),
        (told["outcome"] == CHURNED, ibis.coalesce(told["notice_on"], told["lost_on"])),
        else_=ibis.null("date"),
    )
    lacking = told["lacks_rate"].fill_null(False) | told["lacks_renewed"].fill_null(False)
    return told.select(
        "id", "account_id", "product_id", "plan_id", "since", "due_on", "arr_due", "arr_renewed", "outcome", "how",
        "first_deal_on", closed_on=closed_on, lacks_rate=lacking, until=told["due_on"] + ibis.interval(days=1),
    )  # fmt: skip

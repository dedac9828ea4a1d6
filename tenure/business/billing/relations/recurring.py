"""Monthly recurring revenue from contract lines (G3, G8–G13): what a line is worth a month, and when."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.billing.relations.grace import NEVER
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import converted_share

LINKS = {
    "account": "account_id",
    "contract_line": "id",
    "contract": "contract_id",
    "product": "product_id",
    "plan": "plan_id",
}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "product": "product.title",
    "plan": "plan.title",
    "rep": "contract.owner",
    "lead_source": "account.lead_source",
    "currency": "currency",
    "cohort": "cohort",
}
WITHOUT = {"lead_source": "unknown"}


@relation(
    title="Recurring contract lines",
    kind="contract_line",
    reads=("contract_line", "contract"),
    uses=("recurring_terms",),
    links=LINKS,
    dimensions={**DIMENSIONS},
    unknown=WITHOUT,
)
def recurring_lines(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a line is worth `mrr` a month; amounts as they were on
    each day. One-time lines, lines of void contracts and of drafts that nobody signed are out, and lines of nothing
    (G8) too. `lacks_rate` where the currency has no rate on the day of signing."""
    return _with_cohort(_worth(records.relation("recurring_terms")))


def _worth(terms: ir.Table) -> ir.Table:
    worth = terms.mutate(
        mrr=converted_share(terms.amount, times=terms.times, divided=terms.divided, rate=terms.rate_held),
        native=converted_share(terms.amount, times=terms.times, divided=terms.divided),
        rate=terms.rate_held,
        lacks_rate=terms.rate_held.isnull(),
    )
    return worth.filter((worth.mrr != 0) | worth.mrr.isnull()).drop("amount", "times", "divided", "rate_held")


@relation(
    title="Contracted recurring lines",
    kind="contract_line",
    reads=("offboarding",),
    uses=("contracted_terms",),
    links=LINKS,
    dimensions={**DIMENSIONS},
    unknown=WITHOUT,
)
def contracted_lines(records: Records) -> ir.Table:
    """As recurring lines, but each from its signature on (`since`). From `notice_from` on it is known to end: its
    contract was terminated, or its account gave notice; `in_service_from` is when that and its service both hold, and
    `until_notice` the first day on which it is not counted as lasting."""
    lines = _with_cohort(_worth(records.relation("contracted_terms")))
    noticed = _with_notice(lines, records)
    notice = ibis.least(noticed.terminated_on.fill_null(NEVER), noticed.notified_on.fill_null(NEVER))
    placed = noticed.mutate(
        notice_from=ibis.ifelse(notice < noticed.until, ibis.greatest(notice, noticed.since), NEVER)
    )
    return placed.mutate(
        in_service_from=ibis.greatest(placed.notice_from, placed.service_start),
        until_notice=ibis.least(placed.until, placed.notice_from),
    ).drop("notified_on")


def _with_notice(lines: ir.Table, records: Records) -> ir.Table:
    """With `notified_on`, the first day on which the account said that it leaves, of departures that the line falls
    into."""
    told = records.now("offboarding")
    told = told.filter(told.notified_on.notnull()).select(
        leaving_id=told.account_id, notified_on=told.notified_on, gone_on=told.ended_on.fill_null(NEVER)
    )
    met = lines.inner_join(
        told,
        [lines.account_id == told.leaving_id, lines.until > told.notified_on, lines.since <= told.gone_on],
    )
    first = met.group_by("id", "since").aggregate(notified_on=lambda t: t.notified_on.min())
    first = first.select(line_of=first.id, line_since=first.since, notified_on=first.notified_on)
    found = lines.left_join(first, [lines.id == first.line_of, lines.since == first.line_since])
    return found.drop("line_of", "line_since")


def _with_cohort(table: ir.Table) -> ir.Table:
    """With the account's first recurring day, and its month."""
    first = table.group_by("account_id").aggregate(first_on=lambda t: t.since.min())
    first = first.select(cohort_of=first.account_id, first_on=first.first_on)
    joined = table.left_join(first, table.account_id == first.cohort_of).drop("cohort_of")
    return joined.mutate(cohort=joined.first_on.strftime("%Y-%m"))

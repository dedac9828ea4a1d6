"""Monthly recurring revenue from contract lines (G3, G8–G13): what a line is worth a month, and when."""

from __future__ import annotations

from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
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
    terms = records.relation("recurring_terms")
    worth = terms.mutate(
        mrr=converted_share(terms.amount, times=terms.times, divided=terms.divided, rate=terms.rate_held),
        native=converted_share(terms.amount, times=terms.times, divided=terms.divided),
        rate=terms.rate_held,
        lacks_rate=terms.rate_held.isnull(),
    )
    found = worth.filter((worth.mrr != 0) | worth.mrr.isnull()).drop("amount", "times", "divided", "rate_held")
    return _with_cohort(found)


def _with_cohort(table: ir.Table) -> ir.Table:
    """With the account's first recurring day, and its month."""
    first = table.group_by("account_id").aggregate(first_on=lambda t: t.since.min())
    first = first.select(cohort_of=first.account_id, first_on=first.first_on)
    joined = table.left_join(first, table.account_id == first.cohort_of).drop("cohort_of")
    return joined.mutate(cohort=joined.first_on.strftime("%Y-%m"))

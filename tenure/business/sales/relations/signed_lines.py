"""What customers sign: every line of every agreed contract, as it was first written down."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import RATE_UNITS, converted_share, rate_units

# An amount per period × the first number ÷ the second is an amount per month.
PER_MONTH = {"day": (365, 12), "week": (52, 12), "month": (1, 1), "quarter": (1, 3), "year": (1, 12)}
# And so per year.
PER_YEAR = {"day": (365, 1), "week": (52, 1), "month": (12, 1), "quarter": (4, 1), "year": (1, 1)}
NOT_AGREED = ("draft", "sent")
LINKS = {
    "contract": "contract_id",
    "contract_line": "line_id",
    "account": "account_id",
    "product": "product_id",
    "plan": "plan_id",
    "opportunity": "opp_id",
    "person": "rep_id",
}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "type": "type",
    "rep": "person.title",
    "team": "person.team",
    "product": "product.title",
    "plan": "plan.title",
    "lead_source": "lead_source",
}
WITHOUT = {"lead_source": "unsourced", "plan": "no plan"}


@relation(
    title="Signed lines",
    kind="contract",
    reads=("contract", "contract_line", "opportunity"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def signed_lines(records: Records) -> ir.Table:
    """Every line of every signed contract, by `signed_on`, with its first values: `arr` (nothing for one-time lines)
    and `total`, what is due over the committed term, in the company's currency at the rate of signing; the contract's
    `type` (new, expansion, renewal), `renews_id`, `begins_on`, `terminated_on`, and `term_months` ÷ `term_parts`, its
    months; `is_co_termed`: it ends with an earlier contract of the account and inherits its term.

    Recurring lines without an end count for the contract's term; where that has none either, for one billing period.
    """
    contracts = _typed(_agreed(records), records)
    lines = records.states("contract_line")
    lines = lines.filter(lines["first"], lines.amount.notnull())
    mine = lines.select(
        "contract_id", "product_id", "plan_id", "amount", "period", "currency", "service_start", "service_end",
        "replaces_id", "fx_rate", line_id=lines.id, is_regular=lines.is_recurring | lines.is_committed_usage,
    )  # fmt: skip
    joined = contracts.inner_join(mine, contracts.contract == mine.contract_id)
    placed = joined.mutate(
        id=joined.contract,
        starts_on=joined.service_start.fill_null(joined.begins_on),
    )
    return _valued(_rated(placed, records))


def _agreed(records: Records) -> ir.Table:
    contracts = records.now("contract")
    signed = contracts.filter(contracts.signed_on.notnull(), contracts.status != ibis.literal("void"))
    is_monthly = signed.is_month_to_month.fill_null(False)
    found = signed.select(
        "account_id", "signed_on", "start_on", "renews_id", "opp_id", "terminated_on", "owner_id",
        contract=signed.id,
        begins_on=signed.start_on.fill_null(signed.signed_on),
        last_on=ibis.ifelse(is_monthly, ibis.null("date"), signed.end_on),
        agreed_months=ibis.ifelse(is_monthly, 1, signed.term_months.nullif(0)),
    )  # fmt: skip
    months, parts = _months(found.begins_on, found.last_on)  # null without an end
    is_told = found.agreed_months.notnull()
    dated = found.mutate(
        term_months=ibis.ifelse(is_told, found.agreed_months.cast("int64"), months),
        term_parts=ibis.ifelse(is_told, ibis.literal(1, type="int64"), parts),
    )
    first: Any = dated.begins_on.min().over(ibis.window(group_by=["account_id", "last_on"]))
    return dated.mutate(
        is_co_termed=dated.last_on.notnull() & dated.renews_id.isnull() & (first < dated.begins_on),
    )


def _typed(contracts: ir.Table, records: Records) -> ir.Table:
    """With `type`: the deal's, else renewal if it renews one, else new for the account's first and expansion after."""
    deals = records.now("opportunity")
    deals = deals.select(
        deal=deals.id,
        deal_type=deals.type,
        deal_owner=deals.owner_id,
        lead_source=deals.lead_source.nullif(""),
        partner_id=deals.partner_id,
        partner_role=deals.partner_role,
    )
    joined = contracts.left_join(deals, contracts.opp_id == deals.deal)
    order = ibis.window(group_by="account_id", order_by=["signed_on", "contract"])
    joined = joined.mutate(nth=ibis.row_number().over(order))
    guessed = ibis.ifelse(joined.nth == 0, ibis.literal("new"), ibis.literal("expansion"))
    # A deal of services may well have a recurring line; what recurs is new or more business.
    told = ibis.ifelse(joined.deal_type.isin(["new", "expansion", "renewal"]), joined.deal_type, ibis.null("string"))
    kind = ibis.ifelse(joined.renews_id.notnull(), "renewal", told.fill_null(guessed))
    return joined.mutate(type=kind, rep_id=joined.deal_owner.fill_null(joined.owner_id)).drop(
        "deal", "deal_type", "deal_owner", "owner_id", "nth"
    )


def _rated(table: ir.Table, records: Records) -> ir.Table:
    """With `rate`: the line's own, else that of the day of signing; null where there is none."""
    rates = records.source.rates().view()
    rates = rates.select(rated=rates.currency, rated_from=rates.day_from, rated_to=rates.day_to, day_rate=rates.rate)
    joined = table.left_join(
        rates,
        [table.currency == rates.rated, table.signed_on >= rates.rated_from, table.signed_on < rates.rated_to],
    )
    is_own = joined.currency == records.view.currency
    held = ibis.ifelse(is_own, ibis.literal(RATE_UNITS), rate_units(joined.fx_rate).fill_null(joined.day_rate))
    return joined.mutate(rate=held).drop("rated", "rated_from", "rated_to", "day_rate", "fx_rate")


def _valued(lines: ir.Table) -> ir.Table:
    months, parts = _months(lines.starts_on, lines.service_end)
    spread = lines.mutate(months=months.fill_null(lines.term_months), parts=parts.fill_null(lines.term_parts))
    by_period = converted_share(
        spread.amount,
        times=_part(spread, PER_MONTH, 0) * spread.months,
        divided=_part(spread, PER_MONTH, 1) * spread.parts,
        rate=spread.rate,
    )
    once = converted_share(spread.amount, times=1, divided=ibis.literal(1), rate=spread.rate)
    is_whole = ~spread.is_regular | (spread.period.fill_null("") == "")
    yearly = converted_share(
        spread.amount,
        times=ibis.ifelse(is_whole, spread.parts * 12, _part(spread, PER_YEAR, 0)),
        divided=ibis.ifelse(is_whole, spread.months, _part(spread, PER_YEAR, 1)),
        rate=spread.rate,
    )
    is_open = spread.months.isnull()
    return spread.mutate(
        arr=ibis.ifelse(spread.is_regular, yearly, ibis.literal(0, type="int64")),
        total=ibis.ifelse(is_whole | is_open, once, by_period),
        lacks_rate=spread.rate.isnull(),
    ).drop("months", "parts", "period")  # a row's own period would stand in the way of the one asked for


def _part(table: ir.Table, numbers: dict[str, tuple[int, int]], which: int) -> Any:
    return ibis.cases(
        *((table.period == period, ibis.literal(pair[which])) for period, pair in numbers.items()),
        else_=ibis.literal(1),
    ).cast("int64")


def _months(since: Any, last: Any) -> tuple[Any, Any]:
    """From a first to a last day in months: a number and what it is divided by (365 twelfths of days if they are no
    whole calendar months)."""
    after: Any = (last + ibis.interval(days=1)).cast("date")
    months = (after.year() - since.year()) * 12 + after.month() - since.month()
    is_whole = (after.day() == since.day()) & (months > 0)
    days = days_between(after, since)
    return (
        ibis.ifelse(is_whole, months, days * 12).cast("int64"),
        ibis.ifelse(last.isnull(), ibis.null("int64"), ibis.ifelse(is_whole, 1, 365)).cast("int64"),
    )


__all__ = ["DIMENSIONS", "LINKS", "NOT_AGREED", "WITHOUT", "signed_lines"]

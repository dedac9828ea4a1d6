"""Monthly recurring revenue from contract lines (G3, G8–G13): what a line is worth a month, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import RATE_UNITS, converted_share, rate_units
from tenure.engine.relations.states import widened
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

# An amount per period × the first number ÷ the second is an amount per month.
PER_MONTH = {"day": (365, 12), "week": (52, 12), "month": (1, 1), "quarter": (1, 3), "year": (1, 12)}
NOT_AGREED = ("draft", "sent")
ONE_DAY = timedelta(days=1)

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
    links=LINKS,
    dimensions={**DIMENSIONS},
    unknown=WITHOUT,
)
def recurring_lines(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a line is worth `mrr` a month; amounts as they were on
    each day. One-time lines, lines of void contracts and of drafts that nobody signed are out, and lines of nothing
    (G8) too. `lacks_rate` where the currency has no rate on the day of signing."""
    lines = widened(records.states("contract_line"))
    contracts = records.now("contract")
    contracts = contracts.select(
        of_contract=contracts.id,
        contract_status=contracts.status,
        signed_on=contracts.signed_on,
        leaving_reason=contracts.termination_reason,
    )
    joined = lines.inner_join(contracts, lines.contract_id == contracts.of_contract)
    agreed = (joined.contract_status != "void") & (
        ~joined.contract_status.isin(NOT_AGREED) | joined.signed_on.notnull()
    )
    counted = joined.filter(
        agreed,
        joined.is_recurring | joined.is_committed_usage,
        joined.service_start.notnull(),
        joined.amount.notnull(),
    )
    ended = ibis.ifelse(
        counted.service_end.isnull(), ibis.literal(FOREVER), counted.service_end + ibis.interval(days=1)
    )
    since = ibis.greatest(counted.day_from, counted.service_start)
    until = ibis.least(counted.day_to, ended)
    placed = counted.mutate(since=since, until=until, rated_on=counted.signed_on.fill_null(counted.service_start))
    placed = placed.filter(placed.since < placed.until)
    rated = _with_rate(placed, records)
    times, divided = _per_month(rated)
    worth = rated.mutate(mrr=converted_share(rated.amount, times=times, divided=divided, rate=rated.rate_held))
    worth = worth.filter((worth.mrr != 0) | worth.mrr.isnull())
    found = worth.select(
        "id",
        "account_id",
        "contract_id",
        "product_id",
        "plan_id",
        "currency",
        "qty",
        "live_on",
        "service_start",
        "signed_on",
        "discount_id",
        "leaving_reason",
        "since",
        "until",
        "mrr",
        rate=worth.rate_held,
        native=converted_share(worth.amount, times=times_of(worth), divided=divided_of(worth), rate=None),
        lacks_rate=worth.rate_held.isnull(),
    )
    return _with_cohort(found)


def times_of(table: ir.Table) -> Any:
    """What an amount is multiplied with to be one per month, before it is divided."""
    return _per_month(table)[0]


def divided_of(table: ir.Table) -> Any:
    """What an amount is divided by to be one per month."""
    return _per_month(table)[1]


def _with_rate(table: ir.Table, records: Records) -> ir.Table:
    """With `rate_held`: the line's own rate, else that of the day of signing; null where there is none."""
    rates = records.source.rates().view()
    rates = rates.select(rated=rates.currency, rated_from=rates.day_from, rated_to=rates.day_to, rate=rates.rate)
    joined = table.left_join(
        rates,
        [
            table.currency == rates.rated,
            table.rated_on >= rates.rated_from,
            table.rated_on < rates.rated_to,
        ],
    )
    is_own = joined.currency == records.view.currency
    held = ibis.ifelse(is_own, ibis.literal(RATE_UNITS), rate_units(joined.fx_rate).fill_null(joined.rate))
    return joined.mutate(rate_held=held).drop("rated", "rated_from", "rated_to", "rate")


def _per_month(table: ir.Table) -> tuple[Any, Any]:
    """Multiplier and divisor that make the amount monthly. An amount for the whole term is spread over its calendar
    months where these are whole, else over its days (G3)."""
    after: Any = table.service_end + ibis.interval(days=1)
    start: Any = table.service_start
    months = (after.year() - start.year()) * 12 + after.month() - start.month()
    is_whole = (after.day() == start.day()) & (months > 0)
    days = after.delta(start, unit="day")
    times = ibis.cases(
        *((table.period == period, ibis.literal(numbers[0])) for period, numbers in PER_MONTH.items()),
        (is_whole, ibis.literal(1)),
        else_=ibis.literal(365),
    )
    divided = ibis.cases(
        *((table.period == period, ibis.literal(numbers[1])) for period, numbers in PER_MONTH.items()),
        (is_whole, months),
        else_=days * 12,
    )
    return times.cast("int64"), divided.cast("int64")


def _with_cohort(table: ir.Table) -> ir.Table:
    """With the account's first recurring day, and its month."""
    first = table.group_by("account_id").aggregate(first_on=lambda t: t.since.min())
    first = first.select(cohort_of=first.account_id, first_on=first.first_on)
    joined = table.left_join(first, table.account_id == first.cohort_of).drop("cohort_of")
    return joined.mutate(cohort=joined.first_on.strftime("%Y-%m"))


__all__ = ["ALWAYS", "DIMENSIONS", "LINKS", "recurring_lines"]

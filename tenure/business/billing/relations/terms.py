"""What was agreed of each contract line, stretch of days by stretch, before it is told as an amount per month."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.billing.relations.grace import with_end
from tenure.business.billing.relations.settings import RENEWAL_GRACE
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import RATE_UNITS, rate_units
from tenure.engine.relations.states import widened

# An amount per period × the first number ÷ the second is an amount per month.
PER_MONTH = {"day": (365, 12), "week": (52, 12), "month": (1, 1), "quarter": (1, 3), "year": (1, 12)}
NOT_AGREED = ("draft", "sent")


@relation(
    title="Terms of recurring contract lines",
    kind="contract_line",
    reads=("contract_line", "contract"),
    links={"account": "account_id", "contract_line": "id", "contract": "contract_id"},
)
def recurring_terms(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a recurring line of an agreed contract has an `amount`;
    times `times`, divided by `divided`, it is one per month (G3), at the rate `rate_held`. From `kept_from` on it is
    counted only because its renewal is awaited (G7)."""
    return _told(_held_lines(records), begins="service_start", records=records)


@relation(
    title="Terms of recurring contract lines from signature on",
    kind="contract_line",
    reads=("contract_line", "contract"),
    links={"account": "account_id", "contract_line": "id", "contract": "contract_id"},
)
def contracted_terms(records: Records) -> ir.Table:
    """As the terms of recurring lines, but from the day on which a line was signed: also what has not begun yet."""
    lines = _held_lines(records)
    signed = lines.mutate(begins_on=ibis.least(lines.signed_on.fill_null(lines.service_start), lines.service_start))
    return _told(signed, begins="begins_on", records=records)


def _held_lines(records: Records) -> ir.Table:
    return with_end(_agreed(records), grace_days=int(records.view.setting(RENEWAL_GRACE)))


def _told(lines: ir.Table, *, begins: str, records: Records) -> ir.Table:
    """The stretches in which lines hold from a day on, with what makes their amounts monthly."""
    rated = _with_rate(_placed(lines, begins), records)
    times, divided = _per_month(rated)
    return rated.select(
        "id", "account_id", "contract_id", "product_id", "plan_id", "currency", "qty", "live_on", "service_start",
        "signed_on", "terminated_on", "discount_id", "leaving_reason", "since", "until", "kept_from", "amount",
        "rate_held",
        times=times, divided=divided,
    )  # fmt: skip


def _agreed(records: Records) -> ir.Table:
    lines = widened(records.states("contract_line"))
    contracts = records.now("contract")
    contracts = contracts.select(
        of_contract=contracts.id,
        contract_status=contracts.status,
        signed_on=contracts.signed_on,
        leaving_reason=contracts.termination_reason,
        terminated_on=contracts.terminated_on,
        term_end=contracts.end_on,
        renews_id=contracts.renews_id,
    )
    joined = lines.inner_join(contracts, lines.contract_id == contracts.of_contract)
    is_agreed = (joined.contract_status != "void") & (
        ~joined.contract_status.isin(NOT_AGREED) | joined.signed_on.notnull()
    )
    return joined.filter(
        is_agreed,
        joined.is_recurring | joined.is_committed_usage,
        joined.service_start.notnull(),
        joined.amount.notnull(),
    )


def _placed(counted: ir.Table, begins: str) -> ir.Table:
    since = ibis.greatest(counted.day_from, counted[begins])
    until = ibis.least(counted.day_to, counted.held_until)
    placed = counted.mutate(since=since, until=until, rated_on=counted.signed_on.fill_null(counted.service_start))
    return placed.filter(placed.since < placed.until)


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

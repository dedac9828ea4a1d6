"""Cash: what lies on the bank accounts, and what moved it."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER


@relation(
    title="Cash on bank accounts, by stretches of days",
    kind="cash",
    reads=("cash",),
    links={"cash": "id"},
    dimensions={"bank_account": "bank_account", "currency": "currency"},
    account=None,
)
def cash_balances(records: Records) -> ir.Table:
    """From `since` to before `until` an account holds `amount`, in the company's currency at the rate of the day on
    which the balance was read: a balance stands until the next one of its account and currency."""
    found = records.now("cash")
    dated = found.filter(found.on.notnull(), found.balance.notnull()).mutate(amount=lambda t: t.balance)
    order = ibis.window(group_by=["bank_account", "currency"], order_by=["on", "id"])
    placed = dated.mutate(since=dated.on, until=dated.on.lead().over(order).fill_null(ibis.literal(FOREVER)))
    rated = records.in_company_currency(placed, amount="amount", currency="currency", day="on")
    return rated.select("id", "bank_account", "currency", "since", "until", "amount", "lacks_rate")


@relation(
    title="Cash flows",
    kind="cash_flow",
    reads=("cash_flow",),
    links={"cash_flow": "id"},
    dimensions={"category": "type", "bank_account": "bank_account", "currency": "currency"},
    account=None,
)
def cash_flows(records: Records) -> ir.Table:
    """Each movement `on` a day: `type`, and `amount` in the company's currency, negative for money that went out."""
    found = records.now("cash_flow")
    dated = found.filter(found.on.notnull(), found.amount.notnull())
    rated = records.in_company_currency(dated, amount="amount", currency="currency", day="on")
    return rated.select("id", "type", "bank_account", "currency", "on", "amount", "lacks_rate")

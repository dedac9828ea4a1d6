"""What was billed, credited and paid, and what is open of each invoice from day to day."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

LINKS = {"invoice": "invoice_id", "account": "account_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "currency": "currency",
}
# An invoice that is a draft or void was never issued.
NEVER_ISSUED = ("draft", "void")


@relation(
    title="Billed and credited",
    kind="invoice",
    reads=("invoice", "credit_note"),
    links=LINKS,
    dimensions={**DIMENSIONS, "type": "type"},
)
def billed_amounts(records: Records) -> ir.Table:
    """Each invoice less its tax (`type` invoice) and each credit note less its tax (`type` credit, negative), `on` the
    day of issue, at the rate of that day."""
    issued = _issued(records)
    invoices = issued.select(
        id=issued.id,
        invoice_id=issued.id,
        account_id=issued.account_id,
        currency=issued.currency,
        on=issued.issued_on,
        type=ibis.literal("invoice"),
        amount=issued.total - issued.tax.fill_null(0),
    )
    both = invoices.union(_credits(records, issued))
    return records.in_company_currency(both, amount="amount", currency="currency", day="on")


def _credits(records: Records, issued: ir.Table) -> ir.Table:
    notes = records.now("credit_note")
    known = issued.view().select(of_invoice="id", account_id="account_id")
    joined = notes.inner_join(known, notes.invoice_id == known.of_invoice)
    dated = joined.filter(joined.issued_on.notnull())
    return dated.select(
        id=dated.invoice_id,
        invoice_id=dated.invoice_id,
        account_id=dated.account_id,
        currency=dated.currency,
        on=dated.issued_on,
        type=ibis.literal("credit"),
        amount=-(dated.amount - dated.tax.fill_null(0)),
    )


@relation(
    title="Open balances of invoices",
    kind="invoice",
    reads=("invoice", "credit_note", "payment"),
    links=LINKS,
    dimensions=DIMENSIONS,
)
def open_balances(records: Records) -> ir.Table:
    """What is open of each invoice, `since` to before `until`: total, less payments and credits, plus refunds; never
    below zero, because what is paid too much is a credit. In the company's currency at the rate of the day of issue."""
    issued = _issued(records)
    moved = _movements(records, issued)
    daily = moved.group_by(["invoice_id", "on"]).aggregate(delta=lambda t: t.amount.sum())
    order = ibis.window(group_by="invoice_id", order_by="on", preceding=None, following=0)
    sums = daily.mutate(balance=daily.delta.sum().over(order))
    following = ibis.window(group_by="invoice_id", order_by="on")
    spans = sums.mutate(until=sums.on.lead().over(following).fill_null(ibis.literal(FOREVER)))
    owed = spans.filter(spans.balance > 0)
    known = issued.view().select(
        of_invoice="id", account_id="account_id", currency="currency", issued_on="issued_on", due_on="due_on"
    )
    joined = owed.inner_join(known, owed.invoice_id == known.of_invoice)
    told: Any = joined.select(
        "invoice_id",
        "account_id",
        "currency",
        "issued_on",
        "due_on",
        "until",
        id=joined.invoice_id,
        since=joined.on,
        amount=joined.balance,
    )
    return records.in_company_currency(told, amount="amount", currency="currency", day="issued_on")


def _issued(records: Records) -> ir.Table:
    invoices = records.now("invoice")
    return invoices.filter(
        ~invoices.status.isin(NEVER_ISSUED),
        invoices.voided_on.isnull(),
        invoices.issued_on.notnull(),
        invoices.total.notnull(),
    )


def _movements(records: Records, issued: ir.Table) -> ir.Table:
    """What changes an invoice's balance, in its currency, by day."""
    notes, payments = records.now("credit_note"), records.now("payment")
    paid = payments.filter(payments.received_on.notnull())
    sign = ibis.ifelse(paid.is_refund, 1, -1)
    credited = notes.filter(notes.issued_on.notnull())
    return ibis.union(
        issued.select(invoice_id=issued.id, on=issued.issued_on, amount=issued.total),
        paid.select(invoice_id=paid.invoice_id, on=paid.received_on, amount=paid.amount * sign),
        credited.select(invoice_id=credited.invoice_id, on=credited.issued_on, amount=-credited.amount),
    )

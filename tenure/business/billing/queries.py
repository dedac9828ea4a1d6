"""Questions about contracts and invoices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import records_of, sum_by_currency
from tenure.business.billing.choices import InvoiceStatus
from tenure.business.billing.models import ContractLine, CreditNote, Invoice, Payment


def running_lines(*, account: Account, on: date, with_parts: bool = True) -> QuerySet[ContractLine]:
    """The contract lines in service on a day, first and last day included; without a last day they run on."""
    lines = records_of(account=account, kind="contract_line", with_parts=with_parts)
    return lines.filter(Q(service_end__isnull=True) | Q(service_end__gte=on), service_start__lte=on)


def open_invoices(*, account: Account, with_parts: bool = True) -> QuerySet[Invoice]:
    """The issued invoices of an account, and of the accounts under it, that are not marked paid, void or given up."""
    return records_of(account=account, kind="invoice", with_parts=with_parts).filter(status=InvoiceStatus.ISSUED)


def balance(*, invoice: Invoice) -> Decimal | None:
    """What is still open of an invoice: total, less credit notes, less payments, plus refunds, in its currency.

    None while the total is unknown. Credit notes and payments in another currency are left out: they are listed by a
    quality rule.
    """
    if invoice.total is None:
        return None
    same = {"invoice": invoice, "currency": invoice.currency}
    credited = sum_by_currency(records=CreditNote.objects.filter(**same), amount="amount")
    paid = sum_by_currency(records=Payment.objects.filter(**same, is_refund=False), amount="amount")
    refunded = sum_by_currency(records=Payment.objects.filter(**same, is_refund=True), amount="amount")
    nothing = Decimal(0)
    code = invoice.currency
    open_amount: Decimal = (
        invoice.total - credited.get(code, nothing) - paid.get(code, nothing) + refunded.get(code, nothing)
    )
    return open_amount

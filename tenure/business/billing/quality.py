"""What is odd about contracts, invoices and payments."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from tenure.business.billing.choices import ContractStatus, InvoiceStatus
from tenure.foundation.records.quality import QualityRule, out_of_order

_OTHER_CURRENCY = ~Q(currency="") & ~Q(currency=F("invoice__currency"))


def _other_currency(kind: str, label: str) -> QualityRule:
    return QualityRule(
        key=f"{kind}_other_currency",
        kind=kind,
        title=f"{label} in another currency than its invoice",
        explanation="It cannot be set against the invoice, so what is open of the invoice is wrong by it.",
        fix="Use the invoice's currency.",
        fields=("currency",),
        broken=_OTHER_CURRENCY,
    )


def _paid_without_payment() -> Q:
    from tenure.business.billing.models import Payment

    return Q(~Exists(Payment.objects.filter(invoice=OuterRef("pk"))), status=InvoiceStatus.PAID)


RULES = (
    out_of_order(
        kind="contract",
        earlier="start_on",
        later="end_on",
        title="Contract ends before it starts",
        effect="The term has no day; renewals cannot be dated.",
    ),
    out_of_order(
        kind="contract",
        earlier="signed_on",
        later="terminated_on",
        title="Terminated before it was signed",
        effect="The contract would never have been in force.",
    ),
    QualityRule(
        key="contract_signed_without_date",
        kind="contract",
        title="Signed without a date",
        explanation="The contract is signed, but nobody says when; bookings and the exchange rate depend on that day.",
        fix="Enter when it was signed.",
        fields=("status", "signed_on"),
        broken=Q(status=ContractStatus.SIGNED, signed_on__isnull=True),
    ),
    QualityRule(
        key="contract_renews_without_end",
        kind="contract",
        title="Renews by itself but has no end",
        explanation="A contract without an end has nothing to renew.",
        fix="Enter the end of the term, or say that it does not renew.",
        fields=("auto_renew", "end_on"),
        broken=Q(auto_renew=True, end_on__isnull=True, is_month_to_month=False),
    ),
    out_of_order(
        kind="contract_line",
        earlier="service_start",
        later="service_end",
        title="Service ends before it starts",
        effect="The line is in service on no day and counts in no number.",
    ),
    out_of_order(
        kind="contract_line",
        earlier="service_start",
        later="live_on",
        title="Live before the service starts",
        effect="The days before the start count towards live ARR only from the start.",
    ),
    QualityRule(
        key="contract_line_without_start",
        kind="contract_line",
        title="Contract line without a first day",
        explanation="Nobody says when the service starts, so the line counts in no number.",
        fix="Enter the first day of service.",
        fields=("service_start",),
        broken=Q(service_start__isnull=True),
    ),
    QualityRule(
        key="contract_line_recurring_without_term",
        kind="contract_line",
        title="Recurring amount for an unknown time",
        explanation="The line has neither a period nor a last day, so its monthly amount is unknown.",
        fix="Enter the period that the amount pays for, or the last day of service.",
        fields=("period", "service_end"),
        broken=Q(is_recurring=True, period="", service_end__isnull=True),
    ),
    QualityRule(
        key="contract_line_without_amount",
        kind="contract_line",
        title="Contract line without an amount",
        explanation="The amount is unknown; the line counts as nothing. For a free line enter 0.",
        fix="Enter the amount.",
        fields=("amount",),
        broken=Q(amount__isnull=True),
    ),
    QualityRule(
        key="contract_line_other_account",
        kind="contract_line",
        title="Line of another account than its contract",
        explanation="The money counts for the line's account, the renewal for the contract's.",
        fix="Use the same account, unless another account of the group is billed.",
        fields=("account", "contract"),
        broken=~Q(account=F("contract__account")),
    ),
    out_of_order(
        kind="entitlement",
        earlier="from_on",
        later="to_on",
        title="Entitlement ends before it starts",
        effect="It entitles to nothing on any day.",
    ),
    out_of_order(
        kind="invoice",
        earlier="issued_on",
        later="due_on",
        title="Due before it was issued",
        effect="The invoice was overdue from its first day.",
    ),
    QualityRule(
        key="invoice_issued_without_date",
        kind="invoice",
        title="Issued without a date",
        explanation="The invoice went out, but nobody says when; billings leave it out.",
        fix="Enter when it was issued.",
        fields=("status", "issued_on"),
        broken=Q(status__in=[InvoiceStatus.ISSUED, InvoiceStatus.PAID], issued_on__isnull=True),
    ),
    QualityRule(
        key="invoice_without_total",
        kind="invoice",
        title="Issued without a total",
        explanation="What the customer owes is unknown.",
        fix="Enter the total.",
        fields=("status", "total"),
        broken=Q(status__in=[InvoiceStatus.ISSUED, InvoiceStatus.PAID], total__isnull=True),
    ),
    QualityRule(
        key="invoice_paid_without_payment",
        kind="invoice",
        title="Paid, but no payment is recorded",
        explanation="What is open of an invoice follows from its payments, so this one counts as open, and as overdue.",
        fix="Enter or import the payment, or correct the status.",
        fields=("status",),
        broken=_paid_without_payment,
    ),
    QualityRule(
        key="invoice_tax_above_total",
        kind="invoice",
        title="More tax than total",
        explanation="The total includes the tax, so it cannot be smaller.",
        fix="Correct the total or the tax.",
        fields=("total", "tax"),
        broken=Q(total__gte=0, tax__gt=F("total")),
    ),
    out_of_order(
        kind="invoice_line",
        earlier="service_from",
        later="service_to",
        title="Line pays for no day",
        effect="Its revenue cannot be spread over time.",
    ),
    _other_currency("invoice_line", "Line"),
    _other_currency("credit_note", "Credit note"),
    _other_currency("payment", "Payment"),
    QualityRule(
        key="credit_note_before_invoice",
        kind="credit_note",
        title="Credit note before its invoice",
        explanation="The credit is dated before the invoice that it takes back.",
        fix="Correct whichever of the two dates is wrong.",
        fields=("issued_on",),
        broken=Q(issued_on__lt=F("invoice__issued_on")),
    ),
)

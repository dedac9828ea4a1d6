"""What customers were billed, what was taken back, and what they paid."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from tenure.business.billing.choices import InvoiceStatus, PaymentMethod
from tenure.foundation.records.columns import currency_code, day, decimal_number, flag, link, long_text, money, text
from tenure.foundation.records.constraints import amounts_have_currency, not_negative, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Numbering, Section
from tenure.foundation.records.model import Record


class Invoice(Record):
    """A bill to a customer. Its total includes the tax."""

    number = text(length=50, help_text="Left empty, it is given when the invoice is issued.")
    account = link("accounts.Account", required=True)
    contract = link("billing.Contract")
    status = text(length=20, choices=InvoiceStatus, default=InvoiceStatus.DRAFT)
    total = money(help_text="Tax included.")
    tax = money()
    currency = currency_code()
    issued_on = day()
    due_on = day()
    voided_on = day()
    purchase_order = text(length=100)
    notes = long_text()

    kind = Kind(
        key="invoice",
        prefix="inv",
        label="Invoice",
        plural="Invoices",
        function=Function.BILLING,
        title="number",
        columns=("number", "account", "status", "total", "currency", "issued_on", "due_on"),
        sections=(
            Section("Invoice", ("number", "account", "contract", "status", "purchase_order")),
            Section("Amount", ("total", "tax", "currency")),
            Section("Dates", ("issued_on", "due_on", "voided_on")),
            Section("Notes", ("notes",)),
        ),
        born="issued_on",
        happened={"issued_on": (), "voided_on": ()},
        planned=("due_on",),
        money={"total": "currency", "tax": "currency"},
        search=("number", "purchase_order"),
        account="account",
        stage="status",
        asks=("total", "issued_on", "due_on"),
        icon="file-invoice",
        numbering=Numbering(
            format="INV-{year}-{number:05}", dated_by="issued_on", not_while=("draft", "void"), is_gap_free=True
        ),
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("invoice_number", "number", filled="number"),
            amounts_have_currency("invoice", "total", "tax"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="invoice_due_on")]


class InvoiceLine(Record):
    """One position of an invoice, without tax, for a contract line or a project, and the days it pays for."""

    invoice = link("billing.Invoice", required=True)
    contract_line = link("billing.ContractLine")
    project = link("delivery.Project")
    product = link("billing.Product")
    description = text(required=True)
    qty = decimal_number(default=Decimal(1), label="Quantity")
    amount = money(help_text="Without tax.")
    currency = currency_code()
    tax_rate = link("billing.TaxRate")
    service_from = day(label="First day paid for")
    service_to = day(label="Last day paid for")

    kind = Kind(
        key="invoice_line",
        prefix="ivl",
        label="Invoice line",
        plural="Invoice lines",
        function=Function.BILLING,
        title="description",
        columns=("description", "product", "qty", "amount", "currency", "service_from", "service_to"),
        sections=(
            Section("What", ("invoice", "description", "product", "contract_line", "project")),
            Section("Amount", ("qty", "amount", "currency", "tax_rate")),
            Section("Service", ("service_from", "service_to")),
        ),
        planned=("service_from", "service_to"),
        money={"amount": "currency"},
        search=("description",),
        part_of="invoice",
        asks=("amount", "service_from", "service_to"),
        icon="list-details",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("invoice_line", "amount"), not_negative("invoice_line", "qty")]


class CreditNote(Record):
    """An amount that we took back from an invoice (a positive number)."""

    number = text(length=50, help_text="Left empty, the next one is given.")
    invoice = link("billing.Invoice", required=True)
    amount = money()
    tax = money()
    currency = currency_code()
    reason = text()
    issued_on = day()

    kind = Kind(
        key="credit_note",
        prefix="crn",
        label="Credit note",
        plural="Credit notes",
        function=Function.BILLING,
        title="number",
        columns=("number", "invoice", "amount", "currency", "issued_on", "reason"),
        sections=(
            Section("Credit note", ("number", "invoice", "reason", "issued_on")),
            Section("Amount", ("amount", "tax", "currency")),
        ),
        born="issued_on",
        happened={"issued_on": ()},
        money={"amount": "currency", "tax": "currency"},
        search=("number", "reason"),
        part_of="invoice",
        asks=("amount", "issued_on", "reason"),
        icon="receipt-refund",
        numbering=Numbering(format="CN-{year}-{number:05}", dated_by="issued_on", is_gap_free=True),
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("credit_note_number", "number", filled="number"),
            amounts_have_currency("credit_note", "amount", "tax"),
            not_negative("credit_note", "amount"),
        ]


class Payment(Record):
    """Money received for an invoice, or paid back (a refund); always a positive number."""

    reference = text(length=100)
    invoice = link("billing.Invoice", required=True)
    amount = money()
    currency = currency_code()
    is_refund = flag(label="Refund")
    method = text(length=20, choices=PaymentMethod)
    fee = money(label="Cost of the payment")
    received_on = day()

    kind = Kind(
        key="payment",
        prefix="pay",
        label="Payment",
        plural="Payments",
        function=Function.BILLING,
        title="invoice",
        columns=("invoice", "reference", "amount", "currency", "is_refund", "method", "received_on"),
        sections=(
            Section("Payment", ("invoice", "received_on", "method", "reference", "is_refund")),
            Section("Amount", ("amount", "fee", "currency")),
        ),
        born="received_on",
        happened={"received_on": ()},
        money={"amount": "currency", "fee": "currency"},
        search=("reference",),
        part_of="invoice",
        asks=("amount", "received_on"),
        icon="cash",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("payment", "amount", "fee"),
            not_negative("payment", "amount", "fee"),
        ]

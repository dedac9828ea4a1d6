"""Offers to customers: quotes and their lines."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from tenure.business.sales.choices import BillingPeriod, QuoteStatus
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    flag,
    instant,
    link,
    long_text,
    money,
    share,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import (
    amounts_have_currency,
    not_negative,
    share_of_one,
    unique_while_live,
)
from tenure.foundation.records.kinds import Function, Kind, Numbering, Section
from tenure.foundation.records.model import Record


class Quote(Record):
    """An offer to a customer, which becomes a contract when they accept it."""

    number = text(length=50, help_text="Left empty, the next one is given.")
    opp = link("sales.Opportunity", label="Opportunity")
    account = link("accounts.Account", required=True)
    contact = link("accounts.Contact")
    owner = colleague()
    status = text(length=20, choices=QuoteStatus, default=QuoteStatus.DRAFT)
    price_book = link("billing.PriceBook")
    total = money(label="Total contract value")
    currency = currency_code()
    term_months = whole_number(label="Term (months)")
    start_on = day(label="Service from")
    payment_terms_days = whole_number(label="Payment terms (days)")
    issued_on = day()
    valid_until = day()
    is_approval_needed = flag(label="Needs approval")
    approver = colleague(label="Approved by")
    approved_at = instant()
    accepted_at = instant()
    declined_at = instant()
    decline_reason = text()
    terms = long_text()

    kind = Kind(
        key="quote",
        prefix="qte",
        label="Quote",
        plural="Quotes",
        function=Function.SALES,
        title="number",
        columns=("number", "account", "opp", "status", "total", "currency", "valid_until", "owner"),
        sections=(
            Section("Quote", ("number", "account", "contact", "opp", "owner", "status")),
            Section("Offer", ("price_book", "total", "currency", "term_months", "start_on", "payment_terms_days")),
            Section("Approval", ("is_approval_needed", "approver", "approved_at")),
            Section("Answer", ("issued_on", "valid_until", "accepted_at", "declined_at", "decline_reason")),
            Section("Terms", ("terms",)),
        ),
        born="issued_on",
        happened={
            "issued_on": (),
            "approved_at": ("approver",),
            "accepted_at": (),
            "declined_at": ("decline_reason",),
        },
        planned=("start_on", "valid_until"),
        money={"total": "currency"},
        search=("number", "terms"),
        owner="owner",
        account="account",
        stage="status",
        asks=("opp", "total", "valid_until"),
        icon="file-description",
        numbering=Numbering(format="Q-{year}-{number:04}", dated_by="issued_on"),
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("quote_number", "number", filled="number"),
            amounts_have_currency("quote", "total"),
            not_negative("quote", "term_months", "payment_terms_days"),
        ]


class QuoteLine(Record):
    """One product of a quote: price, discount and the amount per period."""

    quote = link("sales.Quote", required=True)
    product = link("billing.Product", required=True)
    plan = link("billing.Plan")
    description = text()
    qty = decimal_number(default=Decimal(1), label="Quantity")
    unit_price = money(help_text="As in the price book.")
    discount_pct = share(label="Discount")
    amount = money(help_text="For the whole quantity, per period; for the whole term if the period is empty.")
    currency = currency_code()
    period = text(length=10, choices=BillingPeriod)
    is_recurring = flag(default=True)
    service_start = day(label="First day of service")
    service_end = day(label="Last day of service")

    kind = Kind(
        key="quote_line",
        prefix="qtl",
        label="Quote line",
        plural="Quote lines",
        function=Function.SALES,
        title="product",
        columns=("product", "plan", "description", "qty", "unit_price", "discount_pct", "amount", "currency", "period"),
        sections=(
            Section("What", ("quote", "product", "plan", "description", "qty")),
            Section("Price", ("unit_price", "discount_pct", "amount", "currency", "period", "is_recurring")),
            Section("Service", ("service_start", "service_end")),
        ),
        planned=("service_start", "service_end"),
        money={"unit_price": "currency", "amount": "currency"},
        search=("description",),
        part_of="quote",
        asks=("amount", "period"),
        icon="list-details",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("quote_line", "unit_price", "amount"),
            not_negative("quote_line", "qty"),
            share_of_one("quote_line", "discount_pct"),
        ]

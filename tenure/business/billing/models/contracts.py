"""What customers signed for: contracts, their lines (from which MRR is computed), and what they may use."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from tenure.business.billing.choices import ContractStatus, Period
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    flag,
    link,
    long_text,
    money,
    part_of_own_kind,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import amounts_have_currency, not_negative, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Numbering, Section
from tenure.foundation.records.model import Record

ACCOUNT = "accounts.Account"


class Contract(Record):
    """An agreement with a customer about a term, on which lines with amounts run."""

    number = text(length=50, help_text="Left empty, the next one is given.")
    account = link(ACCOUNT, required=True)
    opp = link("sales.Opportunity", label="Opportunity")
    quote = link("sales.Quote")
    renews = part_of_own_kind(related_name="renewed_by", label="Renewal of")
    status = text(length=20, choices=ContractStatus, default=ContractStatus.DRAFT)
    owner = colleague()
    currency = currency_code()
    auto_renew = flag(label="Renews by itself")
    notice_days = whole_number(label="Notice (days)")
    term_months = whole_number(label="Term (months)", help_text="Empty for a contract without end.")
    is_month_to_month = flag()
    payment_terms_days = whole_number(label="Payment terms (days)")
    purchase_order = text(length=100)
    signed_on = day()
    start_on = day()
    end_on = day()
    terminated_on = day()
    termination_reason = text()
    notes = long_text()

    kind = Kind(
        key="contract",
        prefix="ctr",
        label="Contract",
        plural="Contracts",
        function=Function.BILLING,
        title="number",
        columns=("number", "account", "status", "signed_on", "start_on", "end_on", "auto_renew", "owner"),
        sections=(
            Section("Contract", ("number", "account", "status", "owner", "opp", "quote", "renews")),
            Section("Term", ("signed_on", "start_on", "end_on", "term_months", "is_month_to_month")),
            Section("Renewal", ("auto_renew", "notice_days", "terminated_on", "termination_reason")),
            Section("Payment", ("currency", "payment_terms_days", "purchase_order")),
            Section("Notes", ("notes",)),
        ),
        born="signed_on",
        happened={"signed_on": (), "terminated_on": ("termination_reason",)},
        planned=("start_on", "end_on"),
        search=("number", "purchase_order"),
        owner="owner",
        account="account",
        stage="status",
        asks=("signed_on", "start_on", "end_on", "currency"),
        icon="file-certificate",
        numbering=Numbering(format="C-{year}-{number:04}", dated_by="signed_on"),
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("contract_number", "number", filled="number"),
            not_negative("contract", "notice_days", "term_months", "payment_terms_days"),
        ]
        indexes: ClassVar = [models.Index(fields=["end_on"], name="contract_end_on")]


class ContractLine(Record):
    """One product in a contract: an amount per period (or once), from a first to a last day of service."""

    contract = link("billing.Contract", required=True)
    account = link(ACCOUNT, required=True)
    product = link("billing.Product", required=True)
    plan = link("billing.Plan")
    description = text()
    qty = decimal_number(default=Decimal(1), label="Quantity")
    amount = money(help_text="For the whole quantity, per period; for the whole term if the period is empty.")
    period = text(length=10, choices=Period)
    currency = currency_code()
    fx_rate = decimal_number(
        digits=18, places=10, label="Exchange rate", help_text="On the day of signing, held for the term."
    )
    is_recurring = flag(default=True)
    is_committed_usage = flag(label="Committed minimum of usage")
    discount = link("billing.Discount")
    replaces = part_of_own_kind(related_name="replaced_by", label="Replaces the line")
    service_start = day(label="First day of service")
    service_end = day(label="Last day of service")
    live_on = day(label="Live since")

    kind = Kind(
        key="contract_line",
        prefix="cln",
        label="Contract line",
        plural="Contract lines",
        function=Function.BILLING,
        title="product",
        columns=(
            "product",
            "plan",
            "description",
            "qty",
            "amount",
            "currency",
            "period",
            "service_start",
            "service_end",
        ),
        sections=(
            Section("What", ("contract", "account", "product", "plan", "description", "qty")),
            Section("Amount", ("amount", "currency", "period", "is_recurring", "is_committed_usage", "fx_rate")),
            Section("Service", ("service_start", "service_end", "live_on")),
            Section("Change", ("discount", "replaces")),
        ),
        happened={"live_on": ()},
        planned=("service_start", "service_end"),
        money={"amount": "currency"},
        search=("description",),
        account="account",
        part_of="contract",
        asks=("amount", "period", "service_start", "service_end"),
        icon="list-details",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("contract_line", "amount"),
            not_negative("contract_line", "qty"),
            models.CheckConstraint(
                condition=models.Q(fx_rate__isnull=True) | models.Q(fx_rate__gt=0),
                name="contract_line_fx_rate_above_zero",
                violation_error_message="An exchange rate is above zero.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "service_start"], name="contract_line_account")]


class Entitlement(Record):
    """How many seats or units of a product an account may use, and when."""

    account = link(ACCOUNT, required=True)
    product = link("billing.Product", required=True)
    contract_line = link("billing.ContractLine")
    seats = decimal_number(label="Seats or units")
    unit = text(length=50)
    from_on = day(label="First day")
    to_on = day(label="Last day")

    kind = Kind(
        key="entitlement",
        prefix="ent",
        label="Entitlement",
        plural="Entitlements",
        function=Function.BILLING,
        title="product",
        columns=("product", "account", "seats", "unit", "from_on", "to_on"),
        sections=(
            Section("What", ("account", "product", "contract_line", "seats", "unit")),
            Section("When", ("from_on", "to_on")),
        ),
        planned=("from_on", "to_on"),
        account="account",
        asks=("seats", "from_on"),
        icon="key",
    )

    class Meta:
        constraints: ClassVar = [not_negative("entitlement", "seats")]

"""The company's money: the ledger, cash, and the figures that it plans."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.finance.choices import CashFlowType, LedgerCategory
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    long_text,
    money,
    text,
)
from tenure.foundation.records.constraints import amounts_have_currency, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class GlEntry(Record):
    """The total of a cost centre and category in a month, as the general ledger has it (costs are positive)."""

    description = text(required=True)
    cost_centre = text(length=100)
    category = text(length=30, choices=LedgerCategory, required=True)
    ledger_account = text(length=50, label="Account in the ledger")
    amount = money()
    currency = currency_code()
    period = day(required=True, label="Month", help_text="Any day of the month; its first day by custom.")

    kind = Kind(
        key="gl",
        prefix="gle",
        label="Ledger entry",
        plural="Ledger entries",
        function=Function.FINANCE,
        title="description",
        columns=("description", "cost_centre", "category", "amount", "currency", "period"),
        sections=(
            Section("Entry", ("description", "category", "cost_centre", "ledger_account", "period")),
            Section("Amount", ("amount", "currency")),
        ),
        born="period",
        happened={"period": ()},
        money={"amount": "currency"},
        search=("description", "cost_centre", "ledger_account"),
        asks=("amount", "cost_centre"),
        sensitive=("amount",),
        icon="report-money",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("gl", "amount")]
        indexes: ClassVar = [models.Index(fields=["period"], name="gl_period")]


class CashBalance(Record):
    """What lay on a bank account at the end of a day."""

    bank_account = text(length=100, required=True, default="All accounts")
    balance = money()
    currency = currency_code()
    on = day(required=True, label="Day")

    kind = Kind(
        key="cash",
        prefix="csh",
        label="Cash balance",
        plural="Cash balances",
        function=Function.FINANCE,
        title="bank_account",
        columns=("bank_account", "on", "balance", "currency"),
        sections=(Section("Balance", ("bank_account", "on", "balance", "currency")),),
        born="on",
        happened={"on": ()},
        money={"balance": "currency"},
        search=("bank_account",),
        asks=("balance",),
        sensitive=("balance",),
        icon="building-bank",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("cash", "balance"),
            unique_while_live("cash_day", "bank_account", "on", "currency"),
        ]


class CashFlow(Record):
    """Money that came in (positive) or went out (negative) on a day."""

    description = text(required=True)
    type = text(length=20, choices=CashFlowType, default=CashFlowType.OPERATING)
    amount = money(help_text="Negative for money that went out.")
    currency = currency_code()
    bank_account = text(length=100)
    on = day(required=True, label="Day")

    kind = Kind(
        key="cash_flow",
        prefix="csf",
        label="Cash flow",
        plural="Cash flows",
        function=Function.FINANCE,
        title="description",
        columns=("description", "type", "amount", "currency", "bank_account", "on"),
        sections=(
            Section("Cash flow", ("description", "type", "on", "bank_account")),
            Section("Amount", ("amount", "currency")),
        ),
        born="on",
        happened={"on": ()},
        money={"amount": "currency"},
        search=("description",),
        asks=("amount",),
        sensitive=("amount",),
        icon="cash-banknote",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("cash_flow", "amount")]
        indexes: ClassVar = [models.Index(fields=["on"], name="cash_flow_on")]


class PlanFigure(Record):
    """What the company plans a metric to be in a period, in one version of the plan."""

    metric = text(length=100, required=True, help_text="The key of the metric.")
    version = text(length=100, required=True, default="Plan", label="Version of the plan")
    cut = text(length=200, help_text="For one value of a dimension only, such as segment=Enterprise.")
    period = day(required=True, label="First day of the period")
    period_to = day(label="Last day of the period")
    value = decimal_number(digits=20)
    amount = money(help_text="For metrics in money, instead of the value.")
    currency = currency_code()
    owner = colleague()
    comment = long_text()

    kind = Kind(
        key="plan_figure",
        prefix="plf",
        label="Plan figure",
        plural="Plan figures",
        function=Function.FINANCE,
        title="metric",
        columns=("metric", "version", "cut", "period", "value", "amount", "currency", "owner"),
        sections=(
            Section("Which", ("metric", "version", "cut", "period", "period_to")),
            Section("Planned", ("value", "amount", "currency", "owner", "comment")),
        ),
        planned=("period", "period_to"),
        money={"amount": "currency"},
        search=("metric", "version"),
        owner="owner",
        icon="chart-dots",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("plan_figure", "amount"),
            unique_while_live("plan_figure_period", "metric", "version", "cut", "period"),
        ]

"""MRR, ARR and the customers behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import (
    Aggregate,
    AsOf,
    Better,
    Derived,
    Input,
    Measure,
    Metric,
    Outcome,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import before

CUTS = ("segment", "product", "plan", "region", "csm", "rep", "lead_source", "cohort", "currency")
MRR_LINES = Measure("recurring_lines", AsOf(), value=lambda t: t.mrr, unit=Unit.MONEY)


def _contracted(*, until: str) -> Measure:
    return Measure("contracted_lines", AsOf(until=until), value=lambda t: t.mrr * 12, unit=Unit.MONEY)


mrr = Metric(
    key="mrr",
    title="Monthly recurring revenue (MRR)",
    function="billing",
    journey=("buy", "impact", "scale"),
    maturity="initiate",
    definition="What the contracts in service on a day bring in per month, whatever is invoiced and when.",
    formula="sum over contract lines in service at the end of the day of their amount per month",
    included="Recurring amounts net of tax and of running discounts; committed minimum usage; past-due accounts.",
    excluded="One-time fees, services, hardware, tax, usage above commitment, free lines, months that are free.",
    better=Better.HIGHER,
    series=(
        Total("mrr", Unit.MONEY, MRR_LINES),
        Total(
            "mrr_in_grace",
            Unit.MONEY,
            Measure("recurring_lines", AsOf(since="kept_from"), value=lambda t: t.mrr, unit=Unit.MONEY),
            title="In grace: the renewal is awaited",
        ),
    ),
    dimensions=CUTS,
)

arr = Metric(
    key="arr",
    title="Annual recurring revenue (ARR)",
    function="billing",
    journey=("buy", "impact", "scale"),
    maturity="initiate",
    definition="The yearly run rate of the contracts in service on a day.",
    formula="12 × MRR",
    included="As for MRR. Contracted ARR also counts what is signed and has not begun, and no longer what is known to "
    "end: terminated contracts, and accounts that gave notice; the gross form counts these until they end.",
    excluded="Revenue as accounted for and bookings: both are other numbers.",
    better=Better.HIGHER,
    series=(
        Derived("arr", Unit.MONEY, {"monthly": Input("mrr")}, lambda monthly: monthly * 12),
        Total("contracted_arr", Unit.MONEY, _contracted(until="until_notice"), title="Contracted (CARR)"),
        Total(
            "contracted_arr_gross",
            Unit.MONEY,
            _contracted(until="until"),
            title="Contracted, announced departures included",
        ),
    ),
    dimensions=CUTS,
)

customers = Metric(
    key="customers",
    title="Customers",
    function="billing",
    journey=("buy", "impact"),
    maturity="initiate",
    definition="How many accounts pay something recurring on a day.",
    formula="accounts with MRR above zero at the end of the day",
    excluded="Accounts that only buy services or use a free plan. Cut by product an account counts under each.",
    better=Better.HIGHER,
    series=(
        Total(
            "customers",
            Unit.COUNT,
            Measure("recurring_lines", AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT),
        ),
        Total(
            "opening_customers",
            Unit.COUNT,
            Measure(
                "recurring_lines",
                AsOf(window=before),
                value=lambda t: t.account_id,
                aggregate=Aggregate.DISTINCT,
            ),
            title="At the opening",
        ),
    ),
    dimensions=("segment", "product", "plan", "region", "csm"),
)


def _per_account(monthly: Decimal, accounts: int) -> Any:
    return monthly / accounts if accounts else Outcome(None, "no customers on that day")


arpa = Metric(
    key="arpa",
    title="Average revenue per account (ARPA)",
    function="billing",
    journey=("impact", "scale"),
    maturity="elevate",
    definition="What a customer pays per month on average.",
    formula="MRR ÷ customers",
    excluded="Accounts that pay nothing recurring.",
    better=Better.HIGHER,
    series=(
        Derived(
            "arpa",
            Unit.MONEY_PER_MONTH,
            {"monthly": Input("mrr"), "accounts": Input("customers")},
            _per_account,
        ),
    ),
    dimensions=("segment", "product", "plan", "region"),
)

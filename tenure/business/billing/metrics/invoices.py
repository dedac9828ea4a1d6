"""What was billed, and what of it is still to be paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import AsOf, Better, Derived, Flow, Input, Measure, Metric, Outcome, Total, Unit
from tenure.engine.metrics.periods import trailing
from tenure.engine.relations.days import days_between

DSO_DAYS = 90
BUCKETS = ((1, 30), (31, 60), (61, 90), (91, None))
CUTS = ("account", "segment", "region", "csm", "currency")

BILLED = Measure("billed_amounts", Flow("on"), value=lambda t: t.amount, unit=Unit.MONEY)

billings = Metric(
    key="billings",
    title="Billings",
    function="billing",
    journey=("buy", "impact"),
    maturity="initiate",
    definition="What was invoiced in a period, less what was credited.",
    formula="totals of invoices less tax, by the day of issue, less credit notes less tax by theirs",
    excluded="Tax, drafts, and invoices that were voided: they were never issued.",
    better=Better.HIGHER,
    series=(
        Total("billings", Unit.MONEY, BILLED),
        Total(
            "invoiced_amount",
            Unit.MONEY,
            Measure(
                "billed_amounts",
                Flow("on"),
                value=lambda t: t.amount,
                where=lambda t: t.type == "invoice",
                unit=Unit.MONEY,
            ),
            title="Invoiced",
        ),
        Total(
            "credited_amount",
            Unit.MONEY,
            Measure(
                "billed_amounts",
                Flow("on"),
                value=lambda t: -t.amount,
                where=lambda t: t.type == "credit",
                unit=Unit.MONEY,
            ),
            title="Credited",
        ),
    ),
    dimensions=("type", *CUTS),
)


def overdue_days(t: Any) -> Any:
    """Days since the day on which an invoice was due; none where no such day is known."""
    return days_between(t.day, t.due_on)


def _late(low: int, high: int | None) -> Any:
    def where(t: Any) -> Any:
        inside = overdue_days(t) >= low
        return inside if high is None else inside & (overdue_days(t) <= high)

    return where


def _open(where: Any = None) -> Measure:
    return Measure("open_balances", AsOf(), value=lambda t: t.amount, where=where, unit=Unit.MONEY)


LATE_INVOICES = Measure("open_balances", AsOf(), where=_late(1, None))


def _bucket(low: int, high: int | None) -> Total:
    key = f"overdue_{low}_to_{high}_days" if high is not None else f"overdue_over_{low - 1}_days"
    title = f"{low} to {high} days late" if high is not None else f"More than {low - 1} days late"
    return Total(key, Unit.MONEY, _open(_late(low, high)), title=title)


def _days_of_sales(owed: Decimal, billed: Decimal) -> Any:
    if billed <= 0:
        return Outcome(None, f"nothing was billed in the last {DSO_DAYS} days")
    return Outcome(float(owed / billed) * DSO_DAYS, None, owed, billed)


overdue_receivables = Metric(
    key="overdue_receivables",
    title="Receivables and what is overdue",
    function="billing",
    journey=("impact",),
    maturity="elevate",
    definition="What customers owe on a day, how much of it is late and by how long.",
    formula="open: total less payments, plus refunds, less credits; overdue: open of invoices due before the day; "
    "DSO: open ÷ billings of the last 90 days × 90",
    included="Parts that are still open after a payment; invoices in dispute.",
    excluded="What was paid too much: it is a credit of the customer and lowers no other debt.",
    better=Better.LOWER,
    series=(
        Total("overdue_receivables", Unit.MONEY, _open(_late(1, None)), title="Overdue"),
        Total("open_receivables", Unit.MONEY, _open(), title="Open"),
        *(_bucket(low, high) for low, high in BUCKETS),
        Total(
            "overdue_invoices",
            Unit.COUNT,
            Measure("open_balances", AsOf(), where=_late(1, None)),
            title="Invoices late",
        ),
        Derived(
            "dso",
            Unit.DAYS,
            {"owed": Input("open_receivables"), "billed": Input("billings", window=trailing(days=DSO_DAYS))},
            _days_of_sales,
            title="Days of sales outstanding (DSO)",
        ),
    ),
    dimensions=CUTS,
)

"""How much cash goes out a month, and how long it lasts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Period, Window, before, full_months_before

DAYS_A_MONTH = Decimal(365) / 12
BASES = (3, 6, 12)
UNRECORDED = "neither cash flows nor balances at both ends are recorded"
NO_FLOWS = "no cash flows of operations or investments are recorded"
NO_CASH = "no cash balance is recorded"
NOT_BURNING = "not burning"


def _is_burn(t: Any) -> Any:
    return t.type != "financing"


def _flows(where: Any, value: Any = None) -> Measure:
    if value is None:
        return Measure("cash_flows", Flow("on"), where=where)
    return Measure("cash_flows", Flow("on"), value=value, where=where, unit=Unit.MONEY)


def _balance(window: Window | None = None) -> Measure:
    time = AsOf(window=window) if window else AsOf()
    return Measure("cash_balances", time, value=lambda t: t.amount, unit=Unit.MONEY)


def _count(window: Window | None = None) -> Measure:
    return Measure("cash_balances", AsOf(window=window) if window else AsOf())


def months_in(period: Period) -> Decimal:
    """How many months the part of a period that is seen has: whole ones as such, else its days by the mean month."""
    if not period.is_partial and period.start.day == period.end.day:
        whole = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        if whole:
            return Decimal(whole)
    return Decimal(period.days_seen) / DAYS_A_MONTH


def _burnt(
    flowed: int, spent: Decimal, held_before: int, held: int, opening: Decimal, closing: Decimal, financed: Decimal
) -> Any:
    if flowed:
        return spent
    if held_before and held:
        return opening - closing + financed
    return Outcome(None, UNRECORDED)


def _a_month(burnt: Decimal, period: Period) -> Any:
    months = months_in(period)
    return Outcome(burnt / months, None, burnt, months) if months else Outcome(None, "the period holds no day")


def _gross(flowed: int, paid: Decimal, period: Period) -> Any:
    return _a_month(paid, period) if flowed else Outcome(None, NO_FLOWS)


cash_burn = Metric(
    key="cash_burn",
    title="Cash burn",
    function="company",
    journey=("buy", "impact"),
    maturity="initiate",
    definition="How much more cash goes out in a month than comes in, what investors and lenders give or get aside.",
    formula="−(cash flow of operations + cash flow of investments) ÷ months; gross: only what was paid out",
    included="Interest. Where no flows are recorded, the fall of the balances plus what financing brought.",
    excluded="Equity, drawn and repaid debt, and changes of exchange rates on cash.",
    better=Better.LOWER,
    series=(
        Derived("cash_burn", Unit.MONEY_PER_MONTH, {"burnt": Input("net_burn")}, _a_month, title="Net, a month"),
        Derived(
            "gross_burn",
            Unit.MONEY_PER_MONTH,
            {"flowed": Input("cash_flows_recorded"), "paid": Input("cash_paid_out")},
            _gross,
            title="Gross, a month",
        ),
        Derived(
            "net_burn",
            Unit.MONEY,
            {
                "flowed": Input("cash_flows_recorded"),
                "spent": Input("net_cash_spent"),
                "held_before": Input("bank_accounts_at_opening"),
                "held": Input("bank_accounts"),
                "opening": Input("cash_at_opening"),
                "closing": Input("cash_held"),
                "financed": Input("cash_from_financing"),
            },
            _burnt,
            title="Net, the whole period",
        ),
        Total("net_cash_spent", Unit.MONEY, _flows(_is_burn, lambda t: -t.amount), title="Flows, net"),
        Total(
            "cash_paid_out",
            Unit.MONEY,
            _flows(lambda t: _is_burn(t) & (t.amount < 0), lambda t: -t.amount),
            title="Paid out",
        ),
        Total(
            "cash_from_financing",
            Unit.MONEY,
            _flows(lambda t: t.type == "financing", lambda t: t.amount),
            title="From financing",
        ),
        Total("cash_flows_recorded", Unit.COUNT, _flows(_is_burn), title="Flows recorded"),
        Total("cash_at_opening", Unit.MONEY, _balance(before), title="Cash at the opening"),
        Total("cash_held", Unit.MONEY, _balance(), title="Cash at the end"),
        Total("bank_accounts_at_opening", Unit.COUNT, _count(before), title="Bank accounts known at the opening"),
        Total("bank_accounts", Unit.COUNT, _count(), title="Bank accounts known at the end"),
    ),
    dimensions=("category",),
)


def _lasting(cash: Decimal, accounts: int, burn: Decimal) -> Any:
    if not accounts:
        return Outcome(None, NO_CASH)
    if burn <= 0:
        return Outcome(None, NOT_BURNING, cash, burn)
    return Outcome(float(cash / burn), None, cash, burn)


def _runway(months: int) -> Derived:
    is_usual = months == BASES[0]
    return Derived(
        "runway" if is_usual else f"runway_{months}_months",
        Unit.MONTHS,
        {
            "cash": Input("cash_held"),
            "accounts": Input("bank_accounts"),
            "burn": Input("cash_burn", window=full_months_before(months=months)),
        },
        _lasting,
        title=f"At the burn of the last {months} months",
    )


runway = Metric(
    key="runway",
    title="Runway",
    function="company",
    journey=("buy",),
    maturity="initiate",
    definition="For how many months the cash lasts if it goes on being burnt as of late.",
    formula="cash on the day ÷ mean net burn a month of the last three full months (also: six, twelve)",
    included="All balances recorded. Where customers prepay for a year, look at the longer bases too.",
    excluded="Credit lines that are not drawn.",
    better=Better.HIGHER,
    series=tuple(_runway(months) for months in BASES),
)

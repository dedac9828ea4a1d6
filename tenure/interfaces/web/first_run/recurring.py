"""What contract lines and invoice lines are worth per month; unknown where they do not tell."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tenure.business.billing.choices import Period

MONTHS_IN = {Period.MONTH: Decimal(1), Period.QUARTER: Decimal(3), Period.YEAR: Decimal(12)}
PERIODS_A_MONTH = {Period.WEEK: Decimal(52) / 12, Period.DAY: Decimal(365) / 12}
DAYS_A_MONTH = Decimal(365) / 12


def monthly(*, amount: Decimal | None, period: str, start: date | None, end: date | None) -> Decimal | None:
    """The monthly share of an amount per period; without a period the amount is for all days from start to end.

    None is unknown: no amount, or an amount for a time that is not told.
    """
    if amount is None:
        return None
    if period in MONTHS_IN:
        return amount / MONTHS_IN[Period(period)]
    if period in PERIODS_A_MONTH:
        return amount * PERIODS_A_MONTH[Period(period)]
    if start is None or end is None or end < start:
        return None
    months = whole_months(start=start, end=end)
    return amount / months if months else amount / ((end - start).days + 1) * DAYS_A_MONTH


def whole_months(*, start: date, end: date) -> int:
    """How many calendar months the days from start to end make, both included; 0 where they are not whole months."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if after.day == start.day else 0

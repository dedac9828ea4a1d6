"""What invoice lines are worth per month, by the days that they are for; unknown where they do not tell."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

DAYS_A_MONTH = Decimal(365) / 12


def monthly(*, amount: Decimal | None, start: date | None, end: date | None) -> Decimal | None:
    """The monthly share of an amount for all days from start to end; None is unknown: no amount, or no such days."""
    if amount is None or start is None or end is None or end < start:
        return None
    months = whole_months(start=start, end=end)
    return amount / months if months else amount / ((end - start).days + 1) * DAYS_A_MONTH


def whole_months(*, start: date, end: date) -> int:
    """How many calendar months the days from start to end make, both included; 0 where they are not whole months."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if after.day == start.day else 0

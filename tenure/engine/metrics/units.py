"""From what is counted with to what is told: money in units of the currency, everything else as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import Unit

MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY, Unit.MONEY_PER_MONTH)
_MILLIONTH = Decimal("0.000001")


def is_money(unit: Unit) -> bool:
    """Whether numbers of the unit are held in millionths."""
    return unit in MONEY


def as_told(value: Any, unit: Unit) -> Any:
    """The number as it is told: `Decimal` for money, else as it is."""
    if value is None or not is_money(unit):
        return value
    return Decimal(value) * _MILLIONTH

"""How numbers are written for people: the one place where they are rounded, half away from zero (G19)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_symbol

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.units import is_money

NOTHING = "n/a"
_STEPS = ((Decimal(1_000_000_000), "B"), (Decimal(1_000_000), "M"), (Decimal(1_000), "K"))
_TAILS = {Unit.MONEY_PER_DAY: " a day", Unit.MONEY_PER_MONTH: " a month"}
_WORDS = {Unit.DAYS: "day", Unit.HOURS: "hour", Unit.WEEKS: "week", Unit.MONTHS: "month"}


def shown(value: Any, *, unit: Unit, currency: str, is_short: bool = False) -> str:
    """The number in words of its unit: `$2,400.00` (short: `$2.4K`), `25.0 %`, `1.2×`, `14 days`, `13`; “n/a” for
    nothing."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    number = value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)
    if is_money(unit):
        text = _short_money(number, currency) if is_short else format_currency(_at(number, 2), currency, locale="en")
        return text + ("" if is_short else _TAILS.get(unit, ""))
    if unit is Unit.RATIO:
        return f"{_at(number * 100, 1):,} %"
    if unit is Unit.MULTIPLE:
        return f"{_trimmed(number, 2)}×"
    if unit in _WORDS:
        told = _trimmed(number, 1)
        return f"{told} {_WORDS[unit]}{'' if told in ('1', '-1') else 's'}"
    if unit in (Unit.POINTS, Unit.COUNT, Unit.RANK):
        return _trimmed(number, 0 if unit is Unit.POINTS else 1)
    return _trimmed(number, 1)


def _short_money(number: Decimal, currency: str) -> str:
    symbol = get_currency_symbol(currency, locale="en")
    sign = "−" if number < 0 else ""
    size = abs(number)
    for step, letter in _STEPS:
        if size >= step:
            return f"{sign}{symbol}{_trimmed(size / step, 1)}{letter}"
    return f"{sign}{symbol}{_trimmed(size, 0)}"


def _trimmed(number: Decimal, places: int) -> str:
    text = f"{_at(number, places):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _at(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

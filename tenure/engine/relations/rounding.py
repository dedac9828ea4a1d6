"""Exact arithmetic on amounts in millionths: every rounding once, half away from zero, alike on every engine."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

RATE_UNITS = 10_000_000_000
_HALF = 100_000


def converted_share(amount: ir.Value, *, times: Any, divided: Any, rate: Any = None) -> ir.IntegerValue:
    """amount × times ÷ divided × rate, in millionths, rounded once, half away from zero.

    `amount` are whole millionths (up to a billion units), `times` up to 366, `divided` up to 100,000; `rate` is a whole
    number of ten-billionths (`RATE_UNITS`; none: 1) below ten thousand. 64 bits hold every step. Null where the divisor
    is zero or anything is null.
    """
    given: Any = amount
    scaled = given.cast("int64") * times
    size, sign = scaled.abs(), ibis.ifelse(scaled < 0, -1, 1)
    by = divided.nullif(0)
    if rate is None:
        return ((size * 2 + by) // (by * 2) * sign).cast("int64")
    whole, rest = size // by, size % by
    # What is cut off the rest's share only adds below the last place, so it decides no rounding.
    fine = (rest * rate) // by
    # whole × rate in halves, as in school: their product would not fit.
    high, low, rate_high, rate_low = whole // _HALF, whole % _HALF, rate // _HALF, rate % _HALF
    middle = high * rate_low + low * rate_high
    last = (middle % _HALF) * _HALF + low * rate_low + fine + RATE_UNITS // 2
    return ((high * rate_high + middle // _HALF + last // RATE_UNITS) * sign).cast("int64")


def rate_units(rate: ir.Value) -> ir.IntegerValue:
    """A rate with up to ten decimals, below ten thousand, as a whole number of ten-billionths."""
    given: Any = rate
    return (given.cast("float64") * RATE_UNITS + 0.5).floor().cast("int64")


def rounded_number(value: Any) -> ir.IntegerValue:
    """A float as the nearest whole number, half away from zero."""
    return ibis.ifelse(value < 0, -((-value + 0.5).floor()), (value + 0.5).floor()).cast("int64")

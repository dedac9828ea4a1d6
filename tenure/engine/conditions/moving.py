"""By how much a number rose or dropped, over columns of now and of before."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.datatypes as dt

from tenure.engine.conditions.columns import Prepared
from tenure.engine.conditions.comparing import as_literal, number_compared
from tenure.engine.conditions.syntax import Change, Movement, Operator, Percent

# Holds the difference of any two 64-bit integers, and leaves room for a percentage in the 38 digits of every engine.
WIDE = 28


def moved(change: Change, *, now: Prepared, then: Prepared) -> Any:
    """Whether the number went the way of the change, and as far; of 0 there is no percentage."""
    if change.by is None:
        return now.value > then.value if change.movement is Movement.ROSE else now.value < then.value
    after, before = _wide(now, then), _wide(then, now)
    difference = after - before if change.movement is Movement.ROSE else before - after
    if isinstance(change.by, Percent):
        return _at_least_percent(difference, before.abs().nullif(ibis.literal(0).cast(before.type())), change.by)
    if before.type().is_floating() or now.steps is None:
        return difference >= as_literal(change.by, difference)
    steps = Prepared(now.type, difference, steps=now.steps, largest=10**WIDE)
    return number_compared(steps, Operator.AT_LEAST, change.by)


def _at_least_percent(difference: Any, size: Any, percent: Percent) -> Any:
    """By whole numbers on both sides where decimals meet, so that no engine rounds a product."""
    if size.type().is_floating():
        return difference >= as_literal(percent.share, size) * size
    places = max(0, -int(percent.amount.as_tuple().exponent))
    return difference * ibis.literal(100 * 10**places) >= size * ibis.literal(int(percent.amount.scaleb(places)))


def _wide(prepared: Prepared, other: Prepared) -> Any:
    found = prepared.value.type()
    if found.is_floating() or other.value.type().is_floating():
        return prepared.value.cast("float64")
    if found.is_integer():
        return prepared.value.cast(dt.Decimal(WIDE, 0))
    if found.scale is None or found.precision is None or found.precision > WIDE:
        return prepared.value
    return prepared.value.cast(dt.Decimal(WIDE, found.scale))

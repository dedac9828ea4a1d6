"""Comparing columns that hold whole steps (units, cents, millionths) with numbers that may lie between two steps."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from tenure.engine.conditions.syntax import Operator
from tenure.foundation.records.fields import AmountField
from tenure.interfaces.listing.expressions import never

LARGEST_INTEGER = 2**63 - 1
MICRO_PLACES = 6
_LOOKUPS = {
    Operator.LESS: LessThan,
    Operator.AT_MOST: LessThanOrEqual,
    Operator.MORE: GreaterThan,
    Operator.AT_LEAST: GreaterThanOrEqual,
}


def compared_in_steps(*, expression: Any, column: models.Field, operator: Operator, value: Decimal) -> Q:
    """The comparison, exact for any number, also for one between two steps or beyond what the column can hold."""
    places, largest = _places_and_largest(column)
    steps = value.scaleb(places)
    low = int(steps.to_integral_value(rounding=ROUND_FLOOR))
    high = int(steps.to_integral_value(rounding=ROUND_CEILING))
    known = Q(IsNull(expression, False))
    if operator in (Operator.EQUAL, Operator.UNEQUAL):
        if low != high or abs(low) > largest:
            return never() if operator is Operator.EQUAL else known
        same = Q(Exact(expression, _stored(column, low, places)))
        return same if operator is Operator.EQUAL else ~same
    bound = low if operator in (Operator.MORE, Operator.AT_MOST) else high
    if abs(bound) > largest:
        holds = (bound < 0) is (operator in (Operator.MORE, Operator.AT_LEAST))
        return known if holds else never()
    return Q(_LOOKUPS[operator](expression, _stored(column, bound, places)))


def _places_and_largest(column: models.Field) -> tuple[int, int]:
    if isinstance(column, AmountField):
        return MICRO_PLACES, LARGEST_INTEGER
    if isinstance(column, models.DecimalField):
        return int(column.decimal_places or 0), 10 ** int(column.max_digits or 1) - 1
    return 0, LARGEST_INTEGER


def _stored(column: models.Field, steps: int, places: int) -> Any:
    """As the column is compared in the database: amounts in millionths, decimals as such."""
    return Decimal(steps).scaleb(-places) if isinstance(column, models.DecimalField) else steps

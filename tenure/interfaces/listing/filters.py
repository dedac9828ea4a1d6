"""From a checked condition to a database filter that holds exactly where the condition is true; unknown never matches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Q
from django.db.models.lookups import (
    Contains,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)

from tenure.engine.conditions import Checked, Condition
from tenure.engine.conditions.deciding import meant
from tenure.engine.conditions.tree import (
    And,
    Comparison,
    Knowledge,
    Matching,
    Membership,
    Not,
    Operator,
    Or,
    Range,
    TextMatch,
)
from tenure.interfaces.listing.expressions import Folded, never, number_value
from tenure.interfaces.listing.fields import ListedField, Storage

_LOOKUPS = {
    Operator.EQUAL: Exact,
    Operator.LESS: LessThan,
    Operator.AT_MOST: LessThanOrEqual,
    Operator.MORE: GreaterThan,
    Operator.AT_LEAST: GreaterThanOrEqual,
}
_LARGEST_INTEGER = 2**63 - 1


def filter_for(*, checked: Checked, fields: Mapping[str, ListedField], as_of: date, zone: tzinfo = UTC) -> Q:
    """The filter: true of a record exactly where `evaluate` says true of its values, with `as_of` as today.

    `fields` are those of `fields_of`. `zone` decides on which day an instant lies.
    """
    return _Compiler(fields, as_of, zone).compile(checked.condition, is_wanted=True)


class _Compiler:
    """Walks down the tree; `not` travels to the leaves, where each clause has an exact opposite over known values."""

    def __init__(self, fields: Mapping[str, ListedField], as_of: date, zone: tzinfo) -> None:
        self.fields, self.as_of, self.zone = fields, as_of, zone

    def compile(self, condition: Condition, *, is_wanted: bool) -> Q:
        match condition:
            case Not(part=part):
                return self.compile(part, is_wanted=not is_wanted)
            case And(parts=parts):
                return self._joined(parts, is_wanted=is_wanted, connector=Q.AND if is_wanted else Q.OR)
            case Or(parts=parts):
                return self._joined(parts, is_wanted=is_wanted, connector=Q.OR if is_wanted else Q.AND)
            case _:
                return self._clause(condition, is_wanted)

    def _joined(self, parts: tuple[Condition, ...], *, is_wanted: bool, connector: str) -> Q:
        return Q(*(self.compile(part, is_wanted=is_wanted) for part in parts), _connector=connector)

    def _clause(self, clause: Any, is_wanted: bool) -> Q:
        field = self.fields[clause.name]
        match clause:
            case Knowledge(is_known=is_known):
                return Q(IsNull(field.expression, is_known is not is_wanted))
            case Comparison(operator=operator, value=value):
                return self._compare(field, operator if is_wanted else operator.opposite, meant(value, self.as_of))
            case Membership(values=values, is_negated=is_negated):
                is_in = is_negated is not is_wanted
                return self._member(field, [meant(value, self.as_of) for value in values], is_in=is_in)
            case Range(low=low, high=high):
                return self._between(field, meant(low, self.as_of), meant(high, self.as_of), is_wanted=is_wanted)
            case TextMatch(matching=matching, text=text):
                lookup: Any = Contains if matching is Matching.CONTAINS else StartsWith
                found = Q(lookup(Folded(field.expression), meant(text, self.as_of)))
                return found if is_wanted else ~found
        raise AssertionError(clause)

    def _between(self, field: ListedField, low: Any, high: Any, *, is_wanted: bool) -> Q:
        if is_wanted:
            return self._compare(field, Operator.AT_LEAST, low) & self._compare(field, Operator.AT_MOST, high)
        return self._compare(field, Operator.LESS, low) | self._compare(field, Operator.MORE, high)

    def _member(self, field: ListedField, values: list[Any], *, is_in: bool) -> Q:
        if field.storage is Storage.TEXT:
            found = Q(In(Folded(field.expression), values))
            return found if is_in else ~found
        operator = Operator.EQUAL if is_in else Operator.UNEQUAL
        connector = Q.OR if is_in else Q.AND
        return Q(*(self._compare(field, operator, value) for value in values), _connector=connector)

    def _compare(self, field: ListedField, operator: Operator, value: Any) -> Q:
        expression = field.expression
        if field.storage is Storage.TEXT:
            return _looked_up(Folded(expression), operator, value)
        if field.storage is Storage.JSON_NUMBER:
            return _looked_up(expression, operator, number_value(f"{value:f}"))
        if field.storage is Storage.INSTANT:
            return self._compare_instant(expression, operator, value)
        if field.storage is Storage.DAY_TEXT:
            return _looked_up(expression, operator, value.isoformat())
        if field.storage in (Storage.INTEGER, Storage.AMOUNT, Storage.DECIMAL):
            return _compare_stepped(field, operator, value)
        return _looked_up(expression, operator, value)

    def _compare_instant(self, expression: Any, operator: Operator, day: date) -> Q:
        """By the instants at which the day begins and ends in the zone."""
        begins, ends = _begin(day, self.zone), _begin(day + timedelta(days=1), self.zone)
        match operator:
            case Operator.EQUAL:
                return Q(GreaterThanOrEqual(expression, begins)) & Q(LessThan(expression, ends))
            case Operator.UNEQUAL:
                return Q(LessThan(expression, begins)) | Q(GreaterThanOrEqual(expression, ends))
            case Operator.LESS:
                return Q(LessThan(expression, begins))
            case Operator.AT_MOST:
                return Q(LessThan(expression, ends))
            case Operator.MORE:
                return Q(GreaterThanOrEqual(expression, ends))
            case _:
                return Q(GreaterThanOrEqual(expression, begins))


def _looked_up(expression: Any, operator: Operator, value: Any) -> Q:
    if operator is Operator.UNEQUAL:
        return ~Q(Exact(expression, value))
    return Q(_LOOKUPS[operator](expression, value))


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _compare_stepped(field: ListedField, operator: Operator, value: Decimal) -> Q:
    """Against a column that holds whole steps (units, cents, millionths): a value between steps is moved to a step."""
    scale = 6 if field.storage is Storage.AMOUNT else field.places
    steps = value.scaleb(scale)
    low = int(steps.to_integral_value(rounding=ROUND_FLOOR))
    high = int(steps.to_integral_value(rounding=ROUND_CEILING))
    if operator in (Operator.EQUAL, Operator.UNEQUAL):
        if low != high or abs(low) > _largest(field):
            return never() if operator is Operator.EQUAL else Q(IsNull(field.expression, False))
        return _looked_up(field.expression, operator, _stored(field, low, scale))
    bound = low if operator in (Operator.MORE, Operator.AT_MOST) else high
    if abs(bound) > _largest(field):
        is_true = (bound < 0) is (operator in (Operator.MORE, Operator.AT_LEAST))
        return Q(IsNull(field.expression, False)) if is_true else never()
    return _looked_up(field.expression, operator, _stored(field, bound, scale))


def _largest(field: ListedField) -> int:
    if field.storage is Storage.DECIMAL:
        return 10 ** int(getattr(field.column, "max_digits", 15)) - 1
    return _LARGEST_INTEGER


def _stored(field: ListedField, steps: int, scale: int) -> Any:
    return Decimal(steps).scaleb(-scale) if field.storage is Storage.DECIMAL else steps

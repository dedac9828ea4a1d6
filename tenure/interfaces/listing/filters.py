"""From a condition to a database filter that holds exactly where the condition is true; unknown never matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
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

from tenure.engine.conditions.asking import number_said
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.choices import stored_choice, worded_choices
from tenure.engine.conditions.folding import fold
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import (
    NUMBERS,
    And,
    Comparison,
    Condition,
    FieldType,
    Me,
    Operator,
    Or,
    Today,
    without_not,
)
from tenure.foundation.records.models import CustomFieldType
from tenure.foundation.records.versions.table import Version
from tenure.interfaces.listing.expressions import (
    CustomText,
    Folded,
    custom_amount,
    custom_number,
    custom_text,
    known_text,
    never,
    number_value,
)
from tenure.interfaces.listing.fields import ListField, title_path, types_of
from tenure.interfaces.listing.steps import compared_in_steps

PERSON = "person"
_LOOKUPS = {
    Operator.EQUAL: Exact,
    Operator.LESS: LessThan,
    Operator.AT_MOST: LessThanOrEqual,
    Operator.MORE: GreaterThan,
    Operator.AT_LEAST: GreaterThanOrEqual,
}
_WORDED: dict[Operator, tuple[Any, bool]] = {
    Operator.CONTAINS: (Contains, True),
    Operator.NOT_CONTAINS: (Contains, False),
    Operator.STARTS: (StartsWith, True),
    Operator.NOT_STARTS: (StartsWith, False),
}


@dataclass(frozen=True)
class Asking:
    """Who asks, and when: what `today` and `me` mean. `zone` decides on which day an instant lies."""

    today: date
    zone: tzinfo = UTC
    me: int | None = None
    me_public_id: str = ""


def filter_of(*, text: str, fields: Mapping[str, ListField], asking: Asking) -> Q:
    """The filter that the condition says. Raises `ConditionError`."""
    condition = check(read(text), fields=types_of(fields))
    return _compiled(without_not(condition), fields, asking)


def _compiled(condition: Condition, fields: Mapping[str, ListField], asking: Asking) -> Q:
    match condition:
        case And(parts):
            return Q(*(_compiled(part, fields, asking) for part in parts))
        case Or(parts):
            return Q(*(_compiled(part, fields, asking) for part in parts), _connector=Q.OR)
        case Comparison():
            return _comparison(condition, fields[condition.field], asking)
    raise AssertionError("`not` is carried into the comparisons before")


def _comparison(comparison: Comparison, field: ListField, asking: Asking) -> Q:
    operator, values = comparison.operator, comparison.values
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return Q(IsNull(value_of(field), operator is Operator.UNKNOWN))
    if operator in (Operator.IN, Operator.NOT_IN):
        single = Operator.EQUAL if operator is Operator.IN else Operator.UNEQUAL
        connector = Q.OR if operator is Operator.IN else Q.AND
        if field.type is FieldType.TEXT:
            found = Q(
                In(Folded(value_of(field)), [stored_choice(str(value), choices=field.choices) for value in values])
            )
            return found if operator is Operator.IN else ~found
        return Q(*(_single(field, single, value, asking) for value in values), _connector=connector)
    if operator is Operator.BETWEEN:
        low, high = values
        return _single(field, Operator.AT_LEAST, low, asking) & _single(field, Operator.AT_MOST, high, asking)
    if operator is Operator.NOT_BETWEEN:
        low, high = values
        return _single(field, Operator.LESS, low, asking) | _single(field, Operator.MORE, high, asking)
    return _single(field, operator, values[0], asking)


def _single(field: ListField, operator: Operator, value: Any, asking: Asking) -> Q:
    if field.type is FieldType.LINK:
        return _linked(field, operator, value, asking)
    if field.type is FieldType.TEXT:
        return _text(field, operator, str(value))
    if field.type is FieldType.DAY:
        day = asking.today + timedelta(value.offset_days) if isinstance(value, Today) else value
        return _day(field, operator, day, asking.zone)
    if field.type in NUMBERS:
        return _number(field, operator, number_said(value))
    return looked_up(value_of(field), operator, value)


def looked_up(expression: Any, operator: Operator, value: Any) -> Q:
    """The comparison of an expression with a value; where the expression is NULL, neither it nor its opposite holds."""
    if operator is Operator.UNEQUAL:
        return ~Q(Exact(expression, value))
    return Q(_LOOKUPS[operator](expression, value))


def value_of(field: ListField) -> Any:
    """The field's value, NULL exactly where it is unknown: for links the id or public id of what they lead to."""
    if field.history is not None:
        versions = field.history._default_manager.filter(record_id=OuterRef("pk"))
        return Subquery(versions.order_by("-recorded_at").values("recorded_at")[:1])
    if field.own is not None:
        return _own_value(field)
    assert field.column is not None
    if field.type is FieldType.TEXT and (field.column.blank or field.column.null or field.through):
        return known_text(field.path)
    return F(f"{field.path}_id" if field.type is FieldType.LINK else field.path)


def _own_value(field: ListField) -> Any:
    assert field.own is not None
    if field.own.type == CustomFieldType.NUMBER:
        return custom_number(F(field.path), field.own.key)
    if field.own.type == CustomFieldType.MONEY:
        return custom_amount(F(field.path), field.own.key)
    return custom_text(F(field.path), field.own.key)


def _text(field: ListField, operator: Operator, text: str) -> Q:
    """A choice is also known by its word: `status = 'Sub-processor'` finds what is stored as `sub_processor`."""
    folded = Folded(value_of(field))
    if operator not in _WORDED:
        return looked_up(folded, operator, stored_choice(text, choices=field.choices))
    lookup, is_wanted = _WORDED[operator]
    found = Q(lookup(folded, fold(text)))
    is_anywhere = operator in (Operator.CONTAINS, Operator.NOT_CONTAINS)
    named = worded_choices(text, choices=field.choices, is_anywhere=is_anywhere)
    if named:
        found |= Q(In(folded, named))
    return found if is_wanted else ~found


def _worded(folded: Any, operator: Operator, text: str) -> Q:
    if operator not in _WORDED:
        return looked_up(folded, operator, text)
    lookup, is_wanted = _WORDED[operator]
    found = Q(lookup(folded, text))
    return found if is_wanted else ~found


def _number(field: ListField, operator: Operator, value: Decimal) -> Q:
    if field.own is not None:
        return looked_up(value_of(field), operator, number_value(f"{value:f}"))
    assert field.column is not None
    return compared_in_steps(expression=value_of(field), column=field.column, operator=operator, value=value)


def _day(field: ListField, operator: Operator, day: date, zone: tzinfo) -> Q:
    if field.own is not None:
        return looked_up(value_of(field), operator, day.isoformat())
    if field.history is not None or isinstance(field.column, models.DateTimeField):
        begins, ends = _begin(day, zone), _begin(day + timedelta(days=1), zone)
        if field.history is not None and operator in (Operator.AT_LEAST, Operator.MORE):
            # As true as asking each record for its last change, and answered from the few latest changes.
            return _changed_since(field.history, begins if operator is Operator.AT_LEAST else ends)
        return _instant(value_of(field), operator, begins, ends)
    return looked_up(value_of(field), operator, day)


def _linked(field: ListField, operator: Operator, value: Any, asking: Asking) -> Q:
    if isinstance(value, Me):
        return _me(field, operator, asking)
    by_name = _worded(Folded(name_of(field)), operator, fold(str(value))) if field.is_named else None
    if operator in _WORDED:
        return never() if by_name is None else by_name
    by_id = looked_up(_public_id_of(field), operator, str(value))
    if by_name is None:
        return by_id
    return by_name | by_id if operator is Operator.EQUAL else by_name & by_id


def _me(field: ListField, operator: Operator, asking: Asking) -> Q:
    if asking.me is None or field.target is None:
        return never()
    if field.target.kind.key != PERSON:  # which nobody is
        return never() if operator is Operator.EQUAL else Q(IsNull(value_of(field), False))
    return looked_up(value_of(field), operator, asking.me if field.own is None else asking.me_public_id)


def name_of(field: ListField) -> Any:
    """The name of what a link leads to; NULL where it leads nowhere."""
    assert field.target is not None
    title = title_path(field.target)
    if field.own is None:
        return known_text(f"{field.path}__{title}")
    pointed = field.target.everything.filter(public_id=CustomText(OuterRef(field.path), field.own.key))
    return Subquery(pointed.annotate(named=known_text(title)).values("named")[:1])


def _public_id_of(field: ListField) -> Any:
    return F(f"{field.path}__public_id") if field.own is None else value_of(field)


def _instant(expression: Any, operator: Operator, begins: datetime, ends: datetime) -> Q:
    """By the instants at which the day begins and ends in the zone."""
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


def _changed_since(history: type[Version], instant: datetime) -> Q:
    recent = history._default_manager.filter(change__recorded_at__gte=instant, recorded_at__gte=instant)
    return Q(In(F("pk"), recent.values("record_id")))


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)

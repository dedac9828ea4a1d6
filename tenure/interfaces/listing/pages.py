"""One page of a list in a stable order, found from where the last page ended or the next one began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.lookups import IsNull

from tenure.engine.conditions.syntax import FieldType
from tenure.foundation.records.fields import AmountField
from tenure.interfaces.listing.expressions import Folded, number_value
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.listing.filters import name_of, value_of

PAGE_ROWS = 50
COUNTED_UP_TO = 1000
SALT = "tenure.listing"
_KEY = "_key"


class ListError(ValueError):
    """What was asked of a list cannot be: an unknown column, order or place."""


@dataclass(frozen=True)
class Order:
    """The column that rows are ordered by, and whether from the largest down. An empty name: newest first."""

    name: str = ""
    is_descending: bool = False


@dataclass(frozen=True)
class ListPage:
    """The rows of one page; `next` is where the following one starts and `previous` where the one before ends.

    Either is empty where there is none. `count` is exact up to a thousand; beyond that `is_more` says that there are
    more.
    """

    rows: list[Any]
    next: str
    count: int
    is_more: bool
    previous: str = ""


def asked(*, order: str) -> Order:
    """The order that an address asks for: `name`, or `-name` from the largest down."""
    return Order(order.removeprefix("-"), order.startswith("-"))


def can_order(field: ListField | None) -> bool:
    """Whether a list can be put in order by a field; a name that the user may not see would show through its place."""
    return field is not None and (field.type is not FieldType.LINK or field.is_named)


def list_page(
    *,
    rows: QuerySet[Any],
    fields: Mapping[str, ListField],
    order: Order,
    after: str = "",
    before: str = "",
    size: int = PAGE_ROWS,
) -> ListPage:
    """The page that starts after a place (`ListPage.next`), or ends before one (`previous`). Raises `ListError`."""
    sequence = _sequence(fields, order)
    place = after or before
    is_backward = bool(before and not after)
    ordered = sequence.ordered(rows, is_backward=is_backward)
    if place:
        ordered = ordered.filter(sequence.beyond(_place(place, rows.model, order), is_backward=is_backward))
    found = list(ordered[: size + 1])
    page, has_more = found[:size], len(found) > size
    if is_backward:
        page.reverse()
    places = [_place_of(record, sequence, order) for record in page[:: max(len(page) - 1, 1)]]
    counted = rows.order_by()[: COUNTED_UP_TO + 1].count()
    return ListPage(
        rows=page,
        next=places[-1] if places and (is_backward or has_more) else "",
        count=min(counted, COUNTED_UP_TO),
        is_more=counted > COUNTED_UP_TO,
        previous=places[0] if places and (has_more if is_backward else bool(after)) else "",
    )


def in_order(*, rows: QuerySet[Any], fields: Mapping[str, ListField], order: Order) -> QuerySet[Any]:
    """The rows in a stable order, what is unknown last. Raises `ListError` for a column that gives no order."""
    return _sequence(fields, order).ordered(rows)


@dataclass(frozen=True)
class _Sequence:
    """How rows follow each other: by a key, what has none last, and among equals by their ids.

    `column` is set where the key is a plain column of the table, which an index may serve.
    """

    key: Any
    is_descending: bool
    may_miss: bool = False
    column: models.Field | None = None
    is_number: bool = False

    def ordered(self, rows: QuerySet[Any], *, is_backward: bool = False) -> QuerySet[Any]:
        is_down = self.is_descending is not is_backward
        if self.key is None:
            return rows.order_by("-pk" if is_down else "pk")
        if self.column is None:
            rows = rows.annotate(**{_KEY: self.key})
        name = self._name
        terms: list[Any] = [F(name).desc() if is_down else F(name).asc(), "-pk" if is_down else "pk"]
        if self.may_miss:
            missing = Case(When(IsNull(F(name), True), then=Value(1)), default=Value(0), output_field=IntegerField())
            terms.insert(0, missing.desc() if is_backward else missing.asc())
        return rows.order_by(*terms)

    def beyond(self, place: tuple[Any, int], *, is_backward: bool = False) -> Q:
        """What follows a place, or with `is_backward` precedes it."""
        written, number = place
        is_down = self.is_descending is not is_backward
        further = Q(**{f"pk__{'lt' if is_down else 'gt'}": number})
        if self.key is None:
            return further
        name = self._name
        if written is None:
            unknown = Q(**{f"{name}__isnull": True}) & further
            return unknown | Q(**{f"{name}__isnull": False}) if is_backward else unknown
        value, compared = self._read(written), "lt" if is_down else "gt"
        later = Q(**{f"{name}__{compared}": value}) | (Q(**{name: value}) & further)
        if self.may_miss and not is_backward:
            return later | Q(**{f"{name}__isnull": True})
        # Implied by what follows; it lets the database enter an index at the right place.
        return Q(**{f"{name}__{compared}e": value}) & later

    def written(self, record: Any) -> Any:
        """The key of a record as a place holds it."""
        value = None if self.key is None else getattr(record, self._name)
        if isinstance(value, date | datetime):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    @property
    def _name(self) -> str:
        return self.column.name if self.column is not None else _KEY

    def _read(self, written: Any) -> Any:
        try:
            if self.is_number:
                return number_value(f"{Decimal(str(written)):f}")
            if isinstance(self.column, AmountField):
                return Decimal(written)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise ListError("This address names no place in the list; start at its beginning.") from error
        return written if self.column is None else self.column.to_python(written)


def _sequence(fields: Mapping[str, ListField], order: Order) -> _Sequence:
    if not order.name:
        return _Sequence(None, is_descending=True)
    field = fields.get(order.name)
    if field is None or not can_order(field):
        raise ListError(f"This list cannot be put in order by “{order.name}”.")
    if field.type is FieldType.LINK:
        return _Sequence(Folded(name_of(field)), order.is_descending, may_miss=True)
    if field.history is not None:
        return _Sequence(value_of(field), order.is_descending)
    if field.own is not None:
        key = value_of(field)
        is_text = field.type is FieldType.TEXT
        return _Sequence(Folded(key) if is_text else key, order.is_descending, True, is_number=field.is_number)
    assert field.column is not None
    return _Sequence(F(field.path), order.is_descending, field.column.null, column=field.column)


def _place_of(record: Any, sequence: _Sequence, order: Order) -> str:
    """The place of a record in this order, signed, so that only places which a list gave out lead anywhere."""
    return signing.dumps([sequence.written(record), record.pk], salt=_salt(type(record), order))


def _place(text: str, model: type[models.Model], order: Order) -> tuple[Any, int]:
    try:
        value, number = signing.loads(text, salt=_salt(model, order))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ListError("This address names no place in the list; start at its beginning.") from error
    return value, number


def _salt(model: type[models.Model], order: Order) -> str:
    """A place holds for one kind and one order only."""
    return f"{SALT}:{model._meta.label}:{order.name}:{order.is_descending}"

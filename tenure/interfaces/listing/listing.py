"""One page of a list: filtered, searched, in a stable order, found from where the last page ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.lookups import Contains

from tenure.engine.conditions.syntax import ConditionError, FieldType
from tenure.foundation.access.rights import require
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.expressions import Folded, never
from tenure.interfaces.listing.fields import ListField, filter_fields, list_fields, title_path
from tenure.interfaces.listing.filters import Asking, filter_of, value_of

PAGE_ROWS = 50
COUNTED_UP_TO = 1000
MOST_WORDS = 8
SALT = "tenure.listing"


class ListError(ValueError):
    """What was asked of a list cannot be: an unknown column, order or place."""


@dataclass(frozen=True)
class Order:
    """The column that rows are ordered by, and whether from the largest down. An empty name: newest first."""

    name: str = ""
    is_descending: bool = False


@dataclass(frozen=True)
class ListPage:
    """The rows of one page; `next` is where the following one starts (empty: this is the last).

    `count` is exact up to a thousand; beyond that `is_more` says that there are more.
    """

    rows: list[Any]
    next: str
    count: int
    is_more: bool


def list_rows(
    *, model: type[Record], user: Any, asking: Asking, condition: str = "", search: str = ""
) -> QuerySet[Any]:
    """The records in use for which the condition holds and one of whose searched fields contains the text.

    Only fields that the user may see take part. Raises `NotAllowedError`, `ConditionError`.
    """
    require(user=user, action="view", kind=model.kind)
    fields = list_fields(model=model, user=user)
    rows = model.objects.all()
    if condition.strip():
        known = filter_fields(model=model, user=user)
        rows = rows.filter(filter_of(text=condition, fields=known, asking=asking))
    for word in search.replace("\0", " ").casefold().split()[:MOST_WORDS]:
        rows = rows.filter(_holding(word, model, fields))
    return rows


def _holding(word: str, model: type[Record], fields: Mapping[str, ListField]) -> Q:
    """The records that hold the word in their title, a searched field, or a text of the company's own."""
    anywhere = never()
    for name, field in fields.items():
        is_searched = name in (model.kind.title, *model.kind.search) or field.own is not None
        if is_searched and field.type is FieldType.TEXT:
            anywhere |= Q(Contains(Folded(value_of(field)), word))
    return anywhere


def with_names(*, rows: QuerySet[Any], columns: Iterable[ListField]) -> QuerySet[Any]:
    """The rows together with the names of what their columns link to, so that showing them asks no more."""
    paths = {
        f"{column.path}__{title_path(column.target)}".rpartition("__")[0]
        for column in columns
        if column.target is not None and column.own is None
    }
    own_name = title_path(rows.model).rpartition("__")[0]
    return rows.select_related(*sorted(paths | {own_name} - {""})) if paths or own_name else rows


def list_page(
    *, rows: QuerySet[Any], fields: Mapping[str, ListField], order: Order, after: str = "", size: int = PAGE_ROWS
) -> ListPage:
    """The page that starts after a place (`ListPage.next` of the page before). Raises `ListError`."""
    ordered = in_order(rows=rows, fields=fields, order=order)
    if after:
        ordered = ordered.filter(_after(fields, order, _place(after, rows.model, order)))
    found = list(ordered[: size + 1])
    page = found[:size]
    following = _place_of(page[-1], order) if len(found) > size else ""
    counted = rows.order_by()[: COUNTED_UP_TO + 1].count()
    return ListPage(page, following, min(counted, COUNTED_UP_TO), counted > COUNTED_UP_TO)


def in_order(*, rows: QuerySet[Any], fields: Mapping[str, ListField], order: Order) -> QuerySet[Any]:
    """The rows in a stable order, what is unknown last. Raises `ListError` for a column that gives no order."""
    if not order.name:
        return rows.order_by("-pk")
    field = fields.get(order.name)
    if field is None or field.column is None or field.type is FieldType.LINK:
        raise ListError(f"This list cannot be put in order by “{order.name}”.")
    sign = "-" if order.is_descending else ""
    terms = [f"{sign}{order.name}", f"{sign}pk"]
    if field.column.null:
        missing = Case(
            When(**{f"{order.name}__isnull": True}, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        return rows.annotate(_missing=missing).order_by("_missing", *terms)
    return rows.order_by(*terms)


def _after(fields: Mapping[str, ListField], order: Order, place: tuple[Any, int]) -> Q:
    written, number = place
    further = "lt" if order.is_descending or not order.name else "gt"
    beyond = Q(**{f"pk__{further}": number})
    if not order.name:
        return beyond
    column = fields[order.name].column
    assert column is not None
    value = _read_value(column, written)
    if value is None:
        return Q(**{f"{order.name}__isnull": True}) & beyond
    later = Q(**{f"{order.name}__{further}": value}) | (Q(**{order.name: value}) & beyond)
    if column.null:
        return later | Q(**{f"{order.name}__isnull": True})
    # Implied by what follows; it lets the database enter an index at the right place.
    return Q(**{f"{order.name}__{further}e": value}) & later


def _place_of(record: Any, order: Order) -> str:
    """The place of a record in this order, signed, so that only places which a list gave out lead anywhere."""
    value = getattr(record, order.name) if order.name else None
    written = (
        value.isoformat() if isinstance(value, date | datetime) else str(value) if isinstance(value, Decimal) else value
    )
    return signing.dumps([written, record.pk], salt=_salt(type(record), order))


def _place(text: str, model: type[models.Model], order: Order) -> tuple[Any, int]:
    try:
        value, number = signing.loads(text, salt=_salt(model, order))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ListError("This address names no place in the list; start at its beginning.") from error
    return value, number


def _salt(model: type[models.Model], order: Order) -> str:
    """A place holds for one kind and one order only."""
    return f"{SALT}:{model._meta.label}:{order.name}:{order.is_descending}"


def _read_value(column: models.Field, value: Any) -> Any:
    return Decimal(value) if isinstance(column, AmountField) and value is not None else column.to_python(value)


def asked(*, order: str) -> Order:
    """The order that an address asks for: `name`, or `-name` from the largest down."""
    return Order(order.removeprefix("-"), order.startswith("-"))


__all__ = [
    "ConditionError",
    "ListError",
    "ListPage",
    "Order",
    "asked",
    "in_order",
    "list_page",
    "list_rows",
    "with_names",
]

"""Small tables of records on another record's page: chosen columns, names for links, totals where they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import (
    FieldRights,
    carried_currencies,
    field_rights,
    learn_names,
    own_values,
    plain_field,
)
from tenure.interfaces.web.records.words import Setting, Shown, money, plain, shown

NOT_ADDED = ("pct", "rate", "price", "ratio", "score", "level", "weight", "position", "qty")


@dataclass(frozen=True)
class Column:
    """One column; numbers stand to the right."""

    name: str
    label: str
    is_number: bool
    is_title: bool = False
    is_date: bool = False


@dataclass(frozen=True)
class Row:
    """One record as a row."""

    record: Record
    address: str
    cells: tuple[tuple[Column, Shown], ...]


@dataclass(frozen=True)
class Table:
    """Columns, rows and totals; `totals` has one entry per column, empty where nothing adds up."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...] = ()


def table_of(
    *,
    model: type[Record],
    records: Sequence[Record],
    user: Any,
    setting: Setting,
    without: str = "",
    most: int = 6,
    totals: bool = False,
    only_filled: bool = False,
    only: tuple[str, ...] = (),
) -> Table:
    """A table of these records, all of one kind, without the column that is the same for all of them.

    `only_filled` leaves out columns in which no record has a value.
    """
    rights = field_rights(model=model, user=user, with_own=False)
    columns = columns_of(model=model, rights=rights, without=without, only=only)
    if only_filled:
        columns = tuple(column for column in columns if column.is_title or _is_filled(column, records))
    columns = columns[:most]
    learn_names(model=model, rows=[own_values(record) for record in records], rights=rights, setting=setting)
    rows = tuple(_row(record, model, columns, setting) for record in records)
    return Table(columns, rows, _totals(model, columns, records, setting) if totals and len(records) > 1 else ())


def columns_of(
    *, model: type[Record], rights: FieldRights, without: str = "", only: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """The visible columns of a kind, or of these the title and `only` some; currencies stand with their amounts."""
    names = list(dict.fromkeys((model.kind.title, *(only or model.kind.columns))))
    hidden = carried_currencies(model) | {without}
    seen = [name for name in names if name in rights.visible and name not in hidden]
    return tuple(_column(model, name) for name in seen)


def _column(model: type[Record], name: str) -> Column:
    field = plain_field(model, name)
    is_number = isinstance(field, AmountField | models.DecimalField | models.IntegerField | models.FloatField)
    is_date = isinstance(field, models.DateField)
    return Column(name, label_of(field), is_number and not field.choices, name == model.kind.title, is_date)


def _is_filled(column: Column, records: Sequence[Record]) -> bool:
    name = plain_field(type(records[0]), column.name).attname if records else column.name
    return any(getattr(record, name) not in (None, "") for record in records)


def _row(record: Record, model: type[Record], columns: Sequence[Column], setting: Setting) -> Row:
    values = own_values(record)
    cells = tuple(
        (column, shown(field=plain_field(model, column.name), values=values, model=model, setting=setting))
        for column in columns
    )
    return Row(record, record_url(record), cells)


def _totals(
    model: type[Record], columns: Sequence[Column], records: Sequence[Record], setting: Setting
) -> tuple[str, ...]:
    totals = []
    for column in columns:
        values = [getattr(record, column.name) for record in records] if column.is_number else []
        known = [value for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)]
        if not known or not _adds_up(column.name):
            totals.append("")
        elif column.name in model.kind.money:
            totals.append(_money_totals(model.kind.money[column.name], column.name, records))
        else:
            totals.append(plain(sum(known, Decimal(0)), setting=setting).text)
    return tuple(totals) if any(totals) else ()


def _adds_up(name: str) -> bool:
    """Whether numbers of this name may be added: rates, shares, levels and quantities of unlike things may not."""
    return not any(word in name for word in NOT_ADDED)


def _money_totals(currency: str, name: str, records: Sequence[Record]) -> str:
    """The sum of each currency; where amounts pay for unlike times, of each of these by itself."""
    sums: dict[tuple[str, str], Decimal] = {}
    for record in records:
        amount = getattr(record, name)
        if amount is not None:
            key = (getattr(record, currency), _paid_for(record, name))
            sums[key] = sums.get(key, Decimal(0)) + amount
    return " + ".join(f"{money(amount, code).text}{time}" for (code, time), amount in sorted(sums.items()))


def _paid_for(record: Record, name: str) -> str:
    if name != "amount" or not any(field.name == "period" for field in record._meta.local_concrete_fields):
        return ""
    period = str(record.get_period_display()).lower()  # type: ignore[attr-defined]
    return f" per {period}" if period else " for the term"

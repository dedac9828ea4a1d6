"""A page of a list as its table: rows of cells, the totals of its amounts, the next page's cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import SuspiciousOperation

from tenure.foundation.records.model import Record
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.listing.listing import ListError, list_page
from tenure.interfaces.listing.totals import totals
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.lists.asking import Asked
from tenure.interfaces.web.records.fields import CUSTOM, learn_names, own_values
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.words import Shown, money, shown, shown_custom

PAGE = 50


@dataclass(frozen=True)
class ListCell:
    """One value of one record, and whether it may be edited in place."""

    field: ListField
    shown: Shown
    is_editable: bool
    is_title: bool = False


@dataclass(frozen=True)
class ListRow:
    """One record as a row."""

    record: Record
    name: str
    address: str
    cells: tuple[ListCell, ...]


@dataclass(frozen=True)
class ListRows:
    """The rows of one page; `next` is the cursor of the page after, `count` how many match in all."""

    rows: tuple[ListRow, ...]
    next: str
    count: int
    is_more: bool

    @property
    def count_text(self) -> str:
        return f"{self.count:,}+" if self.is_more else f"{self.count:,}"


def rows_of(asked: Asked, *, cursor: str = "", size: int = PAGE) -> ListRows:
    """One page of the list. Raises `SuspiciousOperation` for a cursor that names no place in it."""
    try:
        page = list_page(rows=asked.rows, fields=asked.fields, order=asked.order, after=cursor, size=size)
    except ListError as error:
        raise SuspiciousOperation(str(error)) from error
    return ListRows(tuple(rows_for(asked, page.rows)), page.next, page.count, page.is_more)


def totals_of(asked: Asked) -> list[list[str]]:
    """For each column what its amounts come to, one text per currency; empty where no column holds amounts."""
    sums = totals(rows=asked.rows, model=asked.model, columns=asked.columns)
    if not sums:
        return []
    return [[money(amount, code).text for amount, code in sums.get(column.name, [])] for column in asked.columns]


def rows_for(asked: Asked, records: Sequence[Record]) -> list[ListRow]:
    """These records as rows."""
    values = [own_values(record) for record in records]
    learn_names(model=asked.model, rows=values, rights=asked.rights, setting=asked.setting)
    return [_row(asked, record, own) for record, own in zip(records, values, strict=True)]


def cell_for(asked: Asked, field: ListField, record: Record, values: dict[str, Any]) -> ListCell:
    """One cell of one record; the names behind its links are known already."""
    if field.own is not None:
        value = (values.get("custom") or {}).get(field.name.removeprefix(CUSTOM))
        text = shown_custom(field=field.own, value=value, setting=asked.setting)
    else:
        assert field.column is not None
        text = shown(field=field.column, values=values, model=asked.model, setting=asked.setting)
    return ListCell(field, text, field.name in asked.rights.editable, field.name == asked.kind.title)


def _row(asked: Asked, record: Record, values: dict[str, Any]) -> ListRow:
    cells = tuple(cell_for(asked, field, record, values) for field in asked.columns)
    title = next((cell.shown.text for cell in cells if cell.is_title and not cell.shown.is_empty), "")
    return ListRow(record, title or name_for(record, user=asked.user), record_url(record), cells)

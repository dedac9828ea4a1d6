"""The rows of a list as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import editable_fields
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import Cell, field_rights, learn_names, own_values
from tenure.interfaces.web.records.words import Setting, plain, shown, shown_custom


@dataclass(frozen=True)
class ListCell:
    """A cell and the column it stands in."""

    column: ListField
    cell: Cell


@dataclass(frozen=True)
class ListRow:
    """One record of the list."""

    record: Record
    address: str
    title: str
    cells: tuple[ListCell, ...]


def list_rows_shown(
    *,
    records: Sequence[Record],
    model: type[Record],
    columns: Sequence[ListField],
    user: Any,
    setting: Setting,
    is_open: bool = True,
) -> list[ListRow]:
    """The records as rows; links are named with one query per kind linked to. `is_open`: cells may be edited."""
    rights = field_rights(model=model, user=user)
    learn_names(model=model, rows=[own_values(record) for record in records], rights=rights, setting=setting)
    sections = {name for section in model.kind.sections for name in section.fields}
    changeable = editable_fields(user=user, kind=model.kind) if is_open else ()
    editable = {name for name in changeable if name in sections or "." in name}
    return [_row(record, model, columns, editable, setting) for record in records]


def _row(
    record: Record, model: type[Record], columns: Sequence[ListField], editable: set[str], setting: Setting
) -> ListRow:
    values = own_values(record)
    cells = []
    for column in columns:
        if column.history is not None:
            value = plain(getattr(record, column.name), setting=setting)
        elif column.own is not None:
            value = shown_custom(field=column.own, value=record.custom.get(column.own.key), setting=setting)
        else:
            assert column.column is not None
            value = shown(field=column.column, values=values, model=model, setting=setting)
        cells.append(ListCell(column, Cell(column.name, column.label, value, column.name in editable)))
    title = next((each.cell.shown.text for each in cells if each.column.name == model.kind.title), "") or str(record)
    return ListRow(record, record_url(record), title, tuple(cells))

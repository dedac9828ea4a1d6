"""The rows of a list, put together without a template, since a page of them has hundreds of cells.

A cell has the markup of `records/cell.html` but for its edit button, which `cells.js` adds to the rows that are pointed
at or reached by keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from tenure.interfaces.web.lists.rows import ListCell, ListRow
from tenure.interfaces.web.records.fields import Cell
from tenure.interfaces.web.templatetags.web import icon

LONGEST_TITLE, LONGEST_CHOICE = 80, 60


def rows_markup(*, rows: Sequence[ListRow], title_field: str, may_bulk: bool) -> SafeString:
    """The rows; `may_bulk`: with a box to tick each. Every text in them is escaped here."""
    return mark_safe("".join([_row(row, title_field, may_bulk) for row in rows]))  # noqa: S308


def cell_markup(cell: Cell) -> str:
    """One field of one record."""
    shown = cell.shown
    is_long = shown.shape == "long"
    return (
        f'<div class="cell{" is-wide" if is_long else ""}" data-cell="{escape(cell.name)}"'
        f"{' data-editable' if cell.is_editable else ''}><dt{_title(cell.help)}>{escape(cell.label)}</dt>"
        f'<dd><span class="cell-value{" is-long" if is_long else ""}{" quiet" if shown.is_empty else ""}"'
        f"{_title(shown.title)}>{_text(cell)}</span></dd></div>"
    )


def _row(row: ListRow, title_field: str, may_bulk: bool) -> str:
    tick = _tick(row) if may_bulk else ""
    cells = [_head(row) if each.column.name == title_field else _cell(each) for each in row.cells]
    return f'<tr data-row data-address="{escape(row.address)}">{tick}{"".join(cells)}</tr>'


def _tick(row: ListRow) -> str:
    label = f"Choose {_short(row.title, LONGEST_CHOICE)}"
    box = f'type="checkbox" name="chosen" value="{escape(row.record.public_id)}" data-select aria-label="{label}"'
    return f'<td class="list-tick"><input class="form-check-input" {box}></td>'


def _head(row: ListRow) -> str:
    link = f'<a class="row-name clip" href="{escape(row.address)}" data-panel>{_short(row.title, LONGEST_TITLE)}</a>'
    return f'<th scope="row" class="list-title">{link}</th>'


def _cell(each: ListCell) -> str:
    shape = ' class="number"' if each.column.is_number else ""
    return (
        f'<td{shape} data-label="{escape(each.column.label)}"><dl class="list-cell">{cell_markup(each.cell)}</dl></td>'
    )


def _text(cell: Cell) -> str:
    shown = cell.shown
    if shown.address:
        relation = ' rel="noopener noreferrer"' if shown.shape == "url" else ""
        return f'<a href="{escape(shown.address)}"{relation}>{escape(shown.text)}</a>'
    if shown.shape == "choice":
        return f'<span class="state">{escape(shown.text)}</span>'
    if shown.is_empty and cell.is_asked and cell.is_editable:
        return f'<span class="asked">{icon("circle-dashed")} Worth filling in</span>'
    return escape(shown.text)


def _title(text: str) -> str:
    return f' title="{escape(text)}"' if text else ""


def _short(text: str, longest: int) -> str:
    return escape(text if len(text) <= longest else Truncator(text).chars(longest))

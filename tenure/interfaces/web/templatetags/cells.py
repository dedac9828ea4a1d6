"""Cells of lists: the markup of `records/cell.html`, put together without a template, since a list has hundreds."""

from __future__ import annotations

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html

from tenure.interfaces.web.records.fields import Cell
from tenure.interfaces.web.templatetags.web import icon

register = template.Library()
RECORD, FIELD = "any_zzzzzzzz", "any-field"


@register.simple_tag
def cell(shown: Cell, public_id: str, slug: str) -> str:
    """One field of one record, editable in place where it may be."""
    wide = " is-wide" if shown.shown.shape == "long" else ""
    help_text = format_html(' title="{}"', shown.help) if shown.help else ""
    return format_html(
        '<div class="cell{}" data-cell="{}"{}><dt{}>{}</dt><dd>{}{}</dd></div>',
        wide,
        shown.name,
        " data-editable" if shown.is_editable else "",
        help_text,
        shown.label,
        _value(shown),
        _edit(shown, public_id, slug) if shown.is_editable else "",
    )


def _value(cell: Cell) -> str:
    classes = (" is-long" if cell.shown.shape == "long" else "") + (" quiet" if cell.shown.is_empty else "")
    title = format_html(' title="{}"', cell.shown.title) if cell.shown.title else ""
    return format_html('<span class="cell-value{}"{}>{}</span>', classes, title, _text(cell))


def _text(cell: Cell) -> str:
    if cell.shown.address:
        relation = format_html(' rel="{}"', "noopener noreferrer") if cell.shown.shape == "url" else ""
        return format_html('<a href="{}"{}>{}</a>', cell.shown.address, relation, cell.shown.text)
    if cell.shown.shape == "choice":
        return format_html('<span class="state">{}</span>', cell.shown.text)
    if cell.shown.is_empty and cell.is_asked and cell.is_editable:
        return format_html('<span class="asked">{} Worth filling in</span>', icon("circle-dashed"))
    return cell.shown.text


def _edit(cell: Cell, public_id: str, slug: str) -> str:
    address = _field_address(slug).replace(RECORD, public_id).replace(FIELD, cell.name)
    return format_html(
        '<button class="cell-edit" type="button" data-edit aria-label="Edit {}" hx-get="{}" '
        'hx-target="closest .cell" hx-swap="outerHTML">{}</button>',
        cell.label,
        address,
        icon("pencil"),
    )


@cache
def _field_address(slug: str) -> str:
    return reverse("web:record_field", args=[slug, RECORD, FIELD])

"""What the menus of a list offer for each field: put together without a template, since a kind has dozens of fields."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.templatetags.web import icon

register = template.Library()
KEPT_LABELS = 5_000

Filters = Iterable[tuple[ListField, Iterable[tuple[str, str]]]]


@register.simple_tag
def filter_fields(filters: Filters) -> SafeString:
    """The fields to filter by, as options."""
    options = [
        f'<option value="{escape(field.name)}" data-sort="{escape(field.type)}">{escape(field.label)}</option>'
        for field, _ in filters
    ]
    return _safe(options)


@register.simple_tag
def filter_operators(filters: Filters) -> SafeString:
    """How each field may be compared, as options that tell their field."""
    return _safe(
        f'<option value="{escape(value)}" data-for="{escape(field.name)}">{escape(words)}</option>'
        for field, operators in filters
        for value, words in operators
    )


@register.simple_tag
def filter_choices(filters: Filters) -> SafeString:
    """The values that each field may take, as options that tell their field."""
    return _safe(
        f'<option value="{escape(label)}" data-for="{escape(field.name)}"></option>'
        for field, _ in filters
        for value, label in field.choices
        if value
    )


@register.simple_tag
def column_items(columns: Iterable[ListField], title_field: str, is_chosen: bool) -> SafeString:
    """Columns to choose and to order; the one with the record's name always stands first."""
    return _safe(
        _fixed_column(column.label) if column.name == title_field else _column(column.name, column.label, is_chosen)
        for column in columns
    )


@lru_cache(maxsize=KEPT_LABELS)
def _fixed_column(label: str) -> str:
    return f"<li>{_box(label, 'checked disabled')}</li>"


@lru_cache(maxsize=KEPT_LABELS)
def _column(name: str, label: str, is_chosen: bool) -> str:
    box = _box(label, f'name="column" value="{escape(name)}"{" checked" if is_chosen else ""}')
    moves = _move(label, "up") + _move(label, "down")
    return f'<li data-column-item draggable="true">{box}<span class="column-moves">{moves}</span></li>'


def _box(label: str, attributes: str) -> str:
    words = f'<span class="form-check-label">{escape(label)}</span>'
    return f'<label class="form-check"><input class="form-check-input" type="checkbox" {attributes}> {words}</label>'


def _move(label: str, way: str) -> str:
    name = f'aria-label="Move {escape(label)} {way}"'
    return f'<button class="top-button" type="button" data-column-{way} {name}>{icon(f"arrow-{way}")}</button>'


def _safe(pieces: Iterable[str]) -> SafeString:
    """Every text in the pieces was escaped where it was put in."""
    return mark_safe("".join(pieces))  # noqa: S308

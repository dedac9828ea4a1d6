"""The navigation and its keys: the same on most pages of a person, so each is put together once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join

from tenure.interfaces.web.shell.navigation import Entry, Group
from tenure.interfaces.web.templatetags.web import icon

register = template.Library()
KEPT_GROUPS = 1_000
_HERE = format_html(' aria-current="{}"', "page")


@register.simple_tag
def nav_groups(groups: Iterable[Group]) -> str:
    """The groups of the navigation, each with its lines."""
    return format_html_join("", "{}", ((_group(group),) for group in groups))


@register.simple_tag
def nav_keys(groups: Iterable[Group]) -> str:
    """Which letter goes where after `g`."""
    return format_html_join("", "{}", ((_keys(group),) for group in groups))


@lru_cache(maxsize=KEPT_GROUPS)
def _group(group: Group) -> str:
    entries = format_html_join("", "{}", ((_entry(entry),) for entry in group.entries))
    lines = format_html('<ul class="nav-list">{}</ul>', entries)
    if not group.title:
        return lines
    return format_html(
        '<details class="nav-group" data-nav-group="{}"{}><summary class="nav-group-title">{}</summary>{}</details>',
        group.key,
        " open" if group.is_open else "",
        group.title,
        lines,
    )


@lru_cache(maxsize=KEPT_GROUPS)
def _keys(group: Group) -> str:
    lettered = ((entry.label, entry.letter) for entry in group.entries if entry.letter)
    return format_html_join("", "<dt>{}</dt><dd><kbd>g</kbd> <kbd>{}</kbd></dd>", lettered)


def _entry(entry: Entry) -> str:
    return format_html(
        '<li><a class="nav-item" href="{}" title="{}"{}{}>{}<span class="nav-text">{}</span>{}</a></li>',
        entry.url,
        entry.label,
        format_html(' data-go="{}"', entry.letter) if entry.letter else "",
        _HERE if entry.is_current else "",
        icon(entry.icon),
        entry.label,
        format_html('<span class="nav-count">{}</span>', entry.count) if entry.count else "",
    )

"""A note's Markdown as HTML that is safe to show."""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MENTION = re.compile(r"@\[([^\]\n]{1,200})\]\((per_[0-9a-z]{1,20})\)")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "code", "pre", "blockquote", "h1", "h2", "h3", "hr"}


def as_html(text: str) -> SafeString:
    """A note's Markdown as safe HTML, mentions as links to the colleague."""
    linked = _MENTION.sub(lambda found: f"[@{found[1]}](/people/{found[2]}/)", text)
    html = nh3.clean(
        _MARKDOWN.render(linked), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(html)  # noqa: S308 — cleaned by nh3 on the line before

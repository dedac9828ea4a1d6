"""Templates hold no script and no style: the content security policy would refuse both, and so do we."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import repository_files, text_of

FORBIDDEN = {
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>\s*\S", re.IGNORECASE),
    "a style in the page": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a handler of htmx, which needs eval": re.compile(r"\shx-on[:\-=]|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "a script in an address": re.compile(r"[\"']javascript:", re.IGNORECASE),
    "something from another server": re.compile(r"<(script|link|img)[^>]*(src|href)=[\"'](https?:)?//", re.IGNORECASE),
    "text trusted without a look": re.compile(r"\|\s*safe\b|\{%\s*autoescape off"),
}
DATA = re.compile(r"<script[^>]*type=[\"']application/json[\"'][^>]*>", re.IGNORECASE)
LOGIC_IN_PYTHON = re.compile(r"\b(mark_safe|SafeString)\b")

# Where HTML is declared safe: each with who made sure that it is.
DECLARED_SAFE: dict[str, str] = {
    "tenure/interfaces/web/records/note_text.py": "Markdown without HTML, then cleaned by nh3",
    "tenure/interfaces/web/lists/markup.py": "hundreds of cells, each text escaped where it is put in",
    "tenure/interfaces/web/records/suggesting.py": "a list of words beside an input, each escaped where it is put in",
    "tenure/interfaces/web/templatetags/list_menus.py": "dozens of fields, each text escaped where it is put in",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    offenders = [
        f"{path}: {found[0][:80]}"
        for path in _templates()
        if path.suffix != ".txt"  # the text of a mail is no HTML
        if (found := FORBIDDEN[what].search(DATA.sub("<script src=data>", text_of(path))))
    ]

    assert offenders == []


def test_html_is_declared_safe_in_known_places_only() -> None:
    users = {
        str(path)
        for path in repository_files()
        if path.suffix == ".py" and str(path).startswith("tenure/") and LOGIC_IN_PYTHON.search(text_of(path))
    }

    assert users == set(DECLARED_SAFE)


def _templates() -> Iterator[Path]:
    for path in repository_files():
        if "templates" in path.parts and path.suffix in (".html", ".txt", ".svg"):
            yield path

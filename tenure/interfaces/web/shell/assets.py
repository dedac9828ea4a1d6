"""The addresses of the built style sheet, scripts and icons: they change with what they hold, so browsers keep them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.templatetags.static import static

BUILT = Path(__file__).parents[1] / "static" / "built"
STAMP_LETTERS = 12


@cache
def built_url(name: str) -> str:
    """The address of a built file, such as `app.css`."""
    return f"{static(f'built/{name}')}?v={_stamp()}"


@cache
def _stamp() -> str:
    path = BUILT / "sources.sha256"
    return path.read_text()[:STAMP_LETTERS] if path.exists() else "none"

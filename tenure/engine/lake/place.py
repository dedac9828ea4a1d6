"""Where the lake of this installation lies."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def lake_folder() -> Path:
    """The folder of the lake in the installation's home."""
    return Path(settings.HOME) / "lake"


def shelf_file(lake: Path) -> Path:
    """The file of what was worked out from a lake and may be lost without harm."""
    return lake.with_name("cache") / "queries.sqlite3"

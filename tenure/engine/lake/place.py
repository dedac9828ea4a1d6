"""Where the lake of this installation lies."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def lake_folder() -> Path:
    """The folder of the lake in the installation's home."""
    return Path(settings.HOME) / "lake"

"""Real exports, where this machine has them: their tests are skipped where it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2].parent / "shared" / "data"


def export(name: str) -> Path:
    """The folder of one export; skips the test where it is not there."""
    path = FOLDER / name
    if not path.is_dir():
        pytest.skip(f"the export {name} is not on this machine")
    return path

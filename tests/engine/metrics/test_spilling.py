"""What the engine puts into files goes with its process, also with one that was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tenure.engine.workspace.spilling import Spill


def test_the_folder_of_a_process_that_was_killed_goes_when_the_next_begins(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / "cache" / "spilled" / str(ended.pid)
    left.mkdir(parents=True)
    (left / "rows").write_text("Ann Example")
    other = left.with_name("1")
    other.mkdir()

    spill = Spill(tmp_path / "lake")

    assert not left.exists()
    assert other.exists()
    spill.folder.mkdir()
    spill.remove()
    assert not spill.folder.exists()

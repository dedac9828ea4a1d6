"""The migrations make the tables that the models describe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def test_no_model_has_changed_without_a_migration(tmp_path: Path) -> None:
    environment = {**os.environ, "TENURE_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    done = subprocess.run(
        [sys.executable, "scripts/migrations.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr

"""Installations with a day's work in them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.installations import Installation, new_home

ROOT = Path(__file__).parents[3]
PASSWORD = "correct horse battery"
INIT = (
    *("--company", "Ours", "--currency", "EUR", "--zone", "Europe/Berlin"),
    *("--admin-name", "Ann Lee", "--admin-email", "ann@example.com", "--admin-password", PASSWORD),
)


def workday(installation: Installation, what: str) -> Any:
    """What `workday.py WHAT` printed in this installation."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.interfaces.cli.workday", what],
        env=installation.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with a day's work in it, on the database of the run; one for the tests of a file."""
    with new_home(tmp_path_factory.mktemp("filled")) as installation:
        workday(installation, "fill")
        yield installation


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that `tenure init` set up; one for the tests of a file."""
    with new_home(tmp_path_factory.mktemp("company")) as installation:
        installation.run("init", *INIT)
        yield installation

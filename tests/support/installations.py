"""Installations of their own, for tests that start the product's programs."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.environment import on_postgresql, postgresql_server

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from tenure.interfaces.cli import main; main()")
LONGEST_RUN_SECONDS = 120


@dataclass(frozen=True)
class Installation:
    """A home with a database of its own, and the environment in which programs use it."""

    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str, expect: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """What `tenure ARGUMENTS…` printed; fails unless it ended with the exit code `expect`."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            env=self.environment,
            cwd=self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LONGEST_RUN_SECONDS,
            check=False,
        )
        assert done.returncode == expect, f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`tenure ARGUMENTS…`, running; its output can be read, and the test stops it."""
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            env=self.environment,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def new_installation(tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    """`new_installation()` gives an empty home, on the database of the run; as many as a test needs."""
    databases: list[str] = []

    def new_installation() -> Installation:
        home = tmp_path / f"home{secrets.token_hex(4)}"
        home.mkdir()
        environment = {**os.environ, "TENURE_HOME": str(home), "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        environment.pop("TENURE_NOW", None)
        if on_postgresql():
            databases.append(home.name)
            _on_server(f'CREATE DATABASE "{home.name}"')
            environment["DATABASE_URL"] = postgresql_server().replace("/postgres?", f"/{home.name}?")
        return Installation(home=home, environment=environment)

    yield new_installation
    for name in databases:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installation(new_installation: Callable[[], Installation]) -> Installation:
    """One empty home."""
    return new_installation()


def _on_server(statement: str) -> None:
    with psycopg.connect(postgresql_server(), autocommit=True) as connection:
        connection.execute(statement)

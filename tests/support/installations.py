"""Installations of their own, for tests that start the product's programs."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

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


@contextmanager
def new_home(home: Path, *, like: Installation | None = None) -> Iterator[Installation]:
    """An installation in this folder, on the database of the run: empty, or with the database of another.

    No program may be using the other one.
    """
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "TENURE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "TENURE_NOW", "TENURE_SMTP_URL"):
        environment.pop(name, None)
    database = f"home{secrets.token_hex(4)}"
    if on_postgresql():
        template = f' TEMPLATE "{database_of(like)}"' if like else ""
        on_server(f'CREATE DATABASE "{database}"{template}')
        environment["DATABASE_URL"] = postgresql_server().replace("/postgres?", f"/{database}?")
    elif like:
        shutil.copytree(like.home, home, dirs_exist_ok=True)
    yield Installation(home=home, environment=environment)
    if on_postgresql():
        on_server(f'DROP DATABASE "{database}" WITH (FORCE)')


def database_of(installation: Installation) -> str:
    """The name of the installation's database on the PostgreSQL server."""
    return urlsplit(installation.environment["DATABASE_URL"]).path.lstrip("/")


def on_server(statement: str) -> None:
    """Runs a statement on the PostgreSQL server of the run."""
    with psycopg.connect(postgresql_server(), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def new_installation(tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    """`new_installation()` gives an empty home, on the database of the run; as many as a test needs."""
    with ExitStack() as homes:
        yield lambda: homes.enter_context(new_home(tmp_path / f"home{secrets.token_hex(4)}"))


@pytest.fixture
def installation(new_installation: Callable[[], Installation]) -> Installation:
    """One empty home."""
    return new_installation()

"""A demo company to ask about, made once for each process of a run, and what plain SQL says of its records."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.support.numbers import Numbers

ACCOUNTS, MONTHS, SEED, UNTIL = 60, 30, 11, "2026-07-15"


@dataclass(frozen=True)
class Demo:
    """The demo company. Numbers are asked of `numbers`; `sql` reads its tables as they are."""

    numbers: Numbers
    home: Path

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query in SQLite's words over the records' tables."""
        with sqlite3.connect(self.home / "tenure.sqlite3") as raw:
            return list(raw.execute(query, values))

    def number(self, query: str, *values: Any) -> Any:
        """The one value of a query."""
        [[value]] = self.sql(query, *values)
        return value


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a demo company that ends on 15 July 2026."""
    home = tmp_path_factory.mktemp("demo")
    asked = ["--accounts", str(ACCOUNTS), "--months", str(MONTHS), "--seed", str(SEED), "--until", UNTIL]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-m", "tenure.interfaces.cli", "demo", *asked, "--no-serve"],
        env={**environment, "TENURE_HOME": str(home), "TENURE_NOW": f"{UNTIL}T12:00:00Z"},
        check=True,
        capture_output=True,
    )
    [found] = home.parent.glob(f"{home.name}-demo")
    return found


@pytest.fixture
def demo(demo_home: Path, transactional_db: None) -> Demo:
    """The demo company in the tables of the test. Only on SQLite: the same numbers on PostgreSQL are tested apart."""
    if connection.vendor != "sqlite":
        pytest.skip("the demo company of tests is an SQLite file")
    connection.ensure_connection()
    with sqlite3.connect(demo_home / "tenure.sqlite3") as kept:
        kept.backup(connection.connection)
    return Demo(Numbers(lake=demo_home / "lake"), demo_home)

"""`tenure demo`: a company of its own beside the real one, the same when it is there, moved on when asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.installations import Installation

SMALL = ("--accounts", "30", "--months", "6", "--until", "2026-06-30", "--no-serve")
SET_UP = ("organisation_businesscalendar", "access_user", "files_file")  # with ids, salts and times of their own


def demo_home(installation: Installation) -> Path:
    """The folder beside the installation's own."""
    return installation.home.with_name(f"{installation.home.name}-demo")


def test_a_demo_company_is_built_once_in_a_home_of_its_own_and_moved_on(installation: Installation) -> None:
    first = installation.run("demo", *SMALL)
    again = installation.run("demo", "--no-serve")
    other = installation.run("demo", "--accounts", "40", "--no-serve", expect=1)
    moved = installation.run("demo", "advance", "--months", "2")

    assert "Telling the story of 30 accounts over 6 months" in first.stdout
    assert "password walk-right-in" in first.stdout
    assert "Administrator" in first.stdout
    assert "Telling the story" not in again.stdout
    assert "A demo company of 30 accounts and 6 months lives in" in other.stderr
    assert "The story stands at 30 August 2026" in moved.stdout
    assert json.loads((demo_home(installation) / "demo.json").read_text())["until"] == "2026-08-30"
    assert not (installation.home / "tenure.sqlite3").exists()

    state = demo_home(installation) / "demo.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "telling": 1}))
    assert "Another version of Tenure told the story" in installation.run("demo", "advance", expect=1).stderr


def test_advancing_where_nobody_lives_says_what_to_do(installation: Installation) -> None:
    told = installation.run("demo", "advance", expect=1)

    assert told.stderr.splitlines()[-1] == "No demo company lives here. Run `tenure demo` first."


def test_a_real_company_in_the_demo_s_home_is_left_alone(installation: Installation) -> None:
    home = demo_home(installation)
    home.mkdir()
    real = Installation(home=home, environment={**installation.environment, "TENURE_HOME": str(home)})
    real.environment.pop("DATABASE_URL", None)
    real.run(
        "init", "--company", "Brightwater", "--currency", "EUR", "--zone", "Europe/Berlin", "--admin-name", "Anna",
        "--admin-email", "anna@example.com", "--admin-password", "correct horse battery",
    )  # fmt: skip

    told = installation.run("demo", *SMALL, expect=1)

    assert "Brightwater lives here, and the demo never writes into a real company." in told.stderr


@pytest.mark.slow
def test_the_company_is_the_same_whatever_the_number_of_processes(
    new_installation: Callable[[], Installation],
) -> None:
    # Three portions of accounts, so that processes wait for their turns.
    size = ("--accounts", "600", "--months", "4", "--until", "2026-06-30", "--no-serve")
    one, three = new_installation(), new_installation()

    one.run("demo", *size, "--processes", "1")
    three.run("demo", *size, "--processes", "3")

    assert rows_of(demo_home(one)) == rows_of(demo_home(three))
    assert usage_of(demo_home(one)) == usage_of(demo_home(three))


def rows_of(home: Path) -> dict[str, list[Any]]:
    """Every row with its id, and what each of its versions says of when and how."""
    found = {}
    with closing(sqlite3.connect(home / "tenure.sqlite3")) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in sorted(name for name in names if f"{name}_version" in names):
            if name in SET_UP:
                continue
            found[name] = sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))
            told = f'SELECT record_id, operation, known_from, effective_at FROM "{name}_version" WHERE known_from < ?'
            found[f"{name}_version"] = sorted(map(repr, database.execute(told, ["2026-07"])))
    assert sum(map(len, found.values())) > 50_000
    return found


def usage_of(home: Path) -> list[bytes]:
    """The files of usage events."""
    return [path.read_bytes() for path in sorted((home / "lake" / "usage_events").rglob("*.parquet"))]

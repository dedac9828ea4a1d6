"""What the tests of imports share: a company, somebody who imports, files written for a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.records.recording import recording
from tenure.interfaces.ingest.applying.batches import Result, prepare, run
from tenure.interfaces.ingest.mapping.reading import read_mapping

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home for the copies of files."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def ann(db: None, home: Path) -> Any:
    """An administrator."""
    return user_with("ann@example.com", Grant(Role.ADMINISTRATOR, None))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file for the test: `write("accounts.csv", "name\\nAcme\\n")`."""

    def put(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return put


def user_with(email: str, *grants: Grant) -> Any:
    """A user with these roles."""
    with recording(actor=None, path="test", now=NOW):
        return create_user(name=email, email=email, password="correct horse battery staple", grants=list(grants))


def imported(mapping: str, *paths: Path, by: Any, now: datetime = NOW) -> Result:
    """What came of importing the files."""
    batch = prepare(mapping=read_mapping(mapping), paths=paths, by=by, now=now)
    return run(batch=batch, now=now)

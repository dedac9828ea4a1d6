"""A new installation gets its tables from the models at once; they are those that the migrations make, one by one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.installations import Installation

PRODUCT = {"DJANGO_SETTINGS_MODULE": "tenure.configuration.settings"}


@pytest.mark.slow
@pytest.mark.postgresql
def test_the_first_tables_are_those_that_the_migrations_make(new_installation: Callable[[], Installation]) -> None:
    by_migrations, at_once = new_installation(), new_installation()

    _python(by_migrations, "-m", "django", "migrate", "--verbosity", "0")
    at_once.environment.update(PRODUCT)
    at_once.run("upgrade")

    assert _tables(at_once) == _tables(by_migrations)


def _tables(installation: Installation) -> Any:
    """All but Django's groups, of which Django's own migrations and models differ, and which Tenure does not use."""
    described = json.loads(_python(installation, "-m", "tests.packaging.describe_tables"))
    return {table: description for table, description in described.items() if not table.startswith("auth_")}


def _python(installation: Installation, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**installation.environment, **PRODUCT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

"""The product's settings, in a home and on a database that last as long as the test run."""

from __future__ import annotations

from pathlib import Path

from tests.environment import prepare

prepare()

import tenure
from tenure.configuration.settings import *
from tenure.configuration.settings import DATABASES, HOME, INSTALLED_APPS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("TEST", {})["NAME"] = (
    str(HOME / "test.sqlite3") if "sqlite3" in str(DATABASES["default"]["ENGINE"]) else "test_tenure"
)

# Until the first release has its migrations, tables are made from the models; all of them, or none.
if not (Path(tenure.__path__[0]) / "foundation" / "records" / "migrations" / "0001_initial.py").exists():
    MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}

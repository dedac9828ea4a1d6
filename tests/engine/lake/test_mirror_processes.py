"""The mirror among several processes: readers see what was committed before they asked, and kills break nothing."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.support.installations import Installation, new_home

pytestmark = pytest.mark.slow

TIMES = 500
MOMENTS = 100
SET_UP = """
import sys
from tenure.interfaces.cli.application import set_up_django
set_up_django()
import duckdb
from datetime import timedelta
from tenure.business.accounts.models import Account
from tenure.engine.lake.place import lake_folder
from tenure.engine.lake.records import mirroring
from tenure.engine.lake.records.attaching import MirrorReader
from tenure.engine.lake.records.mirroring import refresh
from tenure.engine.lake.records.verifying import verify
from tenure.foundation import clock
from tenure.foundation.records.recording import recording
mirroring.MOST_PARTS = 3
TABLE = Account.versions_model._meta.db_table
"""
WRITE_WHEN_ASKED = """
for line in sys.stdin:
    with recording(actor=None, path="test", now=clock.now()):
        Account.objects.create(name=line.strip())
    print("committed", flush=True)
"""
READ_WHEN_ASKED = """
reader = MirrorReader(duckdb.connect(), lake=lake_folder())
for line in sys.stdin:
    reader.catch_up()
    view = reader.view_of(TABLE)
    query = f"SELECT count(*), count(DISTINCT version_id), max_by(name, version_id) FROM {view}"
    print(*reader.connection.execute(query).fetchall()[0], flush=True)
"""
REFRESH_ALWAYS = """
print("begins", flush=True)
while True:
    refresh(lake=lake_folder(), now=clock.now())
"""
REFRESH_AFTER_EACH = """
print("begins", flush=True)
for number in range(1_000):
    with recording(actor=None, path="test", now=clock.now()):
        Account.objects.create(name=str(number))
    refresh(lake=lake_folder(), now=clock.now() + timedelta(hours=number))
"""
PROVE = """
import json
told = list(verify(lake=lake_folder()))
print(json.dumps([[one.table, one.difference] for one in told if one.difference]))
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with empty tables."""
    with new_home(tmp_path_factory.mktemp("company")) as installation:
        installation.run("upgrade")
        yield installation


def python(installation: Installation, program: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SET_UP + program],
        env=installation.environment,
        cwd=installation.home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(program: subprocess.Popen[str], line: str) -> str:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(f"{line}\n")
    program.stdin.flush()
    return program.stdout.readline().strip()


def differences(installation: Installation) -> list[list[str]]:
    out, _ = python(installation, PROVE).communicate(timeout=120)
    return list(json.loads(out))


def test_another_process_always_sees_what_was_committed_before_it_asked(company: Installation) -> None:
    writer, reader = python(company, WRITE_WHEN_ASKED), python(company, READ_WHEN_ASKED)
    mirror = python(company, REFRESH_ALWAYS)
    try:
        before = int(told(reader, "count").split()[0])
        for number in range(1, TIMES + 1):
            assert told(writer, f"a{number}") == "committed"

            assert told(reader, "count") == f"{before + number} {before + number} a{number}"
        assert mirror.poll() is None
    finally:
        for program in (writer, reader, mirror):
            program.kill()
            program.communicate()

    assert differences(company) == []


def test_a_kill_at_any_moment_leaves_the_old_mirror_or_the_new(company: Installation) -> None:
    chance = random.Random(4)
    reader = python(company, READ_WHEN_ASKED)
    for _ in range(MOMENTS):
        program = python(company, REFRESH_AFTER_EACH)
        assert program.stdout is not None
        assert program.stdout.readline() == "begins\n"
        time.sleep(chance.uniform(0, 0.4))
        program.send_signal(signal.SIGKILL)
        program.communicate()

        count, distinct, *_ = told(reader, "count").split()
        assert count == distinct
    reader.kill()
    reader.communicate()

    assert differences(company) == []
    company.run("lake", "refresh")
    assert differences(company) == []

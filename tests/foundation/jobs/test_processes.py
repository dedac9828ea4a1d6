"""Real workers and schedulers: killed, stopped, several at once."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.installations import Installation, new_home

pytestmark = [pytest.mark.postgresql, pytest.mark.programs]

PROGRAM = (sys.executable, "-m", "tests.foundation.jobs.program")
ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 60
FIELDS = ("name", "key", "state", "attempts", "progress_text", "result")
QUERY = f"SELECT {', '.join(FIELDS[:-1])}, CAST(result AS text) FROM jobs_job WHERE name = '{{name}}' ORDER BY id"


class Programs:
    """An installation's jobs, worked on by processes that a test may kill."""

    def __init__(self, installation: Installation) -> None:
        self.home = installation.home
        self.environment = installation.environment
        self.started: list[subprocess.Popen[bytes]] = []

    def call(self, *arguments: str) -> str:
        """What a program printed that ran to its end."""
        done = subprocess.run(
            [*PROGRAM, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A program that goes on, once it listens to being told to stop."""
        listens = self.home / f"program{len(self.started)}"
        environment = {**self.environment, "TEST_PROGRAM_LISTENS": str(listens)}
        process = subprocess.Popen([*PROGRAM, *arguments], env=environment, cwd=ROOT)
        self.started.append(process)
        until(listens.exists, f"{arguments} to start")
        return process

    def jobs(self, name: str) -> list[dict[str, Any]]:
        """The jobs of this name, oldest first."""
        return [dict(zip(FIELDS, row, strict=True)) for row in self._read(QUERY.format(name=name))]

    def _read(self, query: str) -> list[Any]:
        address = self.environment.get("DATABASE_URL")
        if address:
            with psycopg.connect(address) as server:
                return server.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "tenure.sqlite3", timeout=20)) as file:
            return file.execute(query).fetchall()

    def wait_for(self, name: str, **expected: Any) -> dict[str, Any]:
        """The first job of this name, once it shows the expected values."""
        return until(
            lambda: next((job for job in self.jobs(name)[:1] if expected.items() <= job.items()), None),
            f"{name} {expected}: {self.jobs(name)}",
        )


def until(condition: Callable[[], Any], what: str) -> Any:
    """The first true value of the condition."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail(f"Waited in vain for {what}")


@pytest.fixture(scope="module")
def with_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with its tables made; the tests work in copies of it."""
    with new_home(tmp_path_factory.mktemp("tables")) as installation:
        Programs(installation).call("migrate")
        yield installation


@pytest.fixture
def programs(with_tables: Installation, tmp_path: Path) -> Iterator[Programs]:
    """A fresh installation whose processes are gone after the test."""
    with new_home(tmp_path / "home", like=with_tables) as installation:
        programs = Programs(installation)
        yield programs
        for process in programs.started:
            process.kill()
            process.wait()


def test_a_job_whose_worker_was_killed_is_picked_up_again_and_ends_once(programs: Programs) -> None:
    trace, ready = programs.home / "trace", programs.home / "ready"
    programs.call("enqueue", "room.wait", json.dumps({"trace": str(trace), "ready": str(ready)}))
    doomed = programs.start("work", "2", "5")
    until(trace.exists, "the first start")
    doomed.kill()
    doomed.wait()

    ready.touch()
    programs.start("work", "2", "5")

    job = programs.wait_for("room.wait", state="done")
    assert (job["result"], job["attempts"], trace.read_text()) == ('"ready"', 2, "started\nstarted\n")


def test_a_long_job_keeps_its_lease_and_shows_its_progress(programs: Programs) -> None:
    trace, ready = programs.home / "trace", programs.home / "ready"
    programs.call("enqueue", "room.wait", json.dumps({"trace": str(trace), "ready": str(ready)}))
    programs.start("work", "1", "5")
    programs.start("work", "1", "5")
    programs.wait_for("room.wait", state="running", progress_text="Waiting")
    time.sleep(2)  # twice the lease: without renewal the other worker would have started it too

    ready.touch()

    assert programs.wait_for("room.wait", state="done")["attempts"] == 1
    assert trace.read_text() == "started\n"


def test_a_worker_told_to_stop_returns_what_it_cannot_finish(programs: Programs) -> None:
    trace, ready = programs.home / "trace", programs.home / "ready"
    stubborn = programs.home / "stubborn"
    programs.call("enqueue", "room.wait", json.dumps({"trace": str(trace), "ready": str(ready)}))
    programs.call("enqueue", "room.stubborn", json.dumps({"trace": str(stubborn)}))
    worker = programs.start("work", "30", "1")
    until(lambda: trace.exists() and stubborn.exists(), "both starts")

    worker.terminate()

    assert worker.wait(PATIENCE_SECONDS) == 0
    assert [(job["state"], job["attempts"]) for job in programs.jobs("room.wait")] == [("queued", 0)]
    assert [(job["state"], job["attempts"]) for job in programs.jobs("room.stubborn")] == [("queued", 0)]


def test_a_running_job_that_is_cancelled_ends_and_stays_cancelled(programs: Programs) -> None:
    trace, ready = programs.home / "trace", programs.home / "ready"
    number = programs.call("enqueue", "room.wait", json.dumps({"trace": str(trace), "ready": str(ready)}))
    worker = programs.start("work", "1", "30")
    until(trace.exists, "the start")

    programs.call("cancel", number)
    time.sleep(1)
    worker.terminate()

    assert worker.wait(PATIENCE_SECONDS) == 0
    assert programs.jobs("room.wait")[0]["state"] == "cancelled"


def test_several_workers_share_the_work_and_each_job_is_done_once(programs: Programs) -> None:
    for number in range(3):
        programs.call("enqueue", "room.mark", json.dumps({"name": f"mark{number}"}))
    for _ in range(3):
        programs.start("work", "30", "5")

    until(lambda: all(job["state"] == "done" for job in programs.jobs("room.mark")), "three marks")
    assert [job["attempts"] for job in programs.jobs("room.mark")] == [1, 1, 1]


def test_schedulers_beside_each_other_and_after_a_restart_queue_each_slot_once(programs: Programs) -> None:
    programs.environment["TENURE_NOW"] = "2026-03-01T12:05:00+00:00"
    first, second = programs.start("schedule"), programs.start("schedule")
    until(lambda: programs.jobs("room.nightly"), "the nightly job")
    first.kill()
    second.terminate()
    assert second.wait(PATIENCE_SECONDS) == 0
    third = programs.start("schedule")
    time.sleep(3)
    third.terminate()

    assert third.wait(PATIENCE_SECONDS) == 0
    assert [job["key"] for job in programs.jobs("room.nightly")] == ["room.nightly@2026-03-01T02:30:00+00:00"]
    assert [job["key"] for job in programs.jobs("room.quarter_hourly")] == [
        "room.quarter_hourly@2026-03-01T12:00:00+00:00"
    ]

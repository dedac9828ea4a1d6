"""Running the product: it refuses what is not ready, starts again what dies, and stops as a whole."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.installations import PROGRAM, Installation

PATIENCE_SECONDS = 60


class Serving:
    """A running `tenure serve`."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        self.process = installation.start("serve", "--port", str(self.port), "--workers", "1")
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as printed:
            for line in printed:
                self.lines.put(line)

    def line(self, words: str) -> str:
        """The next line that holds the words."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            line = self.lines.get(timeout=PATIENCE_SECONDS)
            if words in line:
                return line
        pytest.fail(f"{words!r} was not printed")

    def status(self) -> int | None:
        """The answer of a page, if there is one."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/no-such-page/", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def child(self, role: str) -> int | None:
        """The process id of a child, by the command that it runs."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if parent == str(self.process.pid) and role.encode() in words:
                return int(entry.name)
        return None


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], Any], what: str) -> Any:
    """The first true value of the condition."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        if value := condition():
            return value
        time.sleep(0.1)
    pytest.fail(f"Waited in vain for {what}")


@pytest.fixture
def serving(company: Installation) -> Iterator[Serving]:
    """The product, running; stopped after the test."""
    serving = Serving(company)
    yield serving
    serving.process.kill()
    serving.process.wait()
    serving.reader.join(PATIENCE_SECONDS)


def test_it_prints_its_address_answers_and_stops_as_a_whole(serving: Serving, company: Installation) -> None:
    line = serving.line("Tenure runs at")
    assert line == f"Tenure runs at http://127.0.0.1:{serving.port} (Ctrl-C stops it).\n"
    assert serving.status() is not None
    until(lambda: "ok" in programs(company), "worker and scheduler")
    children = [serving.child(role) for role in ("web", "worker", "scheduler")]

    serving.process.send_signal(signal.SIGTERM)

    assert serving.process.wait(PATIENCE_SECONDS) == 0
    serving.line("Tenure has stopped.")
    assert [pid for pid in children if pid and is_alive(pid)] == []


def test_a_part_that_is_killed_is_started_again(serving: Serving) -> None:
    serving.line("Tenure runs at")
    for role in ("web", "worker", "scheduler"):
        before = until(lambda role=role: serving.child(role), role)
        os.kill(before, signal.SIGKILL)

        assert (
            serving.line(f"The {role} ended") == f"The {role} ended (signal SIGKILL); it is started again in 0.5 s.\n"
        )
        until(lambda role=role, before=before: serving.child(role) not in (None, before), f"another {role}")
    until(lambda: serving.status() is not None, "an answer")


def test_nothing_goes_on_once_the_whole_was_killed(serving: Serving) -> None:
    serving.line("Tenure runs at")
    children = [until(lambda role=role: serving.child(role), role) for role in ("web", "worker", "scheduler")]

    serving.process.kill()

    until(lambda: not any(is_alive(pid) for pid in children), "the end of the children")
    until(lambda: serving.status() is None, "silence at the port")


def test_it_refuses_a_taken_port_in_one_line(company: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = company.run("serve", "--port", str(port), expect=1)

    assert done.stderr == (
        f"Cannot listen at 127.0.0.1:{port} (Address already in use). Choose another with --host and --port.\n"
    )


def test_it_refuses_to_serve_what_is_not_set_up(installation: Installation) -> None:
    assert installation.run("serve", expect=1).stderr == ("Tenure is not set up here yet. Run `tenure init` first.\n")


def programs(installation: Installation) -> str:
    """What the doctor says of the programs."""
    done = subprocess.run(
        [*PROGRAM, "doctor", "--format", "csv"],
        env=installation.environment,
        cwd=installation.home,
        capture_output=True,
        text=True,
        check=False,
    )
    return next(line for line in done.stdout.splitlines() if line.startswith("programs"))


def is_alive(pid: int) -> bool:
    """Whether a process is there and not just a name left in the table."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

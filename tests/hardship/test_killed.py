"""Every program killed while people write: what was answered is there, once; the rest is there once or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from typing import Any

import pytest

from tests.interfaces.cli.conftest import INIT, ROOT
from tests.interfaces.cli.test_serve import PATIENCE_SECONDS, Serving, until
from tests.support.installations import Installation

pytestmark = [pytest.mark.postgresql, pytest.mark.programs]

WRITERS = 3


class Load:
    """People who write accounts without rest, and remember which of them were answered."""

    def __init__(self, *, port: int, cookie: str, token: str) -> None:
        self.address = f"http://127.0.0.1:{port}/accounts/new/"
        self.headers = {"Cookie": cookie, "X-CSRFToken": token, "HX-Request": "true"}
        self.answered: list[str] = []
        self.tried: list[str] = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(writer,)) for writer in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def _write(self, writer: int) -> None:
        number = 0
        while not self.stop.wait(0.05):
            number += 1
            name = f"Account {writer}-{number}"
            self.tried.append(name)
            values = {"name": name, "status": "prospect", "anyway": "1", "twin": "1"}
            sent = urllib.parse.urlencode(values).encode()
            request = urllib.request.Request(self.address, data=sent, headers=self.headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    if answer.status < 300:
                        self.answered.append(name)
            except (OSError, urllib.error.HTTPError):
                continue

    def end(self) -> None:
        """Lets everyone finish."""
        self.stop.set()
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS)


def test_killing_each_program_under_load_loses_nothing_and_doubles_nothing(installation: Installation) -> None:
    installation.run("init", *INIT)
    session = visitor(installation, "session")
    serving = Serving(installation)
    try:
        serving.line("Tenure runs at")
        load = Load(port=serving.port, **session)
        until(lambda: len(load.answered) > 5, "the first answers")
        for role in ("web", "worker", "scheduler"):
            before = until(lambda role=role: serving.child(role), role)
            os.kill(before, signal.SIGKILL)
            serving.line(f"The {role} ended")
            until(lambda role=role, before=before: serving.child(role) not in (None, before), f"another {role}")
        so_far = len(load.answered)
        until(lambda: len(load.answered) > so_far + 5, "answers after the kills")
        load.end()
        serving.process.send_signal(signal.SIGTERM)
        assert serving.process.wait(PATIENCE_SECONDS) == 0
    finally:
        load.stop.set()
        serving.process.kill()
        serving.process.wait()
        serving.reader.join(PATIENCE_SECONDS)

    found = visitor(installation, "contents")
    names = Counter(name for name, _ in found["accounts"])
    assert set(load.answered) <= set(names) <= set(load.tried)
    assert set(names.values()) == {1}
    assert {versions for _, versions in found["accounts"]} == {1}
    assert found["changes"] == len(names)
    assert set(Counter(key for key, _ in found["jobs"]).values()) <= {1}


def visitor(installation: Installation, what: str) -> Any:
    """What `visitor.py WHAT` printed in this installation."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hardship.visitor", what],
        env=installation.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

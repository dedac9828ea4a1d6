"""Stopping: a signal is heard whatever it interrupts."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED_WHILE_WAITING = """
import os, signal
from tenure.interfaces.cli.serving.supervising import stop_on_signals

stop = stop_on_signals()
with stop._cond:  # as `stop.wait()` holds it for a moment each time
    os.kill(os.getpid(), signal.SIGTERM)
assert stop.wait(5)
print("stopped")
"""


def test_a_signal_that_meets_the_wait_for_it_is_heard() -> None:
    program = [sys.executable, "-c", INTERRUPTED_WHILE_WAITING]

    ended = subprocess.run(program, capture_output=True, text=True, timeout=20, check=True)

    assert ended.stdout == "stopped\n"

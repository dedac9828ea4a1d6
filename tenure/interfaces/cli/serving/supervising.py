"""Keeping processes running until told to stop: one that dies is started again, and all stop together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread

PARENT = "TENURE_PARENT"
LOOK_SECONDS = 0.2
FIRST_WAIT_SECONDS = 0.5
APART_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 30.0
SETTLED_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass
class Child:
    """A process that is to be there. `falls` counts how often it died young, and sets how long to wait."""

    role: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    due: float = field(default_factory=time.monotonic)


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set.

    A thread sets it: what a signal interrupts may hold the event's own lock, and would wait for itself for ever.
    """
    stop = Event()
    heard, heard_by_signal = os.pipe()

    def listen() -> None:
        os.read(heard, 1)
        stop.set()

    Thread(target=listen, daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(heard_by_signal, b"!"))
    return stop


def parent_watch() -> Callable[[], bool]:
    """Whether the supervisor that started this process lives: if it is gone, its children end too."""
    parent = os.environ.get(PARENT)
    return lambda: parent is None or os.getppid() == int(parent)


def supervise(
    *, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], stop: Event, tell: Callable[[str], None]
) -> None:
    """Runs the commands, by role in the order of starting, until `stop` is set; then ends them, the last first.

    They start one after the other, so that the first is not kept waiting by those that load beside it.
    """
    now = time.monotonic()
    ordered = enumerate(commands.items())
    children = [Child(role, command, due=now + place * APART_SECONDS) for place, (role, command) in ordered]
    surroundings = {**environment, PARENT: str(os.getpid())}
    try:
        while not stop.is_set():
            for child in children:
                _look_after(child, surroundings, tell)
            stop.wait(LOOK_SECONDS)
    finally:
        _end(list(reversed(children)))


def _look_after(child: Child, environment: Mapping[str, str], tell: Callable[[str], None]) -> None:
    now = time.monotonic()
    if child.process is None:
        if now >= child.due:
            child.process = subprocess.Popen([*child.command], env=dict(environment), start_new_session=True)  # noqa: S603 - our own commands
            child.started = now
        return
    code = child.process.poll()
    if code is None:
        return
    _kill_rest(child)
    child.falls = 1 if now - child.started > SETTLED_SECONDS else child.falls + 1
    wait = min(FIRST_WAIT_SECONDS * 2 ** (child.falls - 1), LONGEST_WAIT_SECONDS)
    tell(f"The {child.role} ended ({_ending(code)}); it is started again in {wait:g} s.")
    child.process, child.due = None, now + wait


def _end(children: list[Child]) -> None:
    """Asks all to end, waits, and kills what is left."""
    running = [child for child in children if child.process is not None]
    for child in running:
        if child.process:
            child.process.terminate()
    give_up_at = time.monotonic() + STOP_SECONDS
    for child in running:
        if child.process:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(give_up_at - time.monotonic(), 0.1))
            _kill_rest(child)
            child.process.wait()


def _kill_rest(child: Child) -> None:
    """Ends what a process left behind: each has a group of its own."""
    if child.process:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def tenure_command(*arguments: str) -> list[str]:
    """The command line of another `tenure` process with the same Python."""
    return [sys.executable, "-m", "tenure.interfaces.cli", *arguments]

"""The list of accounts: at 100,000 rows against 100, and against the Django admin's changelist with eight clients."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from bench.ground import add_accounts, at_most, prepare, report

FEW, MANY = 100, 100_000
OURS, ADMIN = "/accounts/", "/admin/accounts/account/"
CLIENTS = 8
REQUESTS_ALONE = 60
REQUESTS_PER_CLIENT = 25
GROWTH_LIMIT = 2.0
ADMIN_LIMIT = 0.25
START_SECONDS = 60
AS_SERVED = ("--workers", "2", "--blocking-threads", "4")


class UnexpectedAnswerError(RuntimeError):
    """A page did not come as it should, so that its time means nothing."""


def main() -> None:
    """Measures both pages on one server."""
    user = prepare()
    cookie = _session(user)
    add_accounts(count=FEW, user=user)
    with _server() as port:
        few = statistics.median(_alone(port, OURS, cookie))
        add_accounts(count=MANY - FEW, user=user, start=FEW)
        many = statistics.median(_alone(port, OURS, cookie))
        ours, admin = _p95(_together(port, OURS, cookie)), _p95(_together(port, ADMIN, cookie))
    print(f"few {few:.4f} many {many:.4f} ours p95 {ours:.4f} admin p95 {admin:.4f}", file=sys.stderr)
    report(
        at_most(name="list of 100,000 accounts against 100, median", ratio=many / few, limit=GROWTH_LIMIT),
        at_most(name="its p95 with 8 clients against the Django admin's", ratio=ours / admin, limit=ADMIN_LIMIT),
    )


def _session(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def _server() -> Iterator[int]:
    port = _free_port()
    target = "tenure.configuration.wsgi:application"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", *AS_SERVED, "--port", str(port), target]
    process = subprocess.Popen([*command, "--no-access-log", "--log-level", "warning"], env=dict(os.environ))
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _alone(port: int, address: str, cookie: str, requests: int = REQUESTS_ALONE) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(5):
        _seconds(connection, address, cookie)
    return [_seconds(connection, address, cookie) for _ in range(requests)]


def _together(port: int, address: str, cookie: str) -> list[float]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        runs = pool.map(lambda _: _alone(port, address, cookie, REQUESTS_PER_CLIENT), range(CLIENTS))
        return [seconds for run in runs for seconds in run]


def _seconds(connection: http.client.HTTPConnection, address: str, cookie: str) -> float:
    started = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    taken = time.perf_counter() - started
    if answer.status != http.HTTPStatus.OK or b"Company " not in body:
        raise UnexpectedAnswerError(f"{address} answered {answer.status} with {len(body)} bytes.")
    return taken


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    main()

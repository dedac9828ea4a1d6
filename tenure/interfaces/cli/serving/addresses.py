"""Where the web server listens."""

from __future__ import annotations

import socket
from contextlib import closing

PROBE_SECONDS = 0.5
UNSPECIFIED = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to knock at when it listens everywhere


class AddressTakenError(RuntimeError):
    """The web server cannot listen there."""


def require_free(*, host: str, port: int) -> None:
    """Passes if nobody listens at the address. Raises `AddressTakenError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressTakenError(
            f"Cannot listen at {host}:{port} ({error.strerror}). Choose another with --host and --port."
        ) from error


def answers(*, host: str, port: int) -> bool:
    """Whether somebody listens at the address."""
    try:
        with socket.create_connection((UNSPECIFIED.get(host, host), port), timeout=PROBE_SECONDS):
            return True
    except OSError:
        return False


def shown(*, host: str, port: int) -> str:
    """The address as one opens it in a browser."""
    name = UNSPECIFIED.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"

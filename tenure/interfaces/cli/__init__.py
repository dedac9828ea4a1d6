"""The command line: `tenure`. One file per command in `commands/`."""

from __future__ import annotations


def main() -> None:
    """Runs the command that the process was started with, and ends the process with its exit code."""
    from tenure.interfaces.cli.running import run

    raise SystemExit(run())

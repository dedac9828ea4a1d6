"""All checks in their order; what cannot be looked at because of an earlier failure is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tenure.interfaces.cli.doctoring import ground, running
from tenure.interfaces.cli.doctoring.findings import Finding, Health


def examine(*, home: Path, now: datetime) -> Iterator[Finding]:
    """Each finding, as it is found."""
    yield ground.home_writable(home)
    yield ground.disk_space(home)
    for check in (ground.database, ground.migrations, ground.triggers):
        finding = check()
        yield finding
        if finding.health is Health.FAIL and check is not ground.triggers:
            return
    yield running.programs(now)
    yield running.stuck_jobs(now)
    yield running.mail_server()
    yield running.undecided_mails()

"""All checks in their order; what cannot be looked at because of an earlier failure is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tenure.foundation.health import ground, running
from tenure.foundation.health.findings import Finding, Health


def examine(*, home: Path, now: datetime, is_thorough: bool = True) -> Iterator[Finding]:
    """Each finding, as it is found. `is_thorough` also reads every stored file and calls at the mail server."""
    yield ground.home_writable(home)
    yield ground.disk_space(home)
    for check in (ground.database, ground.migrations, ground.triggers):
        finding = check()
        yield finding
        if finding.health is Health.FAIL and check is not ground.triggers:
            return
    yield running.programs(now)
    yield running.stuck_jobs(now)
    yield running.mail_server(calls=is_thorough)
    yield running.undecided_mails()
    yield ground.stored_files(reads=is_thorough)

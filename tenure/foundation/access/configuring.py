"""The authorised way to change how the installation is set up: the right is asked, then one act is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import require
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.records.recording import recording


@contextmanager
def configuring(*, by: User, path: str, now: datetime, reason: str = "") -> Iterator[None]:
    """One act on the company, its rates, its calendars or its own fields; inside, the rooms' functions write.

    Raises `NotAllowedError`.
    """
    require(user=by, action="configure")
    with recording(actor=by, path=path, now=now, reason=reason, zone=company_zone()):
        yield

"""The one clock. Only the outer edge (web, jobs, command line) reads it; everything below is handed a time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

SETTING = "TENURE_NOW"
AHEAD_SETTING = "TENURE_DAYS_AHEAD"


class ClockSettingError(ValueError):
    """`TENURE_NOW` holds something that is not an instant."""


def now() -> datetime:
    """The present instant in UTC: the machine's, or the fixed one in the environment variable `TENURE_NOW`.

    `TENURE_DAYS_AHEAD` sets it that many days ahead, for a demo company whose story stands later than today.

    `TENURE_NOW` is an ISO 8601 instant with an offset (`2026-03-01T09:00:00+00:00`); it is read at each call,
    so that a test may move it.
    """
    fixed = os.environ.get(SETTING)
    if not fixed:
        return datetime.now(UTC) + timedelta(days=_days_ahead())
    try:
        instant = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise ClockSettingError(f"{SETTING}={fixed!r} is not an instant; write 2026-03-01T09:00:00+00:00") from error
    if instant.tzinfo is None:
        raise ClockSettingError(f"{SETTING}={fixed!r} has no offset; write 2026-03-01T09:00:00+00:00")
    return instant.astimezone(UTC)


def _days_ahead() -> int:
    given = os.environ.get(AHEAD_SETTING, "0")
    try:
        return int(given)
    except ValueError as error:
        raise ClockSettingError(f"{AHEAD_SETTING}={given!r} is not a number of days; write 30") from error

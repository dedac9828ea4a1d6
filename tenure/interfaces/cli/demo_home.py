"""The home of the demo company: beside the real one, never the same, always with a database of its own."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta

from tenure.configuration.home import home
from tenure.foundation import clock

STATE_FILE = "demo.json"


def enter_demo_home() -> Path:
    """Makes this process and those it starts work in the demo's home; gives the folder.

    It is the home's own folder with `-demo` behind it, or that folder itself where a demo lives in it. A database in
    `DATABASE_URL` is left alone: the demo has a file of its own.
    """
    folder = home()
    if not (folder / STATE_FILE).exists() and not folder.name.endswith("-demo"):
        folder = folder.with_name(f"{folder.name}-demo")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TENURE_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    return folder


def keep_the_story_s_day(*, folder: Path, months_later: int = 0) -> None:
    """Sets the clock ahead where the story stands after today, so that its yesterday is past for all programs."""
    os.environ.pop(clock.AHEAD_SETTING, None)
    with suppress(FileNotFoundError):
        until = date.fromisoformat(json.loads((folder / STATE_FILE).read_text())["until"])
        days = (until + relativedelta(months=months_later) - clock.now().date()).days
        if days > 0:
            os.environ[clock.AHEAD_SETTING] = str(days)


def forget_unfinished() -> None:
    """Takes away what a demo that was broken off left behind. Raises `RealCompanyError` where a real company lives."""
    from django.conf import settings
    from django.db import connection

    from tenure.foundation.health.database import has_tables
    from tenure.simulation.standing import refuse_real_company

    if not has_tables():
        return
    refuse_real_company()
    connection.close()
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)

"""The checks of an installation that a page can make while it runs: each says what it found and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from tenure.foundation.jobs.models import Job, State
from tenure.foundation.jobs.programs import programs_up
from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.mail.outbox import has_mail_server
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.versions.install import MissingTriggersError, check_triggers

LITTLE_SPACE_BYTES = 2 * 1024**3
NO_SPACE_BYTES = 200 * 1024**2


@dataclass(frozen=True)
class Check:
    """One thing looked at: `tone` is good, warn or bad; `do` says what to do where it is not good."""

    name: str
    tone: str
    found: str
    do: str = ""


def checks(*, now: datetime) -> Iterator[Check]:
    """Everything looked at."""
    yield _history()
    yield _space()
    yield _program(role="worker", now=now, without="Imports, exports and mail wait.")
    yield _program(role="scheduler", now=now, without="Nightly upkeep does not start.")
    yield _mail_server()
    yield _mails()
    yield _jobs()
    yield _company()
    yield Check("Database", "good", f"{connection.display_name} answers.")


def _history() -> Check:
    try:
        check_triggers()
    except MissingTriggersError as error:
        return Check("History", "bad", str(error), "Run `tenure upgrade`; nothing should be written before.")
    return Check("History", "good", "Every table of records keeps its versions, on every path.")


def _space() -> Check:
    free = shutil.disk_usage(settings.HOME).free
    found = f"{free / 1024**3:,.1f} GB free in {settings.HOME}."
    if free < NO_SPACE_BYTES:
        return Check("Disk", "bad", found, "Free some space now: writes are about to fail.")
    tone = "warn" if free < LITTLE_SPACE_BYTES else "good"
    return Check("Disk", tone, found, "Free some space soon." if tone == "warn" else "")


def _program(*, role: str, now: datetime, without: str) -> Check:
    count = programs_up(role=role, now=now).count()
    if not count:
        return Check(role.capitalize(), "bad", f"No {role} is up. {without}", "Start one with tenure serve.")
    return Check(role.capitalize(), "good", f"{count} up.")


def _mail_server() -> Check:
    if has_mail_server():
        return Check("Mail server", "good", f"{settings.EMAIL_HOST} sends the mail.")
    return Check("Mail server", "warn", "None is set, so mails wait.", "Set TENURE_SMTP_URL and start Tenure again.")


def _mails() -> Check:
    stuck = Mail.objects.filter(state__in=[MailState.UNCERTAIN, MailState.FAILED]).count()
    if stuck:
        return Check("Outbox", "warn", f"{stuck} failed or uncertain.", "Decide about them under Mail.")
    return Check("Outbox", "good", "Nothing failed and nothing is uncertain.")


def _jobs() -> Check:
    failed = Job.objects.filter(state=State.FAILED).count()
    if failed:
        return Check("Jobs", "warn", f"{failed} failed.", "See why under Jobs, then try again.")
    return Check("Jobs", "good", "None failed.")


def _company() -> Check:
    if Company.objects.exists():
        return Check("Company", "good", "Name, currency and zone are set.")
    return Check("Company", "bad", "The company is not set up.", "Fill in the page Company.")

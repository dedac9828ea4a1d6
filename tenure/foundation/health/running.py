"""Whether the installation does its work: programs, jobs, mail."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.conf import settings

from tenure.foundation.health.findings import Finding, fail, ok, warn
from tenure.foundation.jobs.models import Job, State
from tenure.foundation.jobs.programs import programs_up
from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.mail.outbox import has_mail_server
from tenure.foundation.mail.smtp import reach

STUCK_AFTER = timedelta(minutes=15)


def programs(now: datetime) -> Finding:
    """Whether a worker and a scheduler are up."""
    missing = [role for role in ("worker", "scheduler") if not programs_up(role=role, now=now).exists()]
    if not missing:
        return ok("programs", "A worker and a scheduler are up.")
    return warn("programs", f"No {' and no '.join(missing)} has been heard of for half a minute. Run `tenure serve`.")


def stuck_jobs(now: datetime) -> Finding:
    """Whether work is waiting that should have been done."""
    since = now - STUCK_AFTER
    late = Job.objects.filter(state=State.QUEUED, run_at__lt=since).count()
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lt=since).count()
    failed = Job.objects.filter(state=State.FAILED).count()
    if late or lost:
        return fail("jobs", f"{late} jobs wait and {lost} have no worker for over 15 minutes. Run `tenure serve`.")
    if failed:
        return warn("jobs", f"{failed} jobs have failed for good. Look at them and try them again, or cancel them.")
    return ok("jobs", "No work is left lying.")


def mail_server(*, calls: bool) -> Finding:
    """Whether mail can be handed over: where `calls`, by signing in at the server."""
    waiting = Mail.objects.filter(state=MailState.QUEUED).count()
    if not has_mail_server():
        return warn("mail server", f"There is none, and {waiting} mails wait. Set TENURE_SMTP_URL.")
    if not calls:
        return ok("mail server", f"{settings.EMAIL_HOST} is to send the mail; {waiting} mails wait.")
    try:
        reach()
    except (OSError, smtplib.SMTPException) as error:
        return fail("mail server", f"It cannot be used ({error}), and {waiting} mails wait. Check TENURE_SMTP_URL.")
    return ok("mail server", f"It answers; {waiting} mails wait.")


def undecided_mails() -> Finding:
    """Whether mails wait for a person's decision."""
    uncertain = Mail.objects.filter(state=MailState.UNCERTAIN).count()
    failed = Mail.objects.filter(state=MailState.FAILED).count()
    if not uncertain and not failed:
        return ok("mails", "None waits for a decision.")
    return warn("mails", f"{uncertain} may have been sent and {failed} were refused: send them again, or let them be.")

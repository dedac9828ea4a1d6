"""Who hears in their inbox that work has failed for good: the administrators, and whoever asked for it."""

from __future__ import annotations

from datetime import datetime

from tenure.foundation.access.users import administrators
from tenure.foundation.jobs.models import Job
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.notifications import notify

JOBS_PAGE = "/settings/jobs/?state=failed"


def tell(job: Job, now: datetime) -> None:
    """Tells each of them once per failure; of work that nobody asked for, once a day under its name."""
    asked_by = job.asked_by
    once = f"job-failed:{job.pk}:{now.isoformat()}" if asked_by else f"job-failed:{job.name}:{now:%Y-%m-%d}"
    why = job.error.partition("\n")[0]
    for administrator in administrators():
        if administrator != asked_by:
            who = f", asked for by {asked_by}," if asked_by else ""
            text = f"The job {job.name}{who} has failed for good: {why}"
            notify(user=administrator, kind=NotificationKind.ALERT, text=text, key=once, now=now, link=JOBS_PAGE)
    if asked_by is not None and asked_by.is_active:
        text = f"What you asked for ({job.name}) has failed: {why}"
        link = JOBS_PAGE if asked_by in administrators() else ""
        notify(user=asked_by, kind=NotificationKind.JOB, text=text, key=once, now=now, link=link)

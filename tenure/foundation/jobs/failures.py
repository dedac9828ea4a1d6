"""Work that has failed for good: told to every room that has a function `tell(job, now)` in its `job_failures.py`."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from tenure.foundation.jobs.models import Job
from tenure.foundation.rooms import modules_called

logger = logging.getLogger(__name__)


def tell_failed(*, job: Job, now: datetime) -> None:
    """Has the rooms tell people of it. Whoever cannot is noted in the log: the failure itself stands either way."""
    job.refresh_from_db()
    for room in modules_called("job_failures"):
        try:
            with transaction.atomic():
                room.tell(job, now)
        except Exception:  # a failure to tell must not undo that the job is known to have failed
            logger.exception("Nobody could be told that job %s (%s) failed.", job.pk, job.name)

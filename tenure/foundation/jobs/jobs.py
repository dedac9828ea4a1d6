"""The jobs of the jobs room itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tenure.foundation import clock
from tenure.foundation.jobs.declaring import job, scheduled
from tenure.foundation.jobs.models import Job, Program, State

KEPT_FOR = timedelta(days=14)


@scheduled(daily_at=time(3, 40))
@job(name="jobs.sweep")
def sweep() -> int:
    """Removes what has been over for two weeks; failed jobs stay until somebody decides. Gives the number of jobs."""
    return sweep_before(before=clock.now() - KEPT_FOR)


def sweep_before(*, before: datetime) -> int:
    """Removes the jobs that were done or cancelled, and the programs last seen, before an instant."""
    Program.objects.filter(seen_at__lt=before).delete()
    over = Job.objects.filter(state__in=[State.DONE, State.CANCELLED], finished_at__lt=before)
    return over.delete()[0]

"""The jobs of the search room."""

from __future__ import annotations

from datetime import timedelta

from tenure.foundation.jobs.declaring import job, scheduled
from tenure.foundation.jobs.running import report
from tenure.foundation.search.following import FEW_CHANGES, catch_up
from tenure.foundation.search.following import rebuild as rebuild_index


@scheduled(every=timedelta(minutes=1))
@job(name="search.follow")
def follow() -> int:
    """Indexes what was changed and not searched for since, however much it is. Gives the number of changes."""
    total = 0
    while done := catch_up(limit=FEW_CHANGES):
        total += done
        report(done=total, text="Following the changes")
    return total


@job(name="search.rebuild")
def rebuild() -> int:
    """Makes the whole index anew from the records. Gives how many records it has."""
    return rebuild_index()

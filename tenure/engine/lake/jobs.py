"""The jobs of the lake."""

from __future__ import annotations

from datetime import timedelta

from tenure.engine.lake.place import lake_folder
from tenure.engine.lake.records.mirroring import refresh
from tenure.foundation import clock
from tenure.foundation.jobs.declaring import job, scheduled


@scheduled(every=timedelta(minutes=5))
@job(name="lake.refresh")
def refresh_mirror() -> int:
    """Mirrors the history that came since. Gives how many versions that were."""
    return refresh(lake=lake_folder(), now=clock.now()).rows

"""Each slot once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tenure.foundation.jobs.declaring import scheduled
from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.scheduler import enqueue_due, latest_slot
from tests.foundation.jobs.room.jobs import nightly, quarter_hourly

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "slot"), [(at(10, 12, 14), at(10, 12)), (at(10, 12, 15), at(10, 12, 15)), (at(10, 0, 1), at(10, 0))]
)
def test_every_so_often_is_counted_from_full_hours(now: datetime, slot: datetime) -> None:
    assert latest_slot(schedule=quarter_hourly, now=now, zone=BERLIN) == slot


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (at(10, 1, 29), at(9, 1, 30)),  # 02:29 in Berlin: yesterday's
        (at(10, 1, 30), at(10, 1, 30)),  # 02:30 in Berlin
        (at(10, 0, 30, month=7), at(10, 0, 30, month=7)),  # 02:30 in summer time
        (at(29, 6, month=3), at(29, 1, 30, month=3)),  # 02:30 does not exist that night: 03:30 in summer time
        (at(25, 0, 30, month=10), at(25, 0, 30, month=10)),  # 02:30 comes twice that night: the first
        (at(25, 1, 30, month=10), at(25, 0, 30, month=10)),
    ],
)
def test_daily_is_a_time_of_the_companys_day(now: datetime, slot: datetime) -> None:
    assert latest_slot(schedule=nightly, now=now, zone=BERLIN) == slot


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_slot_is_queued_once_however_often_it_is_looked_at() -> None:
    names = [job.name for job in enqueue_due(now=at(10, 12, 1), zone=BERLIN) if job.name.startswith("room.")]
    again = [job.name for job in enqueue_due(now=at(10, 12, 14), zone=BERLIN) if job.name.startswith("room.")]

    assert names == ["room.nightly", "room.quarter_hourly"]
    assert again == []
    (job,) = (job for job in enqueue_due(now=at(10, 12, 15), zone=BERLIN) if job.name.startswith("room."))
    assert job.key == "room.quarter_hourly@2026-01-10T12:15:00+00:00"


@pytest.mark.django_db
def test_slots_missed_while_nothing_ran_are_not_made_up_for() -> None:
    enqueue_due(now=at(10, 12), zone=BERLIN)
    enqueue_due(now=at(20, 12), zone=BERLIN)

    assert Job.objects.filter(name="room.nightly").count() == 2


def test_a_schedule_is_either_every_so_often_or_daily() -> None:
    with pytest.raises(TypeError, match="either"):
        scheduled(every=timedelta(hours=1), daily_at=time(1))

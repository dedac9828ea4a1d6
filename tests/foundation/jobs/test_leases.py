"""Who has which job, and what happens when they do not answer any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tenure.foundation.jobs import leases
from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.queue import enqueue

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


def claimed(owner: str = "one", now: datetime = NOON) -> Job:
    job = leases.claim(owner=owner, now=now)
    assert job is not None
    return job


@pytest.fixture
def queued() -> Job:
    return enqueue(job="room.add", arguments={"left": 1, "right": 1}, now=NOON)


def test_a_job_is_claimed_once(queued: Job) -> None:
    first = claimed()

    assert (first.pk, first.lease_owner, first.lease_until) == (queued.pk, "one", NOON + timedelta(seconds=30))
    assert leases.claim(owner="two", now=NOON) is None


def test_what_has_been_due_for_longest_comes_first(queued: Job) -> None:
    earlier = enqueue(job="room.add", run_at=NOON - timedelta(minutes=1), now=NOON)

    assert [claimed().pk, claimed().pk] == [earlier.pk, queued.pk]


def test_a_renewed_lease_is_not_taken_back(queued: Job) -> None:
    job = claimed()
    assert leases.renew(job=job, now=NOON + timedelta(seconds=20), progress={"progress_done": 7})

    assert leases.take_back_lost(now=NOON + timedelta(seconds=31)) == 0
    queued.refresh_from_db()
    assert (queued.state, queued.progress_done) == ("running", 7)


def test_a_lease_that_ran_out_is_taken_back_and_its_owner_can_do_nothing_more(queued: Job) -> None:
    job = claimed()

    assert leases.take_back_lost(now=LATER) == 1

    queued.refresh_from_db()
    assert (queued.state, queued.run_at) == ("queued", LATER + timedelta(seconds=10))
    assert "stopped without a word" in queued.error
    assert not leases.renew(job=job, now=LATER, progress={})
    assert not leases.finish(job=job, now=LATER, result=1, progress={})
    assert not leases.fail(job=job, now=LATER, error="late")


def test_a_job_that_kills_its_worker_each_time_has_failed_in_the_end(queued: Job) -> None:
    at = NOON
    for _ in range(3):
        claimed(now=at)
        at += timedelta(hours=1)
        leases.take_back_lost(now=at)
        at += timedelta(hours=1)

    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == ("failed", 3)


def test_a_job_given_back_has_not_used_an_attempt(queued: Job) -> None:
    assert leases.give_back(job=claimed(), now=LATER)

    queued.refresh_from_db()
    assert (queued.state, queued.attempts, queued.lease_owner) == ("queued", 0, "")


def test_the_attempt_before_cannot_end_the_attempt_after(queued: Job) -> None:
    first = claimed(owner="same")
    leases.take_back_lost(now=LATER)
    second = claimed(owner="same", now=LATER + timedelta(minutes=1))

    assert not leases.finish(job=first, now=LATER, result="stale", progress={})
    assert leases.finish(job=second, now=LATER, result="fresh", progress={})

"""Putting work in, running it, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tenure.foundation.jobs import leases
from tenure.foundation.jobs.declaring import DuplicateJobError, UnknownJobError, declared_jobs, job
from tenure.foundation.jobs.jobs import sweep_before
from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.queue import JobStateError, cancel, enqueue, retry
from tenure.foundation.jobs.running import Run, report, run_claimed
from tenure.foundation.jobs.worker import run_due_jobs
from tests.foundation.jobs.room import jobs as room_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(set_clock) -> None:  # type: ignore[no-untyped-def]
    set_clock("2026-03-01T12:00:00+00:00")


def test_a_job_is_run_and_tells_its_result_and_progress() -> None:
    queued = enqueue(job="room.add", arguments={"left": 2, "right": 3})

    assert run_due_jobs(now=NOON) == 1

    queued.refresh_from_db()
    assert (queued.state, queued.result, queued.attempts) == ("done", {"sum": 5}, 1)
    assert (queued.progress_done, queued.progress_total, queued.progress_text) == (2, 2, "Added")
    assert queued.finished_at == NOON


def test_the_same_key_is_the_same_job_even_when_it_is_over() -> None:
    first = enqueue(job="room.add", arguments={"left": 2, "right": 3}, key="sum")
    run_due_jobs(now=NOON)

    second = enqueue(job="room.add", arguments={"left": 9, "right": 9}, key="sum")

    assert second.pk == first.pk
    assert second.result == {"sum": 5}
    assert run_due_jobs(now=NOON) == 0


def test_without_a_key_each_call_is_a_job_of_its_own() -> None:
    for _ in range(2):
        enqueue(job=room_jobs.add, arguments={"left": 1, "right": 1})

    assert Job.objects.count() == 2


def test_a_job_is_gone_with_the_transaction_that_asked_for_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(job="room.add", arguments={"left": 1, "right": 0})
        1 / 0  # noqa: B018

    assert Job.objects.count() == 0


def test_a_job_waits_for_its_time() -> None:
    enqueue(job="room.add", arguments={"left": 1, "right": 1}, run_at=NOON + timedelta(hours=1))

    assert run_due_jobs(now=NOON) == 0
    assert run_due_jobs(now=NOON + timedelta(hours=1)) == 1


def test_an_unknown_job_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownJobError, match=r"no job called 'room.sum'.*room.add"):
        enqueue(job="room.sum")


def test_a_failing_job_is_tried_again_after_ever_longer_waits_and_then_has_failed() -> None:
    queued = enqueue(job="room.break")
    waits = []
    for at in (NOON, NOON + timedelta(seconds=10), NOON + timedelta(seconds=30)):
        assert run_due_jobs(now=at) == 1
        queued.refresh_from_db()
        waits.append((queued.state, (queued.run_at - NOON).seconds))

    # The clock of the test stands at noon: 10 s after the first attempt, 20 s after the second.
    assert waits == [("queued", 10), ("queued", 20), ("failed", 20)]
    assert queued.error == "ValueError: The wheel came off."
    assert queued.attempts == 3


def test_a_job_that_gives_up_is_not_tried_again() -> None:
    queued = enqueue(job="room.give_up")
    run_due_jobs(now=NOON)

    queued.refresh_from_db()
    assert (queued.state, queued.attempts, queued.error) == ("failed", 1, "This file is not a spreadsheet.")


def test_a_result_that_json_cannot_hold_is_a_failure_told_on_the_job() -> None:
    queued = enqueue(job="room.unspeakable")
    run_due_jobs(now=NOON)

    queued.refresh_from_db()
    assert queued.error == "TypeError: Object of type object is not JSON serializable"


def test_a_failed_job_gets_another_chance_and_one_that_is_done_does_not() -> None:
    failed, done = enqueue(job="room.give_up"), enqueue(job="room.add", arguments={"left": 1, "right": 1})
    run_due_jobs(now=NOON)
    failed.refresh_from_db()

    retry(job=failed, now=NOON)

    assert (failed.state, failed.attempts, failed.error) == ("queued", 0, "")
    with pytest.raises(JobStateError, match="Only a failed or cancelled"):
        retry(job=done, now=NOON)


def test_a_cancelled_job_does_not_run_and_one_that_is_over_cannot_be_cancelled() -> None:
    queued = enqueue(job="room.add", arguments={"left": 1, "right": 1})
    cancel(job=queued, now=NOON)

    assert run_due_jobs(now=NOON) == 0
    assert queued.state == "cancelled"
    with pytest.raises(JobStateError, match="nothing left to cancel"):
        cancel(job=queued, now=NOON)


def test_what_a_job_did_after_it_was_cancelled_is_dropped() -> None:
    enqueue(job="room.mark", arguments={"name": "dropped"})
    claimed = leases.claim(owner="one", now=NOON)
    assert claimed is not None
    cancel(job=Job.objects.get(pk=claimed.pk), now=NOON)

    run_claimed(run=Run(job=claimed))

    assert not ContentType.objects.filter(app_label="room").exists()
    assert Job.objects.get(pk=claimed.pk).state == "cancelled"


@pytest.mark.parametrize(("fails", "marks"), [(False, 1), (True, 0)])
def test_an_atomic_job_leaves_all_or_nothing(fails: bool, marks: int) -> None:
    enqueue(job="room.mark", arguments={"name": "once", "fails": fails})
    run_due_jobs(now=NOON)

    assert ContentType.objects.filter(app_label="room", model="once").count() == marks


def test_progress_outside_a_job_is_no_error() -> None:
    report(done=1)


def test_jobs_that_are_long_over_are_swept_and_failed_ones_stay() -> None:
    failed, done = enqueue(job="room.give_up"), enqueue(job="room.add", arguments={"left": 1, "right": 1})
    run_due_jobs(now=NOON)

    assert sweep_before(before=NOON) == 0
    assert sweep_before(before=NOON + timedelta(seconds=1)) == 1

    assert list(Job.objects.all()) == [failed]
    assert not Job.objects.filter(pk=done.pk).exists()


def test_two_jobs_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_jobs, "again", job(name="room.add")(lambda: None), raising=False)

    with pytest.raises(DuplicateJobError, match="'room\\.add'"):
        declared_jobs()

"""Who hears of work that failed for good and of mail that needs a decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.jobs import leases
from tenure.foundation.jobs.models import Job, State
from tenure.foundation.mail.delivery import deliver_one, find_uncertain
from tenure.foundation.mail.models import Mail
from tenure.foundation.mail.outbox import send
from tenure.foundation.records.recording import recording
from tenure.lifecycle.work.models import Notification
from tenure.lifecycle.work.notifications import mark_read
from tests.support.mailboxes import Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def user(name: str, role: Role) -> User:
    with recording(actor=None, path="test", now=NOON):
        return create_user(name=name, email=f"{name.lower()}@example.com", password=None, grants=[Grant(role)])


@pytest.fixture
def ann() -> User:
    return user("Ann", Role.ADMINISTRATOR)


@pytest.fixture
def ben() -> User:
    return user("Ben", Role.VIEWER)


def running(key: str, *, asked_by: User | None = None, attempts: int = 3) -> Job:
    return Job.objects.create(
        name="room.copy",
        key=key,
        state=State.RUNNING,
        attempts=attempts,
        max_attempts=3,
        run_at=NOON,
        lease_owner="one",
        lease_until=NOON,
        asked_by=asked_by,
        created_at=NOON,
    )


def told(who: User) -> list[tuple[str, str, str]]:
    return list(Notification.objects.filter(user=who).order_by("id").values_list("kind", "text", "link"))


def test_a_job_that_fails_for_good_is_told_to_administrators_and_to_who_asked(ann: User, ben: User) -> None:
    leases.fail(job=running("a", asked_by=ben), now=NOON, error="Disk full\nlong trace")

    assert told(ann) == [
        ("alert", "The job room.copy, asked for by Ben, has failed for good: Disk full", "/settings/jobs/?state=failed")
    ]
    assert told(ben) == [("job", "What you asked for (room.copy) has failed: Disk full", "")]


def test_an_administrator_who_asked_is_told_once(ann: User) -> None:
    leases.fail(job=running("a", asked_by=ann), now=NOON, error="Disk full")

    assert [kind for kind, _, _ in told(ann)] == ["job"]


def test_an_attempt_that_will_be_made_again_is_told_to_nobody(ann: User, ben: User) -> None:
    leases.fail(job=running("a", asked_by=ben, attempts=2), now=NOON, error="Disk full")

    assert told(ann) == told(ben) == []


def test_a_job_whose_worker_died_for_the_last_time_is_told_too(ann: User) -> None:
    running("a")

    leases.take_back_lost(now=NOON + timedelta(minutes=1))

    assert "has failed for good: The worker that had this job stopped" in told(ann)[0][1]


def test_work_that_nobody_asked_for_is_told_once_a_day(ann: User) -> None:
    leases.fail(job=running("a"), now=NOON, error="Away")
    leases.fail(job=running("b"), now=NOON + timedelta(hours=1), error="Away")
    leases.fail(job=running("c"), now=NOON + timedelta(days=1), error="Away")

    assert len(told(ann)) == 2


def test_a_telling_that_breaks_leaves_the_job_failed(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("tenure.lifecycle.work.job_failures.tell", broken)
    job = running("a")

    assert leases.fail(job=job, now=NOON, error="Away")

    job.refresh_from_db()
    assert (job.state, told(ann)) == (State.FAILED, [])


def test_administrators_are_told_of_mail_to_decide_about_until_they_have_read_it(ann: User, ben: User) -> None:
    for number in range(2):
        send(to="x@example.com", subject="Hello", text="", key=str(number), now=NOON)
    Mail.objects.update(state="sending", attempts=1, sending_at=NOON)

    assert find_uncertain(now=NOON + timedelta(minutes=6)) == 2

    expected = ("mail", "“Hello” to x@example.com: uncertain. Send it again, or let it be.", "/settings/mail/")
    assert (told(ann), told(ben)) == ([expected], [])
    mark_read(user=ann, now=NOON)
    Mail.objects.update(state="sending", attempts=2)
    find_uncertain(now=NOON + timedelta(minutes=6))
    assert told(ann) == [expected, expected]


def test_a_refused_mail_is_told(ann: User, mailbox: Mailbox) -> None:
    mailbox.answers.append("550 No such person")
    mail = send(to="x@example.com", subject="Hello", text="", now=NOON)

    deliver_one(mail_id=mail.pk, now=NOON)

    assert [kind for kind, _, _ in told(ann)] == ["mail"]

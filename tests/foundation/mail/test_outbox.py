"""What is recorded, what a real mail server gets, and what happens when it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from tenure.foundation.jobs.models import Job
from tenure.foundation.jobs.worker import run_due_jobs
from tenure.foundation.mail.delivery import deliver_one, find_uncertain
from tenure.foundation.mail.models import Mail
from tenure.foundation.mail.outbox import MailStateError, NotAnAddressError, has_mail_server, mark_sent, resend, send
from tests.support.mailboxes import Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(set_clock: Any) -> None:
    set_clock("2026-03-01T12:00:00+00:00")


def written(**more: str) -> Mail:
    given = {"to": "ann@example.com", "subject": "Welcome", "text": "Good to have you.", "key": "welcome:ann", **more}
    return send(**given)  # type: ignore[arg-type]


def test_a_mail_is_delivered_by_its_job(mailbox: Mailbox) -> None:
    mail = written(html="<p>Good to have you.</p>")

    run_due_jobs(now=NOON)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.sent_at) == ("sent", 1, NOON)
    (message,) = mailbox.messages
    assert (message["To"], message["Subject"], message["Message-ID"]) == ("ann@example.com", "Welcome", mail.message_id)
    assert message["Date"] == "Sun, 01 Mar 2026 12:00:00 +0000"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert text.get_content().strip() == "Good to have you."
    assert html is not None
    assert html.get_content().strip() == "<p>Good to have you.</p>"


def test_a_mail_sent_twice_under_one_key_is_one_mail(mailbox: Mailbox) -> None:
    first = written()
    run_due_jobs(now=NOON)
    second = written(text="Something else.")
    run_due_jobs(now=NOON)

    assert second.pk == first.pk
    assert len(mailbox.messages) == 1


def test_a_mail_is_gone_with_the_transaction_that_wrote_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written()
        1 / 0  # noqa: B018

    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)


def test_a_subject_cannot_smuggle_in_a_header(mailbox: Mailbox) -> None:
    written(subject="Hello\r\nBcc: everybody@example.com")
    run_due_jobs(now=NOON)

    assert mailbox.messages[0]["Subject"] == "Hello Bcc: everybody@example.com"
    assert mailbox.recipients == [["ann@example.com"]]


@pytest.mark.parametrize("to", ["ann", "ann@example.com\r\nBcc: x@example.com", "ann@example.com, x@example.com", ""])
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(NotAnAddressError, match="is not an e-mail address"):
        written(to=to)


def test_without_a_mail_server_mails_wait_and_go_out_once_there_is_one(settings: Any, request: Any) -> None:
    settings.EMAIL_HOST = ""
    mail = written()
    assert not has_mail_server()
    assert deliver_one(mail_id=mail.pk, now=NOON) == "queued"
    run_due_jobs(now=NOON)

    mailbox = request.getfixturevalue("mailbox")
    assert deliver_one(mail_id=mail.pk, now=NOON) == "sent"
    assert len(mailbox.messages) == 1


def test_a_mail_that_is_put_off_is_tried_again_after_ever_longer_waits(mailbox: Mailbox) -> None:
    mailbox.answers.extend(["451 Come back later", "451 Come back later"])
    mail = written()

    states = [deliver_one(mail_id=mail.pk, now=NOON + timedelta(seconds=s)) for s in (0, 59, 60, 179, 180)]

    # Waits of one minute after the first attempt and two after the second; in between it is left alone.
    assert states == ["queued", "queued", "queued", "queued", "sent"]
    mail.refresh_from_db()
    assert (mail.attempts, len(mailbox.messages)) == (3, 1)


def test_a_mail_that_is_put_off_ten_times_has_failed_with_the_reason(mailbox: Mailbox) -> None:
    mailbox.answers.extend(["451 Come back later"] * 10)
    mail = written()

    states = [deliver_one(mail_id=mail.pk, now=NOON + timedelta(days=day)) for day in range(11)]

    assert states == ["queued"] * 9 + ["failed"] * 2
    mail.refresh_from_db()
    assert mail.error == "The mail server put it off: 451 Come back later"


def test_a_mail_that_is_refused_has_failed_at_once_with_the_reason(mailbox: Mailbox) -> None:
    mailbox.answers.append("550 No such person")
    mail = written()

    assert deliver_one(mail_id=mail.pk, now=NOON) == "failed"

    mail.refresh_from_db()
    assert mail.error == "The mail server refused it: 550 No such person"


def test_a_server_that_is_away_is_tried_again(mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    mail = written()

    assert deliver_one(mail_id=mail.pk, now=NOON) == "queued"

    mail.refresh_from_db()
    assert mail.error.startswith("The mail server could not be used: ")


def test_a_failed_mail_goes_out_when_a_person_sends_it_again(mailbox: Mailbox) -> None:
    mailbox.answers.append("550 No such person")
    mail = written()
    run_due_jobs(now=NOON)
    mail.refresh_from_db()

    resend(mail=mail, now=NOON)
    run_due_jobs(now=NOON)

    mail.refresh_from_db()
    assert (mail.state, mail.error, len(mailbox.messages)) == ("sent", "", 1)


def test_a_mail_that_a_crash_left_half_sent_is_uncertain_and_a_person_decides(mailbox: Mailbox) -> None:
    mail = written()
    Mail.objects.update(state="sending", attempts=1, sending_at=NOON)

    assert find_uncertain(now=NOON + timedelta(minutes=5)) == 0
    assert find_uncertain(now=NOON + timedelta(minutes=5, seconds=1)) == 1

    mail.refresh_from_db()
    assert "may have gone out" in mail.error
    assert deliver_one(mail_id=mail.pk, now=NOON + timedelta(days=1)) == "uncertain"
    mark_sent(mail=mail, now=NOON)
    assert (mail.state, mailbox.messages) == ("sent", [])
    with pytest.raises(MailStateError, match="no longer waiting"):
        resend(mail=mail, now=NOON)


def test_the_minutely_round_delivers_what_waits(mailbox: Mailbox) -> None:
    from tenure.foundation.mail.jobs import deliver_waiting

    written()
    Job.objects.all().delete()

    assert deliver_waiting.job() == {"delivered": 1, "uncertain": 0}
    assert len(mailbox.messages) == 1


def test_django_sends_through_the_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tenure.foundation.mail.backend.OutboxBackend"
    message = EmailMultiAlternatives("Reset", "Here is your link.", to=["ann@example.com"], bcc=["ben@example.com"])
    message.attach_alternative("<p>Here is your link.</p>", "text/html")

    message.send()

    recorded = list(Mail.objects.order_by("id").values_list("to", "subject", "text", "html"))
    assert recorded == [
        ("ann@example.com", "Reset", "Here is your link.", "<p>Here is your link.</p>"),
        ("ben@example.com", "Reset", "Here is your link.", "<p>Here is your link.</p>"),
    ]

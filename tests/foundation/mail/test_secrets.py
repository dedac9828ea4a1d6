"""Links that let somebody in do not stay readable once they have done their service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tenure.foundation.access.invitations import invite
from tenure.foundation.jobs.worker import run_due_jobs
from tenure.foundation.mail.delivery import deliver_one
from tenure.foundation.mail.models import FORGOTTEN, Mail
from tenure.foundation.mail.outbox import MailStateError, forget_expired, mark_sent, resend, send
from tests.foundation.access.people import ADMINISTRATOR, SELLER, new_user
from tests.support.mailboxes import Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LINK = "https://tenure.example.com/account/invitation/s3cret/"


@pytest.fixture(autouse=True)
def _noon(set_clock: Callable[[str], None]) -> None:
    set_clock(NOON.isoformat())


def secret() -> Mail:
    until = NOON + timedelta(days=7)
    return send(to="ann@example.com", subject="Come in", text=LINK, html=f"<p>{LINK}</p>", secret_until=until, now=NOON)


def kept(mail: Mail) -> str:
    """Every column of the mail's row."""
    return str(Mail.objects.filter(pk=mail.pk).values().get())


def test_a_link_is_forgotten_once_it_is_sent(mailbox: Mailbox) -> None:
    mail = secret()

    deliver_one(mail_id=mail.pk, now=NOON)

    assert LINK in str(mailbox.messages[0])
    assert "s3cret" not in kept(mail)
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("sent", FORGOTTEN, "")


def test_a_mail_put_off_keeps_its_link_for_the_next_attempt(mailbox: Mailbox) -> None:
    mailbox.answers.append("451 Come back later")
    mail = secret()

    deliver_one(mail_id=mail.pk, now=NOON)
    deliver_one(mail_id=mail.pk, now=NOON + timedelta(minutes=1))

    assert LINK in str(mailbox.messages[0])
    assert "s3cret" not in kept(mail)


def test_a_mail_that_a_person_says_was_sent_forgets_its_link() -> None:
    mail = secret()
    Mail.objects.update(state="uncertain")

    mark_sent(mail=mail, now=NOON)

    assert "s3cret" not in kept(mail)


@pytest.mark.parametrize("state", ["queued", "uncertain", "failed"])
def test_a_link_that_has_expired_is_forgotten_and_not_sent_any_more(state: str) -> None:
    mail = secret()
    Mail.objects.update(state=state)

    assert forget_expired(now=NOON + timedelta(days=6)) == 0
    assert forget_expired(now=NOON + timedelta(days=7)) == 1

    mail.refresh_from_db()
    assert mail.state == "failed"
    assert "s3cret" not in kept(mail)
    with pytest.raises(MailStateError, match="link in it has expired"):
        resend(mail=mail, now=NOON + timedelta(days=7))


def test_other_mails_keep_their_text(mailbox: Mailbox) -> None:
    mail = send(to="ann@example.com", subject="Hello", text="Good to have you.", now=NOON)

    deliver_one(mail_id=mail.pk, now=NOON)

    mail.refresh_from_db()
    assert mail.text == "Good to have you."


def test_invitations_and_resets_leave_no_link_behind(mailbox: Mailbox) -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    invite(by=chief, email="ada@example.com", grants=[SELLER], path="test", now=NOON)
    Client().post("/account/password/reset/", {"email": "chief@example.com"})
    assert all("http://" in text for text in Mail.objects.values_list("text", flat=True))

    run_due_jobs(now=NOON)

    assert len(mailbox.messages) == 2
    assert set(Mail.objects.values_list("text", "html")) == {(FORGOTTEN, "")}

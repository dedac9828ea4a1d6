"""What is to be sent: recorded in the caller's transaction, delivered by a job once that has committed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet

from tenure.foundation import clock
from tenure.foundation.jobs.queue import enqueue
from tenure.foundation.mail.models import FORGOTTEN, Mail, MailState

LONGEST_SUBJECT = 300
UNDECIDED = (MailState.UNCERTAIN, MailState.FAILED)
EXPIRED = "The link in it has expired. Let the person ask for another, or invite them again."


class NotAnAddressError(ValueError):
    """A mail was to go to something that is not an e-mail address."""


class MailStateError(ValueError):
    """The mail is not in a state in which this can be decided about it."""


def has_mail_server() -> bool:
    """Whether the installation has a mail server (`TENURE_SMTP_URL`); without one, mails wait."""
    return bool(settings.EMAIL_HOST)


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    key: str = "",
    secret_until: datetime | None = None,
    now: datetime | None = None,
) -> Mail:
    """Records a mail to one address; the same key is the same mail, and is sent once.

    `secret_until` is for a mail with a link that lets somebody in, which works until then: its text is forgotten once
    it is sent, and at that instant at the latest. Rolled back with the caller's transaction.
    Raises `NotAnAddressError`.
    """
    at = now or clock.now()  # a page or a job sends, and those are where the clock may be read
    mail = Mail(
        key=key or uuid.uuid4().hex,
        to=_checked(to),
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        text=text,
        html=html or "",
        message_id=f"<{uuid.uuid4().hex}@{_sending_domain()}>",
        created_at=at,
        next_try_at=at,
        secret_until=secret_until,
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    recorded = Mail.objects.get(key=mail.key)
    if recorded.message_id == mail.message_id:
        _ask_for_delivery(recorded, at)
    return recorded


def mails(*, state: str = "") -> QuerySet[Mail]:
    """The outbox, newest first: all of it, or what is in one state."""
    found = Mail.objects.order_by("-id")
    return found.filter(state=state) if state in MailState.values else found


def undecided() -> QuerySet[Mail]:
    """The mails that may or may not have gone out, oldest first: a person says which."""
    return Mail.objects.filter(state=MailState.UNCERTAIN).order_by("id")


def resend(*, mail: Mail, now: datetime) -> None:
    """A person decides that an uncertain or failed mail goes out (again). Raises `MailStateError`."""
    if mail.secret_until is not None and (mail.secret_until <= now or mail.text == FORGOTTEN):
        raise MailStateError(EXPIRED)
    waiting = {"state": MailState.QUEUED, "next_try_at": now, "error": "", "sending_at": None}
    _decide(mail, from_states=[MailState.UNCERTAIN, MailState.FAILED], values=waiting)
    _ask_for_delivery(mail, now)


def mark_sent(*, mail: Mail, now: datetime) -> None:
    """A person decides that an uncertain mail did go out. Raises `MailStateError`."""
    sent = {"state": MailState.SENT, "sent_at": now, "error": ""}
    _decide(mail, from_states=[MailState.UNCERTAIN], values={**sent, **forgotten(mail=mail)})


def forgotten(*, mail: Mail) -> dict[str, object]:
    """What a mail that was sent keeps no longer: the text of one that carried a link that lets somebody in."""
    return {} if mail.secret_until is None else {"text": FORGOTTEN, "html": ""}


def forget_expired(*, now: datetime) -> int:
    """Forgets the texts whose links have expired; what still waited is not sent any more. Gives their number."""
    stale = Mail.objects.filter(secret_until__lte=now).exclude(text=FORGOTTEN).exclude(state=MailState.SENDING)
    waiting = Q(state__in=[MailState.QUEUED, MailState.UNCERTAIN])
    stale.filter(waiting).update(state=MailState.FAILED, error=EXPIRED)
    return stale.update(text=FORGOTTEN, html="")


def _decide(mail: Mail, *, from_states: list[MailState], values: dict[str, object]) -> None:
    if not Mail.objects.filter(pk=mail.pk, state__in=from_states).update(**values):
        raise MailStateError("This mail is no longer waiting for a decision; reload the page to see where it stands.")
    mail.refresh_from_db()


def _ask_for_delivery(mail: Mail, now: datetime) -> None:
    key = f"mail:{mail.pk}:{mail.attempts}"
    enqueue(job="mail.deliver", arguments={"mail_id": mail.pk}, key=key, now=now)


def _checked(to: str) -> str:
    try:
        validate_email(to)
    except ValidationError as error:
        raise NotAnAddressError(f"“{to}” is not an e-mail address.") from error
    return to


def _sending_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"

"""Delivering the outbox: `sending` is committed before the server is spoken to, so that a crash is seen afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from tenure.foundation.mail import smtp
from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.mail.outbox import forgotten, has_mail_server
from tenure.foundation.mail.troubles import tell_undecided

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_CONVERSATION = timedelta(minutes=5)
CRASHED = "Tenure stopped while this mail was being sent; it may have gone out. Send it again, or mark it as sent."


def deliver_one(*, mail_id: int, now: datetime) -> str:
    """Delivers a mail that waits; gives the state in which it is afterwards (`absent` where there is none).

    What is not waiting, or not yet due, is left alone; without a mail server everything waits.
    """
    mail = _claim(mail_id, now) if has_mail_server() else None
    if mail is None:
        return Mail.objects.filter(pk=mail_id).values_list("state", flat=True).first() or "absent"
    try:
        smtp.deliver(mail=mail)
    except smtp.UnknownFateError as error:
        return _undecided(mail, MailState.UNCERTAIN, error, now)
    except smtp.RefusedError as error:
        return _undecided(mail, MailState.FAILED, error, now)
    except smtp.NotSentError as error:
        if mail.attempts >= MOST_ATTEMPTS:
            return _undecided(mail, MailState.FAILED, error, now)
        return _note(mail, state=MailState.QUEUED, error=str(error), next_try_at=now + _wait(mail.attempts))
    return _note(mail, state=MailState.SENT, error="", sent_at=now, **forgotten(mail=mail))


def waiting(*, now: datetime) -> list[int]:
    """The mails that wait and are due, oldest first."""
    due = Mail.objects.filter(state=MailState.QUEUED, next_try_at__lte=now)
    return list(due.order_by("next_try_at", "id").values_list("pk", flat=True))


def find_uncertain(*, now: datetime) -> int:
    """Marks as uncertain what has been sending for longer than any conversation lasts; gives the number."""
    since = now - LONGEST_CONVERSATION
    lost = list(Mail.objects.filter(state=MailState.SENDING, sending_at__lt=since))
    return sum(_crashed(mail, now) for mail in lost)


def _claim(mail_id: int, now: datetime) -> Mail | None:
    waits = Mail.objects.filter(pk=mail_id, state=MailState.QUEUED, next_try_at__lte=now)
    if not waits.update(state=MailState.SENDING, attempts=F("attempts") + 1, sending_at=now):
        return None
    return Mail.objects.get(pk=mail_id)


def _crashed(mail: Mail, now: datetime) -> bool:
    still = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
    is_noted = bool(still.update(state=MailState.UNCERTAIN, error=CRASHED))
    if is_noted:
        tell_undecided(mail=mail, now=now)
    return is_noted


def _undecided(mail: Mail, state: MailState, error: Exception, now: datetime) -> str:
    noted = _note(mail, state=state, error=str(error))
    tell_undecided(mail=mail, now=now)
    return noted


def _note(mail: Mail, **values: object) -> str:
    """Notes what became of this attempt, also where it was given up as uncertain in the meantime."""
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state__in=[MailState.SENDING, MailState.UNCERTAIN])
    mine.update(**values)
    return str(values["state"])


def _wait(attempts: int) -> timedelta:
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)

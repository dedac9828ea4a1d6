"""What the outbox forgets when a person is erased."""

from __future__ import annotations

from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.records.erasure import ERASED
from tenure.foundation.records.model import Record

ADDRESS_FIELD = "email"


def erase(record: Record) -> None:
    """Blanks the mails to the person's address; what was still waiting is not sent."""
    address = getattr(record, ADDRESS_FIELD, "")
    if not address:
        return
    theirs = Mail.objects.filter(to__iexact=address)
    theirs.filter(state__in=[MailState.QUEUED, MailState.UNCERTAIN]).update(
        state=MailState.FAILED, error="The person was erased."
    )
    theirs.update(to=ERASED, subject=ERASED, text="", html="")

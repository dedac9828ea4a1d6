"""Mail from Django and its applications (password resets, confirmations) goes through the outbox too."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from tenure.foundation.mail.outbox import send


class OutboxBackend(BaseEmailBackend):
    """Records each message, once per recipient, instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Gives the number of messages recorded."""
        for message in email_messages:
            for recipient in message.recipients():
                send(to=recipient, subject=str(message.subject), text=str(message.body), html=_html(message))
        return len(email_messages)


def _html(message: EmailMessage) -> str | None:
    if isinstance(message, EmailMultiAlternatives):
        for alternative in message.alternatives:
            if alternative[1] == "text/html":
                return str(alternative[0])
    return None

"""What a restored outbox must not do: send again what went out after the backup was made."""

from __future__ import annotations

from datetime import datetime

from tenure.foundation.mail.models import Mail, MailState


def after_restore(*, made_at: datetime) -> None:
    """Makes what was waiting when the backup was made uncertain, for a person to decide."""
    waiting = Mail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    waiting.update(
        state=MailState.UNCERTAIN,
        error=f"Was waiting when the backup of {made_at:%d %b %Y, %H:%M} was made; it may have gone out since.",
    )
